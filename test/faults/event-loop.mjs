// Loaded into the exporter before anything else: tells the turns of its event loop since the last time asked, in ms.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

// A turn that was long because the machine did something else is not ours: only its CPU time counts.
let longest = 0;
let last = { at: performance.now(), cpu: process.cpuUsage() };
setInterval(() => {
  const { user, system } = process.cpuUsage(last.cpu);
  longest = Math.max(longest, Math.min(performance.now() - last.at, (user + system) / 1000));
  last = { at: performance.now(), cpu: process.cpuUsage() };
}, 1).unref();

process.on('SIGUSR2', () => {
  const p99 = delay.percentile(99) / 1e6;
  process.stderr.write(`turns longest=${longest.toFixed(1)} p99=${p99.toFixed(1)}\n`);
  longest = 0;
  delay.reset();
});
