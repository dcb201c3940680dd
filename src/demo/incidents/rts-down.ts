// RTS is gone.
import { incident } from './incident.ts';

const IN_USE = 'Error: listen EADDRINUSE: address already in use :::8091';

export const rtsDown = incident({
  name: 'rts-down',
  title: 'RTS is gone: editors cannot have their JavaScript parsed',
  steps: [
    {
      at: '0m',
      set: { rtsDown: true, lastWords: { rts: [IN_USE] } },
      say: 'An old process holds its port: RTS exits too quickly and supervisord gives up.',
    },
    { at: '15m', set: { rtsDown: false, lastWords: {} }, say: 'RTS is started again.' },
  ],
  lasts: '30m',
});
