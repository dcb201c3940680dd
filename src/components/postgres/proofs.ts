// Proofs of PostgreSQL's alerts.
import { fires, type InputSeries, input, silent } from '../../observe/index.ts';
import {
  postgresConnectionsHigh,
  postgresDeadlocks,
  postgresDown,
  postgresLongTransaction,
  postgresReplicationLag,
} from './alerts.ts';
import { postgresMetrics as m } from './metrics.ts';

const ABSENT = [input('up', {}, '1x120')];

const down = [
  fires(postgresDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '12m',
    value: 'down',
  }),
  silent(postgresDown, 'a restart', [input(m.up, {}, '1x20 0 1x60')]),
  silent(postgresDown, 'up without a user', [input(m.up, {}, '1x120')]),
  silent(postgresDown, 'not part of this deployment', ABSENT),
  silent(postgresDown, 'the target is gone: AppsmithDown takes over', [
    input(m.up, {}, '1x20 0 stale'),
  ]),
];

const connections = (keycloak: string, reserved?: string): InputSeries[] => [
  input(m.connections, { datname: 'keycloak', state: 'idle' }, keycloak),
  input(m.connections, { datname: 'temporal', state: 'active' }, '10x120'),
  input(m.maxConnections, {}, '103x120'),
  input(m.superuserReserved, {}, '3x120'),
  ...(reserved === undefined ? [] : [input(m.reserved, {}, reserved)]),
];

const full = [
  fires(postgresConnectionsHigh, '82 of 100 from minute 10 on', connections('20x9 72x110'), {
    at: '15m',
    value: '82%',
  }),
  fires(
    postgresConnectionsHigh,
    'PostgreSQL 16 keeps ten more for some roles: 74 of 90',
    connections('20x9 64x110', '10x120'),
    { at: '15m', value: '82.22%' },
  ),
  silent(postgresConnectionsHigh, '79 of 100', connections('20x9 69x110')),
  silent(postgresConnectionsHigh, 'full for four minutes', connections('20x9 85x3 20x100')),
  silent(postgresConnectionsHigh, 'without a user nothing is known', [input(m.up, {}, '1x120')]),
];

const KEYCLOAK = { datname: 'keycloak' };

const deadlocks = [
  fires(
    postgresDeadlocks,
    'five within an hour',
    [input(m.deadlocks, KEYCLOAK, '0x9 1x9 2x9 3x9 4x9 5x40')],
    { at: '50m', labels: KEYCLOAK, value: '5' },
  ),
  silent(postgresDeadlocks, 'four within an hour', [
    input(m.deadlocks, KEYCLOAK, '0x9 1x9 2x9 3x9 4x90'),
  ]),
  silent(postgresDeadlocks, 'one each twenty minutes', [
    input(m.deadlocks, KEYCLOAK, '0x19 1x19 2x19 3x19 4x19 5x19'),
  ]),
  silent(postgresDeadlocks, 'its statistics are reset', [
    input(m.deadlocks, KEYCLOAK, '400x60 0x60'),
  ]),
  silent(postgresDeadlocks, 'not part of this deployment', ABSENT),
];

const IDLE = { datname: 'keycloak', state: 'idle in transaction' };

const transactions = [
  fires(
    postgresLongTransaction,
    'open since minute 4',
    [input(m.maxTransaction, IDLE, '_x3 0+60x60')],
    { at: '21m', labels: IDLE, value: '18m 0s' },
  ),
  silent(postgresLongTransaction, 'a dump of 15 minutes', [
    input(m.maxTransaction, { datname: 'temporal', state: 'active' }, '0x9 0+60x15 stale'),
  ]),
  silent(postgresLongTransaction, 'many short ones', [input(m.maxTransaction, IDLE, '880x120')]),
  silent(postgresLongTransaction, 'a role that sees no transactions', [input(m.up, {}, '1x120')]),
];

const lag = [
  fires(postgresReplicationLag, 'behind from minute 10 on', [input(m.lag, {}, '0x9 320x60')], {
    at: '15m',
    value: '5m 20s',
  }),
  silent(postgresReplicationLag, 'just under', [input(m.lag, {}, '0x9 290x110')]),
  silent(postgresReplicationLag, 'behind for four minutes', [input(m.lag, {}, '0x9 900x3 0x100')]),
  silent(postgresReplicationLag, 'a primary', ABSENT),
];

export const postgresProofs = [...down, ...full, ...deadlocks, ...transactions, ...lag];
