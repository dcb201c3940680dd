// Loaded into the exporter before anything else: tells the longest turn of its event loop since the last time asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('SIGUSR2', () => {
  process.stderr.write(`longest_turn_ms=${(delay.max / 1e6).toFixed(1)}\n`);
  delay.reset();
});
