// RTS is gone.
import { incident } from './incident.ts';

export const rtsDown = incident({
  name: 'rts-down',
  title: 'RTS is gone: editors cannot have their JavaScript parsed',
  steps: [
    { at: '0m', set: { rtsDown: true }, say: 'RTS exits too quickly and supervisord gives up.' },
    { at: '15m', set: { rtsDown: false }, say: 'RTS is started again.' },
  ],
  lasts: '30m',
});
