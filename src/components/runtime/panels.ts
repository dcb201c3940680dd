// How to look at Appsmith's container: its row on Capacity & backups.
import { query, type Row } from '../../observe/index.ts';
import { duration, promql } from '../../promql/index.ts';
import {
  containerCpuThrottled,
  containerMemoryHigh,
  containerOomKilled,
  heapDumpWritten,
} from './alerts.ts';
import { runtimeMetrics as m } from './metrics.ts';

const UNSEEN = 'Appsmith’s container cannot be seen by the exporter: see doctor';
const interval = duration('$__rate_interval');

export const runtimeRows: readonly Row[] = [
  {
    dashboard: 'capacity',
    title: 'Container',
    panels: [
      {
        title: 'Container memory',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [
          query(promql`${m.workingSet}`, 'in use, {{instance}}'),
          query(promql`${m.memoryLimit}`, 'limit, {{instance}}'),
        ],
        shows:
          'Memory of Appsmith’s container that cannot be given back at once, and its limit if it has one.',
        normal: 'Level, and well below the limit. It rises after a start for an hour or two.',
        act: 'Near its limit: ContainerMemoryHigh tells, and its runbook says what to do.',
        empty: UNSEEN,
        min: 0,
        width: 12,
      },
      {
        title: 'Container memory of its limit',
        kind: 'gauge',
        unit: 'ratio',
        queries: [query(promql`${m.workingSet} / ${m.memoryLimit}`, '{{instance}}', true)],
        shows: 'Which share of its memory limit Appsmith’s container uses.',
        normal: 'Below 80 %.',
        alerts: [containerMemoryHigh],
        empty: 'no limit, or not seen',
        min: 0,
        max: 1,
        height: 8,
        width: 6,
      },
      {
        title: 'Killed for want of memory',
        kind: 'stat',
        unit: 'count',
        queries: [query(promql`increase(${m.oomKills}[1d])`, '', true)],
        shows:
          'Processes of the container that the kernel killed within a day, because its memory limit was reached.',
        normal: 'None.',
        alerts: [containerOomKilled],
        empty: UNSEEN,
        decimals: 0,
        height: 8,
        width: 6,
      },
      {
        title: 'Container CPU',
        kind: 'timeseries',
        unit: 'none',
        queries: [
          query(promql`rate(${m.cpu}[${interval}])`, 'in use, {{instance}}'),
          query(promql`${m.cpuLimit}`, 'limit, {{instance}}'),
        ],
        shows: 'Processors that Appsmith’s container keeps busy, and how many it may use.',
        normal: 'Below the limit, with peaks at a start and when many people work.',
        alerts: [containerCpuThrottled],
        empty: UNSEEN,
        min: 0,
        width: 8,
      },
      {
        title: 'Held back by its CPU limit',
        kind: 'timeseries',
        unit: 'ratio',
        queries: [
          query(
            promql`rate(${m.throttledPeriods}[${interval}]) / rate(${m.periods}[${interval}])`,
            '{{instance}}',
          ),
        ],
        shows: 'Share of the periods in which the container wanted to run and had to stand still.',
        normal: 'A few per cent; more at a start.',
        alerts: [containerCpuThrottled],
        empty: 'no limit on processors, or not seen',
        min: 0,
        width: 8,
      },
      {
        title: 'Threads of the container',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`${m.pids}`, 'threads, {{instance}}'),
          query(promql`${m.openFds}`, 'descriptors of the backend, {{instance}}'),
        ],
        shows:
          'Threads of all programs, and files that the backend holds open where that can be seen.',
        normal: 'Level: some hundreds.',
        act: 'A steady rise is a leak: restart the backend at a quiet hour.',
        empty: UNSEEN,
        min: 0,
        width: 8,
      },
      {
        title: 'Heap dumps',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [query(promql`${m.heapDumpBytes}`, '{{cause}}')],
        shows: 'Space that heap dumps take on the stacks volume, by what wrote them.',
        normal: 'Nothing.',
        alerts: [heapDumpWritten],
        empty: 'the stacks volume is not mounted, or has no heap_dumps',
        min: 0,
        width: 12,
      },
      {
        title: 'Age of the newest heap dump',
        kind: 'stat',
        unit: 'seconds',
        queries: [query(promql`time() - max by (cause) (${m.newestHeapDump})`, '{{cause}}', true)],
        shows: 'How long ago the newest heap dump was written, by what wrote it.',
        normal: 'There is none.',
        alerts: [heapDumpWritten],
        empty: 'no heap dump',
        height: 8,
        width: 6,
      },
      {
        title: 'Runs on',
        kind: 'stat',
        unit: 'none',
        queries: [query(promql`${m.info}`, '{{platform}}', true)],
        shows: 'What Appsmith runs on, as far as it can be told from inside.',
        normal: 'What you installed it on.',
        act: 'Another one than you expect: doctor says what it went by.',
        mappings: [{ value: 1, text: 'yes', mood: 'neutral' }],
        empty: 'Appsmith’s container is not looked at',
        height: 8,
        width: 6,
      },
    ],
  },
];
