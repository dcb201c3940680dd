// Proofs of the alerts about MongoDB's limits: connections, cache, queues.
import { fires, input, silent } from '../../../observe/index.ts';
import { mongoCachePressure, mongoConnectionsHigh, mongoQueued } from '../alerts/pressure.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const GIB = 2 ** 30;

const connections = (current: string, max = '1000x120') => [
  input(m.connections, { state: 'current' }, current),
  input(m.connections, { state: 'active' }, '900x120'),
  input(m.connections, { state: 'available' }, '1000x120'),
  input(m.connectionsMax, {}, max),
];

const connected = [
  fires(mongoConnectionsHigh, '82 % from minute 10 on', connections('100x9 820x60'), {
    at: '15m',
    value: '82%',
  }),
  silent(mongoConnectionsHigh, '78 %', connections('780x120')),
  silent(mongoConnectionsHigh, 'all backends connect anew after a restart', [
    ...connections('780x20 _ 950x3 300x90', '1000x20 _ 1000x95'),
  ]),
  silent(mongoConnectionsHigh, 'the embedded MongoDB', connections('120x120', '51200x120')),
  silent(mongoConnectionsHigh, 'the limit is not told', [
    input(m.connections, { state: 'current' }, '5000x120'),
  ]),
];

const cache = (used: string, dirty: string) => [
  input(m.cacheUsed, {}, used),
  input(m.cacheDirty, {}, dirty),
  input(m.cacheMax, {}, `${GIB}x180`),
];
const share = (ratio: number): number => Math.round(ratio * GIB);

const cached = [
  fires(
    mongoCachePressure,
    '97 % used from minute 10 on',
    cache(`${share(0.8)}x9 ${share(0.97)}x60`, `${share(0.05)}x70`),
    { at: '20m', value: '97%' },
  ),
  fires(
    mongoCachePressure,
    '21 % not written from minute 10 on',
    cache(`${share(0.8)}x70`, `${share(0.05)}x9 ${share(0.21)}x60`),
    { at: '20m', value: '21%' },
  ),
  silent(
    mongoCachePressure,
    '92 % used, 19 % not written',
    cache(`${share(0.92)}x120`, `${share(0.19)}x120`),
  ),
  silent(
    mongoCachePressure,
    'a backup at night fills the cache up to its target',
    cache(`${share(0.3)}x20 ${share(0.82)}x40 ${share(0.96)}x5 ${share(0.8)}x60`, '0x120'),
  ),
  silent(mongoCachePressure, 'a restart begins with an empty cache', [
    ...cache(`${share(0.8)}x20 _ 0+8000000x98`, '0x20 _ 0x98'),
  ]),
  silent(mongoCachePressure, 'another storage engine', [input(m.up, {}, '1x120')]),
];

const lock = (readers: string, writers: string) => [
  input(m.lockQueue, { type: 'reader' }, readers),
  input(m.lockQueue, { type: 'writer' }, writers),
];
const ticket = (read: string, write: string) => [
  input(m.queueLength, { type: 'read', priority: 'normal' }, read),
  input(m.queueLength, { type: 'write', priority: 'normal' }, write),
  input(m.queueLength, { type: 'write', priority: 'low' }, '0x120'),
];

const queued = [
  fires(mongoQueued, '11 wait for locks from minute 10 on', lock('0x9 5x60', '0x9 6x60'), {
    at: '15m',
    value: '11',
  }),
  fires(
    mongoQueued,
    '11 wait for tickets from minute 10 on',
    [...lock('0x70', '0x70'), ...ticket('0x9 8x60', '0x9 3x60')],
    { at: '15m', value: '11' },
  ),
  silent(mongoQueued, '9 wait for locks, 9 for tickets', [
    ...lock('5x120', '4x120'),
    ...ticket('5x120', '4x120'),
  ]),
  silent(mongoQueued, 'a burst of four minutes', [...lock('0x20 40x3 0x90', '0x20 40x3 0x90')]),
  silent(mongoQueued, 'MongoDB is away', [...lock('0x20 50 stale', '0x20 50 stale')]),
];

export const pressureProofs = [...connected, ...cached, ...queued];
