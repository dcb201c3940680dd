// Imports and forks fill the old generation with garbage that nobody collects.
import { incident } from './incident.ts';

const MIB = 1_048_576;

export const importSpike = incident({
  name: 'import-spike',
  title: 'An import inflates the heap, and it stays so although almost all of it is garbage',
  report: 36277,
  steps: [
    {
      at: '0m',
      restart: 'backend',
      set: { peakUsers: 6, oldCollectedFrom: 1, oldGarbageBytesPerSecond: 3.6 * MIB },
      say: 'In the evening large applications are imported and forked; their pages fill the old generation.',
    },
    {
      at: '5m',
      set: { oldGarbageBytesPerSecond: 0 },
      say: 'The imports are done. The heap stays full: nothing makes Java collect the old generation.',
    },
    {
      at: '40m',
      set: { peakUsers: 60, oldCollectedFrom: 0.45 },
      say: 'A collection at last: what was really in use is a small part of it.',
    },
  ],
  lasts: '1h',
});
