// Proofs of Keycloak's alerts.
import { fires, input, silent } from '../../observe/index.ts';
import { keycloakDown, keycloakNotReady, keycloakPoolWaiting } from './alerts.ts';
import { keycloakMetrics as m } from './metrics.ts';

const ready = (values: string) => input(m.probeUp, { probe: 'readiness' }, values);
const waiting = (values: string) => input(m.poolAwaiting, { datasource: 'default' }, values);

export const keycloakProofs = [
  fires(keycloakDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '13m',
    value: 'down',
  }),
  silent(keycloakDown, 'a restart of two minutes', [input(m.up, {}, '1x20 0x2 1x60')]),
  silent(keycloakDown, 'not part of this deployment', [input('up', {}, '1x120')]),
  silent(keycloakDown, 'the target is gone: AppsmithDown takes over', [
    input(m.up, {}, '1x20 0 stale'),
  ]),

  fires(keycloakNotReady, 'its database is gone from minute 10 on', [ready('1x9 0x60')], {
    at: '13m',
    value: 'down',
    labels: { probe: 'readiness' },
  }),
  silent(keycloakNotReady, 'away for two minutes', [ready('1x20 0x2 1x60')]),
  silent(keycloakNotReady, 'another page is gone, of which KeycloakDown tells', [
    ready('1x120'),
    input(m.probeUp, { probe: 'login' }, '0x120'),
  ]),
  silent(keycloakNotReady, 'health is switched off', [input(m.up, {}, '1x120')]),

  fires(keycloakPoolWaiting, 'any queue at all from minute 10 on', [waiting('0x9 0.4x9 3x60')], {
    at: '15m',
    value: '0',
    labels: { datasource: 'default' },
  }),
  silent(keycloakPoolWaiting, 'a rush of four minutes', [waiting('0x20 3x4 0x60')]),
  silent(keycloakPoolWaiting, 'nobody waits', [waiting('0x120')]),
  silent(keycloakPoolWaiting, 'metrics are switched off', [input(m.up, {}, '1x120')]),
];
