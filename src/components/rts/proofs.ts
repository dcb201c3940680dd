// Proofs of RTS's alerts.
import { fires, input, silent } from '../../observe/index.ts';
import { rtsDown } from './alerts.ts';
import { rtsMetrics as m } from './metrics.ts';

export const rtsProofs = [
  fires(rtsDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '12m',
    value: 'down',
  }),
  silent(rtsDown, 'up, and away for one minute', [input(m.up, {}, '1x20 0 1x60')]),
  silent(rtsDown, 'not part of this deployment', [input('up', {}, '1x120')]),
  silent(rtsDown, 'the target is gone: AppsmithDown takes over', [input(m.up, {}, '1x20 0 stale')]),
];
