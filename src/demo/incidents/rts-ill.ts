// RTS runs and says that it is not well.
import { incident } from './incident.ts';

export const rtsIll = incident({
  name: 'rts-ill',
  title: 'RTS runs, but answers its health check with an error',
  steps: [
    { at: '0m', set: { rtsIll: 'error' }, say: 'RTS answers 500 to everything.' },
    { at: '15m', set: { rtsIll: false }, say: 'RTS is restarted and well.' },
  ],
  lasts: '30m',
});
