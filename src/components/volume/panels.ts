// How to look at the stacks volume: the first row of the dashboard Capacity & backups.
import { query, type Row } from '../../observe/index.ts';
import { type Expression, matchers, promql, type Recorded } from '../../promql/index.ts';
import {
  inodesRatio,
  logsGrowing,
  usedRatio,
  volumeFilling,
  volumeFull,
  volumeNotAnswering,
  volumeReadOnly,
} from './alerts.ts';
import { volumeMetrics as m } from './metrics.ts';
import { filling, logsGrowth } from './records.ts';

const PROGRAMS = matchers({ folder: { re: 'logs/.+' } });
const TOPS = matchers({ folder: { notRe: 'logs/.+' } });
const NOT_SEEN = 'the stacks folder is not mounted: see doctor';

/** Seconds until what is available is gone at this pace, a year at most. */
const lasts = (pace: Recorded): Expression =>
  promql`clamp_max(min(${m.available} / on (job, instance) clamp_min(${pace}, 1)), ${365 * 86_400})`;

export const volumeRows: readonly Row[] = [
  {
    dashboard: 'capacity',
    title: 'Volume',
    panels: [
      {
        title: 'In use',
        kind: 'gauge',
        unit: 'ratio',
        queries: [
          query(promql`max(${usedRatio})`, 'space', true),
          query(promql`max(${inodesRatio})`, 'files', true),
        ],
        shows:
          'Share of the volume’s space in use, and of the files that its file system can hold.',
        normal: 'Below three quarters.',
        alerts: [volumeFull],
        empty: NOT_SEEN,
        min: 0,
        max: 1,
        decimals: 0,
        width: 8,
      },
      {
        title: 'Full in',
        kind: 'stat',
        unit: 'seconds',
        queries: [
          query(lasts(filling), 'volume', true),
          query(lasts(logsGrowth), 'by logs alone', true),
        ],
        shows:
          'When the volume would be full at the pace of the last six hours, and when the logs alone would have filled it. A year means later than that, or never.',
        normal: 'Months.',
        alerts: [volumeFilling, logsGrowing],
        empty: NOT_SEEN,
        width: 8,
        height: 8,
      },
      {
        title: 'Volume answers',
        kind: 'state-timeline',
        unit: 'up',
        queries: [
          query(promql`min(${m.up})`, 'answers'),
          query(promql`1 - max(${m.readOnly})`, 'takes writes'),
        ],
        shows: 'Whether the file system answers at all, and whether it takes writes.',
        normal: 'Both all the time.',
        alerts: [volumeNotAnswering, volumeReadOnly],
        empty: NOT_SEEN,
        width: 8,
      },
      {
        title: 'Space of the volume',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [
          query(promql`min(${m.available})`, 'available'),
          query(promql`max(${m.size})`, 'size'),
        ],
        shows: 'What can still be written, and the size of the file system.',
        normal: 'A saw: down by what is stored, up when old logs and archives go.',
        alerts: [volumeFilling],
        empty: NOT_SEEN,
        min: 0,
        width: 12,
      },
      {
        title: 'Folders of the volume',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [query(promql`max by (folder) (${m.folderBytes}${TOPS})`, '{{folder}}')],
        shows:
          'What each folder of the stacks volume takes, counted every few minutes. What is not Appsmith’s own is “other”.',
        normal: 'data/mongodb is the largest; logs and data/backup swing, heap_dumps is empty.',
        act: 'A folder that only grows is what to tidy up; heap dumps mean that the backend ran out of memory.',
        empty: 'the folders have not been counted yet',
        stacked: true,
        min: 0,
        width: 12,
      },
      {
        title: 'Logs by program',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [query(promql`max by (folder) (${m.folderBytes}${PROGRAMS})`, '{{folder}}')],
        shows: 'What each program’s logs take.',
        normal: 'Each swings below some hundred MiB: the backend keeps ten files of 10 MB.',
        alerts: [logsGrowing],
        empty: 'no program has a log folder',
        stacked: true,
        min: 0,
        width: 12,
      },
      {
        title: 'Files by folder',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`max by (folder) (${m.folderFiles}${TOPS})`, '{{folder}}'),
          query(promql`sum(${m.unreadable}${TOPS}) > 0`, 'not readable'),
        ],
        shows: 'How many files each folder holds; Git repositories are many small ones.',
        normal: 'It follows what is stored.',
        act: 'Files that are not readable are not counted: docs/least-privilege.md says which rights the exporter needs.',
        empty: 'the folders have not been counted yet',
        min: 0,
        width: 12,
      },
    ],
  },
];
