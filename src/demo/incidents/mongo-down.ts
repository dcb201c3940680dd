// MongoDB ends at once after an update while the backend keeps running.
import { incident } from './incident.ts';

export const mongoDown = incident({
  name: 'mongo-down',
  title: 'MongoDB is FATAL after an update while the backend is RUNNING',
  report: 27362,
  steps: [
    {
      at: '0m',
      set: { mongoDown: true },
      say: 'MongoDB exits too quickly, supervisord gives up; every request waits and fails.',
    },
    {
      at: '20m',
      set: { mongoDown: false },
      say: 'Its data files are mended, MongoDB is back.',
    },
  ],
  lasts: '35m',
});
