// The backend's own connections to MongoDB are all taken.
import { incident } from './incident.ts';

export const poolExhausted = incident({
  name: 'pool-exhausted',
  title: 'Operations that do not end hold all 100 MongoDB connections of the backend',
  steps: [
    {
      at: '0m',
      set: { poolExhausted: true },
      say: 'Twenty operations scan a collection for minutes; every request queues for a connection.',
    },
    { at: '20m', set: { poolExhausted: false }, say: 'Somebody kills the operations.' },
  ],
  lasts: '35m',
});
