// How to look at updates: a row of the dashboard Backend & JVM.
import { query, type Row } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { appsmithOutdated, migrationFailed, migrationRunningLong } from './alerts.ts';
import { upgradeMetrics as m } from './metrics.ts';

const NOT_ASKED = 'not asked for: upgrade.check_newest is off';

export const upgradeRows: readonly Row[] = [
  {
    dashboard: 'backend',
    title: 'Updates',
    collapsed: true,
    panels: [
      {
        title: 'Migrations',
        kind: 'timeseries',
        unit: 'yes',
        queries: [query(promql`${m.running}`, 'running'), query(promql`${m.failed}`, 'failed')],
        shows: 'Whether the backend changes its database after an update, and whether that failed.',
        normal: 'Running for some seconds at a start of the backend; never failed.',
        alerts: [migrationRunningLong, migrationFailed],
        empty: 'no log of the backend on the stacks volume',
        width: 12,
        min: 0,
        max: 1,
      },
      {
        title: 'Versions of the data',
        kind: 'table',
        unit: 'none',
        queries: [
          query(promql`max by (store, version) (${m.data})`, '{{store}} {{version}}', true),
        ],
        shows:
          'Which version the embedded stores’ files are of: of PostgreSQL the major version, of MongoDB the least feature compatibility.',
        normal: 'That of the servers that run.',
        act: 'An image that is older than the data cannot open it: go back only with a backup.',
        empty: 'the stores are elsewhere, or their files are not for the exporter to read',
        width: 6,
      },
      {
        title: 'Newest release',
        kind: 'table',
        unit: 'none',
        queries: [query(promql`max by (version) (${m.newest})`, '{{version}}', true)],
        shows: 'The newest release of Appsmith, where the exporter may ask for it.',
        normal: 'The one that runs, or one of the last few.',
        alerts: [appsmithOutdated],
        empty: NOT_ASKED,
        width: 6,
      },
    ],
  },
];
