// After a restart MongoDB takes so long that the backend gives up first.
import { incident } from './incident.ts';

const REFUSED = [
  'com.mongodb.MongoTimeoutException: Timed out while waiting for a server; caused by java.net.ConnectException: Connection refused',
];

export const mongoSlowStart = incident({
  name: 'mongo-slow-start',
  title: 'MongoDB takes 81 seconds to start; the backend fails first and stays away',
  report: 17140,
  steps: [
    {
      at: '0m',
      restart: 'container',
      set: { mongoStarting: true, backendLivesSeconds: 20, lastWords: { backend: REFUSED } },
      say: 'The container restarts. MongoDB recovers its journal; the backend starts, fails, starts again.',
    },
    {
      at: '65s',
      set: { backendDown: true, backendLivesSeconds: 0 },
      say: 'supervisord gives up on the backend: FATAL.',
    },
    {
      at: '81s',
      set: { mongoStarting: false },
      say: 'MongoDB answers, too late.',
    },
    {
      at: '20m',
      set: { backendDown: false, lastWords: {} },
      say: 'Somebody starts the backend by hand.',
    },
  ],
  lasts: '35m',
});
