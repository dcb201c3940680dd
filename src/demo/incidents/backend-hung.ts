// Java runs and does not answer: what Docker and supervisord call healthy.
import { incident } from './incident.ts';

export const backendHung = incident({
  name: 'backend-hung',
  title: 'The backend hangs while supervisord says RUNNING and Docker says healthy',
  steps: [
    { at: '0m', set: { backendHung: true }, say: 'Java accepts connections and never answers.' },
    {
      at: '15m',
      restart: 'backend',
      set: { backendHung: false },
      say: 'Somebody restarts the backend.',
    },
  ],
  lasts: '30m',
});
