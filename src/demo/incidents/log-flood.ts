// Logs that nobody rotates fill the disk.
import { incident } from './incident.ts';

const MB = 1_000_000;

export const logFlood = incident({
  name: 'log-flood',
  title: 'Old logs, which nothing removes, fill the disk',
  report: 21704,
  steps: [
    {
      at: '0m',
      set: { logsRotated: false, logGrowthBytesPerSecond: MB },
      say: 'MongoDB logs every command, a megabyte a second, and nothing removes old logs.',
    },
    {
      at: '2h55m',
      set: { logsRotated: true, logGrowthBytesPerSecond: 0 },
      say: 'Somebody removes the old logs and turns the logging down.',
    },
  ],
  lasts: '3h10m',
});
