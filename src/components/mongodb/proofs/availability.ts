// Proofs that MongoDown and MongoNoPrimary fire when MongoDB is away, and not while it merely restarts.
import { fires, input, silent } from '../../../observe/index.ts';
import { mongoDown, mongoNoPrimary } from '../alerts/availability.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const member = (values: string, name = 'localhost:27017') =>
  input(m.memberState, { set: 'mr1', name }, values);
const server = (labels: Readonly<Record<string, string>>, values: string) =>
  input(m.info, { version: '7.0.14', ...labels }, values);
const REAL = { storage_engine: 'wiredTiger', edition: 'community' };
const asked = (answer: string) =>
  input(m.commandAvailable, { command: 'replSetGetStatus' }, answer);

export const availabilityProofs = [
  fires(mongoDown, 'down from minute 10 on', [input(m.up, {}, '1x9 0x60')], {
    at: '12m',
    value: 'down',
  }),
  silent(mongoDown, 'a start that takes 81 seconds', [input(m.up, {}, '1x20 0x1 1x60')]),
  silent(mongoDown, 'not part of this deployment', [input('up', {}, '1x120')]),
  silent(mongoDown, 'the target is gone: AppsmithDown takes over', [
    input(m.up, {}, '1x20 0 stale'),
    input('up', {}, '1x20 0x60'),
  ]),
  fires(
    mongoNoPrimary,
    'the other members are gone and this one steps down',
    [
      input(m.memberState, { set: 'rs0', name: 'db-0:27017' }, '1x9 2x60'),
      input(m.memberState, { set: 'rs0', name: 'db-1:27017' }, '2x9 8x60'),
      input(m.memberState, { set: 'rs0', name: 'db-2:27017' }, '2x9 8x60'),
    ],
    { at: '12m', labels: { set: 'rs0' }, value: '0' },
  ),
  fires(
    mongoNoPrimary,
    'the container has another name than the set’s only member',
    [server(REAL, '1x70'), asked('1x9 stale')],
    { at: '12m', value: '1' },
  ),
  silent(mongoNoPrimary, 'the embedded set of one member, with a restart', [
    member('1x20 _ 2 1x100'),
    server(REAL, '1x20 _ 1x101'),
    asked('1x20 _ 1x101'),
  ]),
  silent(mongoNoPrimary, 'an election of a minute', [
    member('1x20 2 2x100', 'db-0:27017'),
    member('2x20 2 1x100', 'db-1:27017'),
  ]),
  silent(mongoNoPrimary, 'the server may not be asked', [server(REAL, '1x120'), asked('0x120')]),
  silent(mongoNoPrimary, 'FerretDB, which has no replica sets', [
    server({ storage_engine: 'wiredTiger', edition: 'ferretdb' }, '1x120'),
  ]),
  silent(mongoNoPrimary, 'a router of a sharded cluster', [
    server({ edition: 'enterprise' }, '1x120'),
  ]),
  silent(mongoNoPrimary, 'MongoDB is down: MongoDown takes over', [
    input(m.up, {}, '1x20 0x100'),
    member('1x20 stale'),
    server(REAL, '1x20 stale'),
    asked('1x20 stale'),
  ]),
];
