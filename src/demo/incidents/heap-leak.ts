// A leak on the heap that takes hours to fill it.
import { incident } from './incident.ts';

const MIB = 1_048_576;

export const heapLeak = incident({
  name: 'heap-leak',
  title: 'Memory climbs for hours until everything is slow; a restart cures it',
  report: 32488,
  steps: [
    {
      at: '0m',
      set: { heapLeakBytesPerSecond: 0.16 * MIB },
      say: 'The backend begins to keep 160 KiB a second that no collection can free.',
    },
    {
      at: '2h10m',
      restart: 'backend',
      set: { heapLeakBytesPerSecond: 0 },
      say: 'Somebody restarts the backend: memory is low again, until the next time.',
    },
  ],
  lasts: '2h40m',
});
