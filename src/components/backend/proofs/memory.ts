// Proofs of the memory alerts, on the pools of every garbage collector that says its limit in a way of its own.
import { fires, type InputSeries, input, silent } from '../../../observe/index.ts';
import { series } from '../../../promql/index.ts';
import { jvmGcOverhead, jvmHeapAfterGcHigh, jvmHeapHigh } from '../alerts/memory.ts';
import { backendMetrics as m } from '../metrics.ts';

const G1 = { action: 'end of minor GC', cause: 'G1 Evacuation Pause', gc: 'G1 Young Generation' };
const pauses = (values: string) => input(series(m.gcPause).count, G1, values);
const often = pauses('0+1x120');
/** A collection in the first minutes, then none. */
const rarely = pauses('0+1x10 10x110');

/** Pools as `[name, used, limit]`, a limit where the collector tells one. */
const heap = (...pools: readonly [id: string, used: string, max?: number][]): InputSeries[] =>
  pools.flatMap(([id, used, max]) => [
    input(m.memoryUsed, { area: 'heap', id }, used),
    ...(max === undefined ? [] : [input(m.memoryMax, { area: 'heap', id }, `${max}x120`)]),
  ]);
const g1 = (old: string): InputSeries[] =>
  heap(['G1 Eden Space', '100x120'], ['G1 Survivor Space', '20x120'], ['G1 Old Gen', old, 1000]);
const outside = [
  input(m.memoryUsed, { area: 'nonheap', id: 'CodeCache' }, '990x120'),
  input(m.memoryMax, { area: 'nonheap', id: 'CodeCache' }, '1000x120'),
];

export const heapHighProofs = [
  fires(jvmHeapHigh, 'G1 at 88 % from minute 10 on', [...g1('600x9 760x110'), often], {
    at: '25m',
    value: '88%',
  }),
  fires(
    jvmHeapHigh,
    'generational ZGC, whose two pools each say the whole heap',
    [
      ...heap(['ZGC Old Generation', '570x120', 1000], ['ZGC Young Generation', '300x120', 1000]),
      often,
    ],
    { at: '16m', value: '87%' },
  ),
  silent(jvmHeapHigh, 'just under, with a code cache that is full', [
    ...g1('720x120'),
    ...outside,
    often,
  ]),
  silent(jvmHeapHigh, 'Serial: the limits of its pools add up', [
    ...heap(
      ['Eden Space', '250x120', 270],
      ['Survivor Space', '10x120', 34],
      ['Tenured Gen', '550x120', 680],
    ),
    often,
  ]),
  silent(jvmHeapHigh, 'Parallel: a full old generation beside an empty young one', [
    ...heap(
      ['PS Eden Space', '50x120', 330],
      ['PS Survivor Space', '0x120', 10],
      ['PS Old Gen', '650x120', 680],
    ),
    often,
  ]),
  silent(jvmHeapHigh, 'full, but emptied by a collection every ten minutes', [
    ...g1('770x9 300 770x9 300 770x9 300 770x9 300 770x9 300 770x9 300 770x9 300'),
    often,
  ]),
  silent(jvmHeapHigh, 'a quiet night: full of garbage, and nothing asks for a collection', [
    ...g1('300x10 760x110'),
    rarely,
  ]),
  silent(jvmHeapHigh, 'full until the backend was restarted', [
    ...g1('600x9 800x13 100x98'),
    pauses('0+1x22 0+1x97'),
  ]),
  silent(jvmHeapHigh, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

const afterGc = (values: string) =>
  input(m.memoryAfterGc, { area: 'heap', pool: 'long-lived' }, values);
const full = (live: string) => [input(m.gcLiveData, {}, live), input(m.gcMaxData, {}, '1000x120')];

export const heapAfterGcProofs = [
  fires(
    jvmHeapAfterGcHigh,
    'a leak that passes 85 % at minute 30',
    [afterGc('0.558+0.01x40 0.96x80'), often],
    { at: '45m', value: '96%' },
  ),
  fires(
    jvmHeapAfterGcHigh,
    'an old client that knows only full collections',
    [...full('600x9 880x110'), often],
    { at: '25m', value: '88%' },
  ),
  silent(jvmHeapAfterGcHigh, 'just under', [afterGc('0.83x120'), often]),
  silent(jvmHeapAfterGcHigh, 'just under, from an old client', [...full('830x120'), often]),
  silent(jvmHeapAfterGcHigh, 'an old full collection, and newer ones that left little', [
    ...full('950x120'),
    afterGc('0.3x120'),
    often,
  ]),
  silent(jvmHeapAfterGcHigh, 'an import fills the heap for ten minutes, then it falls', [
    afterGc('0.3x9 0.95x9 0.2x100'),
    often,
  ]),
  silent(jvmHeapAfterGcHigh, 'an import in the evening, and no collection since', [
    afterGc('0.3x5 0.95x114'),
    rarely,
  ]),
  silent(jvmHeapAfterGcHigh, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

const pausing = (values: string) => input(series(m.gcPause).sum, G1, values);

export const gcOverheadProofs = [
  fires(jvmGcOverhead, '22 % from minute 10 on', [input(m.gcOverhead, {}, '0.02x9 0.22x110')], {
    at: '15m',
    value: '22%',
  }),
  fires(jvmGcOverhead, 'known from pauses alone: 13 s of each minute', [pausing('0+13x120')], {
    at: '10m',
    value: '21.67%',
  }),
  silent(jvmGcOverhead, 'just under', [input(m.gcOverhead, {}, '0.19x120')]),
  silent(jvmGcOverhead, 'just under, from pauses', [pausing('0+11.5x120')]),
  silent(jvmGcOverhead, 'pauses count only where the backend does not tell the share', [
    input(m.gcOverhead, {}, '0.1x120'),
    pausing('0+20x120'),
  ]),
  silent(jvmGcOverhead, 'a start that collects for three minutes', [
    input(m.gcOverhead, {}, '0.5x2 0.05x117'),
  ]),
  silent(jvmGcOverhead, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

export const memoryProofs = [...heapHighProofs, ...heapAfterGcProofs, ...gcOverheadProofs];
