// A backup that fails for want of space, and nobody is told.
import { incident } from './incident.ts';

const GIB = 1_073_741_824;

export const backupSpace = incident({
  name: 'backup-space',
  title: 'Somebody’s files leave no space for the backup, which fails without a word',
  report: 14573,
  steps: [
    {
      at: '0m',
      set: { otherVolumeBytes: 8 * GIB, backupHour: 10 },
      say: 'An export of 8 GiB is left on the stacks volume; a backup is due at ten.',
    },
    { at: '30m', say: 'appsmithctl gives up: it does not begin with less than 2 GiB.' },
    {
      at: '45m',
      set: { otherVolumeBytes: 0, backupHour: 11 },
      say: 'The export is moved away, and the backup is made an hour later.',
    },
    { at: '1h32m', set: { backupHour: 2 }, say: 'The next one is due at night, as ever.' },
  ],
  lasts: '1h35m',
});
