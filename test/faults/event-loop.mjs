// Loaded into the exporter before anything else: tells the turns of its event loop since the last time asked, in ms.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('SIGUSR2', () => {
  const ms = (ns) => (ns / 1e6).toFixed(1);
  process.stderr.write(`turns longest=${ms(delay.max)} p99=${ms(delay.percentile(99))}\n`);
  delay.reset();
});
