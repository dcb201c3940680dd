// How to look at backups: a row of the dashboard Capacity & backups.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { backupFailed, backupMissing, backupShrunk, backupStale } from './alerts.ts';
import { backupsMetrics as m } from './metrics.ts';

const NONE = 'no backups are known: see docs/backups.md';

export const backupsRows: readonly Row[] = [
  {
    dashboard: 'capacity',
    title: 'Backups',
    panels: [
      {
        title: 'Age of the newest backup',
        kind: 'stat',
        unit: 'seconds',
        queries: [query(promql`time() - max by (kind) (${m.newest})`, '{{kind}}', true)],
        shows:
          'How long ago the newest archive was made; full is appsmithctl’s, the others come from a script.',
        normal: 'Less than the time from one backup to the next: a day for most.',
        alerts: [backupMissing],
        act: 'BackupStale tells when it is too old.',
        empty: NONE,
        width: 6,
        height: 7,
      },
      {
        title: 'Backup late',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`max by (kind) (time() - ${m.newest} - ${m.interval})`, '{{kind}}')],
        shows:
          'Time since the newest archive less the longest time that may pass until the next: above 0 it is late.',
        normal: 'Below 0 most of the time, a saw that falls with each backup.',
        alerts: [backupStale],
        empty: 'nothing says how often backups are made',
        width: 6,
        height: 7,
      },
      {
        title: 'Last backup',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`1 - max(${m.failed})`, 'went well')],
        shows: 'Whether the last attempt of appsmithctl went well, by its log.',
        normal: 'All the time.',
        alerts: [backupFailed],
        empty: 'no log of appsmithctl tells of a backup',
        width: 6,
        height: 7,
      },
      {
        title: 'Archives',
        kind: 'table',
        unit: 'count',
        queries: [query(promql`max by (kind) (${m.archives})`, 'archives', true)],
        shows: 'How many archives there are of each kind.',
        normal: 'As many as are kept: four of appsmithctl’s unless it is told another number.',
        act: 'Fewer than that a week after an upgrade: backups fail.',
        empty: NONE,
        width: 6,
        height: 7,
      },
      {
        title: 'Size of the backups',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [
          query(promql`max by (kind) (${m.newestBytes})`, 'newest, {{kind}}'),
          query(promql`sum(${m.bytes})`, 'all'),
        ],
        shows: 'Size of the newest archive, and of all of them.',
        normal: 'It grows slowly.',
        alerts: [backupShrunk],
        empty: NONE,
        min: 0,
        width: 12,
      },
      {
        title: 'Space for the next backup',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [
          query(promql`min(${m.available})`, 'available'),
          query(promql`max(${m.required})`, 'needed'),
        ],
        shows: 'The space that is there, and what the next archive needs of it.',
        normal: 'Several times as much as is needed.',
        act: 'Near to what is needed: copy old archives elsewhere, and remove them here.',
        empty: NONE,
        min: 0,
        width: 12,
      },
    ],
  },
];
