// Memory and garbage collection on the Backend dashboard.
import { query, type Row } from '../../../observe/index.ts';
import { matchers, promql, series } from '../../../promql/index.ts';
import { jvmGcOverhead, jvmHeapAfterGcHigh, jvmHeapHigh } from '../alerts/memory.ts';
import { backendMetrics as m } from '../metrics.ts';
import { heapLimit, heapRatio } from '../records.ts';
import { RATE, SHUT } from './common.ts';

const HEAP = matchers({ area: 'heap' });
const pauses = series(m.gcPause);

export const memoryRow: Row = {
  dashboard: 'backend',
  title: 'JVM memory',
  panels: [
    {
      title: 'Heap in use',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [query(promql`${heapRatio}`)],
      shows: 'Share of the heap’s limit in use, garbage included.',
      normal: 'A saw: it climbs and falls at each collection, its peaks below 85 %.',
      alerts: [jvmHeapHigh],
      empty: SHUT,
      max: 1,
    },
    {
      title: 'Heap after collection',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [
        query(
          promql`
            max by (instance) (${m.memoryAfterGc}${matchers({ pool: 'long-lived' })})
            or
            max by (instance) (${m.gcLiveData} / ${m.gcMaxData})`,
        ),
      ],
      shows:
        'Share of the long-lived heap that is still in use after a collection: what Java needs.',
      normal: 'Flat over days, well below 80 %. A climb over hours is a leak.',
      alerts: [jvmHeapAfterGcHigh],
      empty: SHUT,
      max: 1,
    },
    {
      title: 'Heap by pool',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [
        query(promql`sum by (id) (${m.memoryUsed}${HEAP})`, '{{id}}'),
        query(promql`sum(${heapLimit})`, 'limit'),
      ],
      shows: 'Bytes in use in each pool of the heap, and the limit of the whole.',
      normal: 'The young pools (Eden) saw; the old generation changes slowly.',
      act: 'Little room between the old generation and the limit: see JvmHeapAfterGcHigh.',
      empty: SHUT,
    },
    {
      title: 'Outside the heap',
      kind: 'timeseries',
      unit: 'bytes',
      queries: [
        query(promql`sum by (id) (${m.memoryUsed}${matchers({ area: 'nonheap' })})`, '{{id}}'),
        query(promql`sum by (id) (${m.bufferUsed}${matchers({ id: 'direct' })})`, '{{id}} buffers'),
      ],
      shows: 'Memory that Java takes beside its heap: classes, compiled code, network buffers.',
      normal: 'Flat some minutes after the start; a few hundred MiB in all.',
      act: 'A steady climb is a leak that no heap limit holds back: the container is killed in the end. Restart the backend at a quiet time, and report it.',
      empty: SHUT,
      width: 12,
      stacked: true,
    },
    {
      title: 'Allocation',
      kind: 'timeseries',
      unit: 'bytes-per-second',
      queries: [
        query(promql`sum(rate(${m.gcAllocated}[${RATE}]))`, 'allocated'),
        query(promql`sum(rate(${m.gcPromoted}[${RATE}]))`, 'became long-lived'),
      ],
      shows: 'How fast the backend makes new objects, and how much of that survives for longer.',
      normal: 'It follows the number of requests; hardly any of it becomes long-lived.',
      act: 'A peak without more requests: an import, an export, a fork, or queries with huge results.',
      empty: SHUT,
      width: 12,
    },
  ],
};

export const collectionRow: Row = {
  dashboard: 'backend',
  title: 'Garbage collection',
  panels: [
    {
      title: 'Time spent collecting',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [
        query(
          promql`
            max by (instance) (${m.gcOverhead})
            or
            sum by (instance) (rate(${pauses.sum}[${RATE}]))`,
        ),
      ],
      shows: 'Share of the time in which the backend collects garbage instead of working.',
      normal: 'Below 5 %.',
      alerts: [jvmGcOverhead],
      empty: SHUT,
    },
    {
      title: 'Collections a second',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [
        query(promql`sum by (gc, action) (rate(${pauses.count}[${RATE}]))`, '{{gc}}, {{action}}'),
      ],
      shows: 'How often the program was stopped for a collection, by collector.',
      normal: 'One every few seconds under load; none of the old generation (major).',
      act: 'Major collections again and again mean a full heap: see JvmHeapAfterGcHigh.',
      empty: SHUT,
    },
    {
      title: 'Longest pause',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(promql`max by (action) (${m.gcPauseMax})`, '{{action}}')],
      shows: 'The longest stop of the last minutes, in which no request went on.',
      normal: 'Some ten milliseconds; full collections take seconds.',
      act: 'Pauses of seconds are felt by everybody: see JvmGcOverhead.',
      empty: SHUT,
    },
  ],
};
