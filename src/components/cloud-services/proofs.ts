// Proofs of the cloud services' alert.
import { fires, input, type Proof, silent } from '../../observe/index.ts';
import { cloudServicesUnreachable } from './alerts.ts';
import { cloudServicesMetrics as m } from './metrics.ts';

export const cloudServicesProofs: readonly Proof[] = [
  fires(cloudServicesUnreachable, 'not reached from minute 10 on', [input(m.up, {}, '1x9 0x90')], {
    at: '70m',
    value: 'down',
  }),
  silent(cloudServicesUnreachable, 'not reached for fifty minutes', [
    input(m.up, {}, '1x9 0x50 1x60'),
  ]),
  silent(cloudServicesUnreachable, 'reached', [input(m.up, {}, '1x120')]),
  silent(cloudServicesUnreachable, 'switched off, as shipped', [input('up', {}, '1x120')]),
];
