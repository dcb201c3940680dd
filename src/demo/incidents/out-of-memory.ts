// The heap is full within minutes and Java does not recover.
import { incident } from './incident.ts';

const MIB = 1_048_576;

export const outOfMemory = incident({
  name: 'out-of-memory',
  title: 'The heap runs full, Java throws OutOfMemoryError and Appsmith is unusable',
  report: 2810,
  steps: [
    {
      at: '0m',
      set: { heapLeakBytesPerSecond: 1 * MIB },
      say: 'Results of huge queries pile up in the backend: a MiB a second that stays.',
    },
    {
      at: '25m',
      set: { backendHung: true, outOfMemory: true },
      say: 'OutOfMemoryError: Java writes a heap dump, threads end, the process stays and answers nobody.',
    },
    {
      at: '45m',
      restart: 'backend',
      set: { heapLeakBytesPerSecond: 0, backendHung: false, outOfMemory: false },
      say: 'Somebody restarts the backend.',
    },
  ],
  lasts: '1h',
});
