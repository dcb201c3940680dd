// Proofs of the alerts about Redis's room in memory and on disk.
import { fires, input, silent } from '../../../observe/index.ts';
import {
  redisEvicting,
  redisMemoryHigh,
  redisPersistenceFailing,
  redisWritesRefused,
} from '../alerts/memory.ts';
import { redisMetrics as m } from '../metrics.ts';

const MAIN = { store: 'main' };
const MIB = 2 ** 20;

const memory = (used: string, max: number) => [
  input(m.memoryUsed, MAIN, used),
  input(m.memoryMax, MAIN, `${max}x180`),
];

const full = [
  fires(
    redisMemoryHigh,
    '92 % from minute 10 on',
    memory(`${50 * MIB}x9 ${92 * MIB}x60`, 100 * MIB),
    { at: '15m', labels: MAIN, value: '92%' },
  ),
  silent(redisMemoryHigh, '88 %', memory(`${88 * MIB}x120`, 100 * MIB)),
  silent(redisMemoryHigh, 'no limit, as the embedded Redis', memory(`${900 * MIB}x120`, 0)),
  silent(redisMemoryHigh, 'another store’s limit', [
    input(m.memoryUsed, MAIN, `${900 * MIB}x120`),
    input(m.memoryMax, MAIN, '0x120'),
    input(m.memoryUsed, { store: 'git' }, `${MIB}x120`),
    input(m.memoryMax, { store: 'git' }, `${100 * MIB}x120`),
  ]),
  silent(redisMemoryHigh, 'a restart', [
    ...memory(`${80 * MIB}x20 _ ${95 * MIB}x3 ${60 * MIB}x90`, 100 * MIB),
  ]),
];

const evicted = (values: string) => [input(m.serverEvictedKeys, MAIN, values)];

const evictions = [
  fires(redisEvicting, 'six keys a minute from minute 11 on', evicted('0x10 6+6x60'), {
    at: '13m',
    labels: MAIN,
    value: '0.06/s',
  }),
  silent(redisEvicting, 'the Redis of Git in memory throws out: GitRedisEvicting tells', [
    ...evicted('0x120'),
    input(m.serverEvictedKeys, { store: 'git' }, '0+6x120'),
  ]),
  silent(redisEvicting, 'none, though many expire', [
    ...evicted('0x120'),
    input(m.serverExpiredKeys, MAIN, '0+90x120'),
  ]),
  silent(redisEvicting, 'those of long ago', evicted('4000x120')),
  silent(redisEvicting, 'a restart begins at 0 again', evicted('4000x20 _ 0x90')),
  silent(redisEvicting, 'Redis does not tell', [input(m.up, MAIN, '1x120')]),
];

const errors = (err: string, values: string) => [
  input(m.statisticErrors, { ...MAIN, err }, values),
];

const refused = [
  fires(
    redisWritesRefused,
    'six writes a minute are refused from minute 11 on',
    [...evicted('0x70'), ...errors('OOM', '0x10 6+6x60')],
    { at: '13m', labels: MAIN, value: '0.06/s' },
  ),
  silent(redisWritesRefused, 'other errors', errors('WRONGPASS', '0+60x120')),
  silent(redisWritesRefused, 'keys are thrown out instead', evicted('0+60x120')),
  silent(redisWritesRefused, 'those of long ago', errors('OOM', '4000x120')),
  silent(redisWritesRefused, 'a restart begins at 0 again', errors('OOM', '4000x20 _ 0x90')),
  silent(redisWritesRefused, 'Redis does not tell', [input(m.up, MAIN, '1x120')]),
];

const failing = [
  fires(
    redisPersistenceFailing,
    'snapshots fail from minute 10 on',
    [input(m.memoryLastBgsaveOk, MAIN, '1x9 0x60'), input(m.aofLastWriteOk, MAIN, '1x70')],
    { at: '15m', labels: MAIN, value: '0' },
  ),
  fires(
    redisPersistenceFailing,
    'the append-only file cannot be written from minute 10 on',
    [input(m.memoryLastBgsaveOk, MAIN, '1x70'), input(m.aofLastWriteOk, MAIN, '1x9 0x60')],
    { at: '15m', labels: MAIN, value: '0' },
  ),
  silent(redisPersistenceFailing, 'a failed snapshot that is made up for within four minutes', [
    input(m.memoryLastBgsaveOk, MAIN, '1x20 0x4 1x90'),
    input(m.aofLastWriteOk, MAIN, '1x120'),
  ]),
  silent(redisPersistenceFailing, 'nothing to save, and nothing saved for hours', [
    input(m.memoryLastBgsaveOk, MAIN, '1x120'),
    input(m.memoryLastSave, MAIN, '0x120'),
    input(m.memoryChangesSinceSave, MAIN, '0+5x120'),
  ]),
  silent(redisPersistenceFailing, 'a provider that does not tell', [input(m.up, MAIN, '1x120')]),
];

export const memoryProofs = [...full, ...evictions, ...refused, ...failing];
