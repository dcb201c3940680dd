// The network file system under the stacks volume is gone, and every question to it hangs.
import { incident } from './incident.ts';

export const volumeHung = incident({
  name: 'volume-hung',
  title: 'The network file system of the stacks volume does not answer',
  steps: [
    { at: '0m', set: { volumeHung: true }, say: 'The network to the file system is gone.' },
    { at: '15m', set: { volumeHung: false }, say: 'It is back, and what hung goes on.' },
  ],
  lasts: '25m',
});
