// Proofs of the alerts on Appsmith's container.
import { fires, input, type Proof, silent } from '../../observe/index.ts';
import {
  containerCpuThrottled,
  containerMemoryHigh,
  containerOomKilled,
  heapDumpWritten,
} from './alerts.ts';
import { runtimeMetrics as m } from './metrics.ts';

const GIB = 1_073_741_824;
const limit = input(m.memoryLimit, {}, `${4 * GIB}x120`);
const used = (values: string) => input(m.workingSet, {}, values);
const absent = input('up', {}, '1x120');

const memory: readonly Proof[] = [
  fires(
    containerMemoryHigh,
    'a little over nine tenths from minute 10 on',
    [used(`${2 * GIB}x9 ${3.7 * GIB}x60`), limit],
    { at: '20m', value: '92.5%' },
  ),
  silent(containerMemoryHigh, 'just under', [used(`${3.5 * GIB}x120`), limit]),
  silent(containerMemoryHigh, 'high for nine minutes', [
    used(`${2 * GIB}x20 ${3.9 * GIB}x8 ${2 * GIB}x90`),
    limit,
  ]),
  silent(containerMemoryHigh, 'no limit', [used(`${60 * GIB}x120`)]),
  silent(containerMemoryHigh, 'the container cannot be seen', [absent]),
];

const kills: readonly Proof[] = [
  fires(containerOomKilled, 'one process at minute 10', [input(m.oomKills, {}, '0x9 1x60')], {
    at: '10m',
    value: '1',
  }),
  silent(containerOomKilled, 'one long ago', [input(m.oomKills, {}, '3x120')]),
  silent(containerOomKilled, 'the container was made anew', [input(m.oomKills, {}, '2x40 0x79')]),
  silent(containerOomKilled, 'none', [input(m.oomKills, {}, '0x120')]),
  silent(containerOomKilled, 'the container cannot be seen', [absent]),
];

const throttling = (throttled: number, periods: number, minutes = 120) => [
  input(m.throttledPeriods, {}, `0+${throttled}x${minutes}`),
  input(m.periods, {}, `0+${periods}x${minutes}`),
];

const cpu: readonly Proof[] = [
  fires(containerCpuThrottled, 'in a little over a quarter of the periods', throttling(162, 600), {
    at: '16m',
    value: '27%',
  }),
  fires(containerCpuThrottled, 'it runs just often enough to count', throttling(20, 64), {
    at: '20m',
    value: '31.25%',
  }),
  silent(containerCpuThrottled, 'just under', throttling(138, 600)),
  silent(containerCpuThrottled, 'it hardly runs', throttling(50, 56)),
  silent(containerCpuThrottled, 'a quarter of an hour after a start', [
    input(m.throttledPeriods, {}, '0+300x13 3900x105'),
    input(m.periods, {}, '0+600x120'),
  ]),
  silent(containerCpuThrottled, 'the container was made anew', [
    input(m.throttledPeriods, {}, '9000x30 0x89'),
    input(m.periods, {}, '90000x30 0+600x89'),
  ]),
  silent(containerCpuThrottled, 'no limit on processors', [input(m.cpu, {}, '0+60x120')]),
];

const java = { cause: 'out_of_memory' };
const dump = (cause: string, written: number) =>
  input(m.newestHeapDump, { cause }, `${written}x120`);

const dumps: readonly Proof[] = [
  fires(
    heapDumpWritten,
    'Java wrote one at minute 10',
    [input(m.newestHeapDump, java, '_x10 600x60')],
    { at: '10m', value: '0s' },
  ),
  fires(heapDumpWritten, 'one from eleven and a half hours ago', [dump('out_of_memory', -41_400)], {
    at: '0m',
    value: '11h 30m 0s',
  }),
  silent(heapDumpWritten, 'one that is just too old', [dump('out_of_memory', -44_000)]),
  silent(heapDumpWritten, 'asked for by somebody, and at a shutdown', [
    dump('by_hand', 0),
    dump('shutdown', 0),
  ]),
  silent(heapDumpWritten, 'none', [input(m.heapDumps, java, '0x120')]),
  silent(heapDumpWritten, 'the volume is not mounted', [absent]),
];

export const runtimeProofs: readonly Proof[] = [...memory, ...kills, ...cpu, ...dumps];
