// Redis is gone: nobody has a session.
import { incident } from './incident.ts';

export const redisDown = incident({
  name: 'redis-down',
  title: 'Redis is gone and with it every session',
  steps: [
    { at: '0m', set: { redisDown: true }, say: 'Redis ends and is not started again.' },
    { at: '18m', set: { redisDown: false }, say: 'Redis is back, with the sessions it had saved.' },
  ],
  lasts: '30m',
});
