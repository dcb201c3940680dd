// Proofs of the alerts about the replica set; the embedded set of one member must never raise them.
import { fires, input, silent } from '../../../observe/index.ts';
import {
  mongoMemberUnhealthy,
  mongoOplogWindow,
  mongoReplicationLag,
} from '../alerts/replication.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const DB1 = { set: 'rs0', name: 'db-1:27017' };
const state = (values: string, name = 'db-1:27017') =>
  input(m.memberState, { set: 'rs0', name }, values);

const unhealthy = [
  ...(
    [
      ['down', 8],
      ['unknown', 6],
      ['recovering', 3],
    ] as const
  ).map(([what, code]) =>
    fires(
      mongoMemberUnhealthy,
      `one of three is ${what} from minute 10 on`,
      [state('1x70', 'db-0:27017'), state(`2x9 ${code}x60`), state('2x70', 'db-2:27017')],
      { at: '15m', labels: DB1, value: `${code}` },
    ),
  ),
  silent(mongoMemberUnhealthy, 'a member restarts in four minutes', [
    state('1x120', 'db-0:27017'),
    state('2x20 8x3 3 2x100'),
  ]),
  silent(mongoMemberUnhealthy, 'a primary, a secondary and an arbiter', [
    state('1x120', 'db-0:27017'),
    state('2x120'),
    state('7x120', 'db-2:27017'),
  ]),
  silent(mongoMemberUnhealthy, 'a new member copies for an hour', [
    state('1x120', 'db-0:27017'),
    state('_x20 0 5x60 2x40'),
  ]),
  silent(mongoMemberUnhealthy, 'the embedded set of one member', [
    input(m.memberState, { set: 'mr1', name: 'localhost:27017' }, '1x120'),
  ]),
];

const lag = (values: string) => input(m.memberLag, DB1, values);

const lagging = [
  fires(mongoReplicationLag, '63 s behind from minute 10 on', [lag('1x9 63x60')], {
    at: '15m',
    labels: DB1,
    value: '1m 3s',
  }),
  silent(mongoReplicationLag, '57 s behind', [lag('57x120')]),
  silent(mongoReplicationLag, 'four minutes behind a burst of writes', [lag('1x20 200x3 1x100')]),
  silent(mongoReplicationLag, 'one member has no lag', [
    input(m.memberState, { set: 'mr1', name: 'localhost:27017' }, '1x120'),
  ]),
];

/** Hours of window; the oldest entry moves by so many seconds a minute. */
const oplog = (hours: number, moves: number, members: number) => [
  input(m.oplogWindow, {}, `${hours * 3600}x180`),
  input(m.oplogOldest, {}, `1700000000+${moves}x180`),
  input(m.members, { set: 'rs0' }, `${members}x180`),
];

const windows = [
  fires(mongoOplogWindow, 'three members, 5.8 hours', oplog(5.8, 20, 3), {
    at: '31m',
    value: '5h 48m 0s',
  }),
  silent(mongoOplogWindow, '6.2 hours', oplog(6.2, 20, 3)),
  silent(mongoOplogWindow, 'the embedded set of one member', oplog(1, 60, 1)),
  silent(mongoOplogWindow, 'a new set whose oplog is not full yet', [
    input(m.oplogWindow, {}, '0+60x180'),
    input(m.oplogOldest, {}, '1700000000x180'),
    input(m.members, { set: 'rs0' }, '3x180'),
  ]),
  silent(mongoOplogWindow, 'the oplog may not be read', [
    input(m.members, { set: 'rs0' }, '3x120'),
  ]),
];

export const replicationProofs = [...unhealthy, ...lagging, ...windows];
