// The backend starts, dies and is started anew, over and over.
import { incident } from './incident.ts';

export const restartLoop = incident({
  name: 'restart-loop',
  title: 'The backend dies soon after each start, and supervisord starts it anew',
  steps: [
    {
      at: '0m',
      restart: 'backend',
      set: { backendLivesSeconds: 50 },
      say: 'A migration fails: Java ends 25 seconds after it is ready, each time.',
    },
    {
      at: '30m',
      restart: 'backend',
      set: { backendLivesSeconds: 0 },
      say: 'The version before is started, and it stays.',
    },
  ],
  lasts: '45m',
});
