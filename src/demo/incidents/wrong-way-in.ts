// The name leads to somebody else's server: all is well inside, and nobody gets in.
import { incident } from './incident.ts';

export const wrongWayIn = incident({
  name: 'wrong-way-in',
  title: 'The load balancer leads to another server: all is well inside, and nobody gets in',
  steps: [
    {
      at: '0m',
      set: { frontElsewhere: true },
      say: 'A rule of the load balancer is changed; the public name shows another server’s page, with 200.',
    },
    { at: '20m', set: { frontElsewhere: false }, say: 'The rule is put right.' },
  ],
  lasts: '35m',
});
