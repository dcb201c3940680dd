// Proofs of the alerts on the backend's MongoDB pool.
import { fires, input, silent } from '../../../observe/index.ts';
import { driverPoolHigh, driverPoolWaiting } from '../alerts/pools.ts';
import { backendMetrics as m } from '../metrics.ts';

const on = (server_address: string, values: string) =>
  input(m.mongodbPoolCheckedOut, { server_address }, values);
const limit = input(m.poolMax, {}, '100x120');
const queue = (values: string) => [
  input(m.mongodbPoolWaiting, { server_address: 'mongo-1:27017' }, values),
];

export const poolProofs = [
  fires(
    driverPoolHigh,
    '84 of 100 to the primary from minute 10 on',
    [on('mongo-1:27017', '5x9 84x110'), on('mongo-2:27017', '2x120'), limit],
    { at: '15m', value: '84%' },
  ),
  silent(driverPoolHigh, 'just under', [on('mongo-1:27017', '78x120'), limit]),
  silent(driverPoolHigh, 'two servers, each with a pool of its own', [
    on('mongo-1:27017', '45x120'),
    on('mongo-2:27017', '45x120'),
    limit,
  ]),
  silent(driverPoolHigh, 'all of them in use, but the pool is small and its size is no limit', [
    on('mongo-1:27017', '3x120'),
    input(m.mongodbPoolSize, { server_address: 'mongo-1:27017' }, '3x120'),
    limit,
  ]),
  silent(driverPoolHigh, 'a pool without a limit', [on('mongo-1:27017', '500x120')]),
  silent(driverPoolHigh, 'a rush of three minutes', [on('mongo-1:27017', '5x9 99x3 5x100'), limit]),
  // Real queues are whole numbers; a fraction shows that the threshold is nothing above 0.
  fires(driverPoolWaiting, 'any queue at all from minute 10 on', queue('0x9 0.4x9 40x100'), {
    at: '15m',
    value: '0',
  }),
  silent(driverPoolWaiting, 'no queue, with every connection in use', [
    ...queue('0x120'),
    on('mongo-1:27017', '100x120'),
    limit,
  ]),
  silent(driverPoolWaiting, 'queues that dissolve within minutes', [
    ...queue('0x9 30x3 0x9 30x3 0x9 30x3 0x60'),
  ]),
  silent(driverPoolWaiting, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];
