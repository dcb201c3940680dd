// How to look at PostgreSQL: its row on the dashboard Identity & workflows.
import { type Panel, query, type Row } from '../../observe/index.ts';
import { duration, promql } from '../../promql/index.ts';
import {
  connectionsTaken,
  postgresConnectionsHigh,
  postgresDeadlocks,
  postgresDown,
  postgresLongTransaction,
  postgresReplicationLag,
} from './alerts.ts';
import { postgresMetrics as m } from './metrics.ts';

const RATE = duration('$__rate_interval');
const NO_USER = 'no PostgreSQL user is known: see doctor';

const STATS: readonly Panel[] = [
  {
    title: 'PostgreSQL',
    kind: 'stat',
    unit: 'up',
    queries: [query(promql`${m.up}`, '{{instance}}', true)],
    shows: 'Whether PostgreSQL lets the exporter in.',
    normal: 'Up.',
    alerts: [postgresDown],
    width: 4,
  },
  {
    title: 'PostgreSQL clients',
    kind: 'gauge',
    unit: 'ratio',
    queries: [query(connectionsTaken, '', true)],
    shows: 'The share of the connections for everybody which is taken.',
    normal: 'Under 50 %: Keycloak and Temporal keep some twenty each.',
    alerts: [postgresConnectionsHigh],
    empty: NO_USER,
    width: 4,
    min: 0,
    max: 1,
  },
  {
    title: 'PostgreSQL cache hits',
    kind: 'stat',
    unit: 'ratio',
    queries: [
      query(
        promql`
          sum by (job, instance) (increase(${m.blocksHit}[1h]))
          / (sum by (job, instance) (increase(${m.blocksHit}[1h]) + increase(${m.blocksRead}[1h])) > 0)`,
        '',
        true,
      ),
    ],
    shows: 'The share of blocks that were found in PostgreSQL’s own cache within an hour.',
    normal: 'Over 95 %.',
    act: 'Much less with much work: raise `shared_buffers`, 128 MB unless set otherwise.',
    empty: 'nothing was read within an hour, or no PostgreSQL user is known',
    width: 4,
  },
  {
    title: 'PostgreSQL size',
    kind: 'stat',
    unit: 'bytes',
    queries: [query(promql`sum by (job, instance) (${m.size})`, '', true)],
    shows: 'What all databases take on disk, without the write-ahead log.',
    normal: 'Some 100 MB; Temporal’s grows with the workflows that it keeps.',
    act: 'A steady climb: see which database below, and shorten Temporal’s retention.',
    empty: NO_USER,
    width: 4,
  },
  {
    title: 'PostgreSQL uptime',
    kind: 'stat',
    unit: 'seconds',
    queries: [query(promql`time() - ${m.startTime}`, '', true)],
    shows: 'Since when the server has been running.',
    normal: 'As long as the container; less means that PostgreSQL alone was restarted.',
    act: 'Read the end of the log before that moment: /appsmith-stacks/logs/postgres.',
    empty: NO_USER,
    width: 4,
  },
  {
    title: 'PostgreSQL version',
    kind: 'table',
    unit: 'none',
    queries: [query(promql`max by (version) (${m.version})`, '{{version}}', true)],
    shows: 'The version that runs.',
    normal: 'One that is still supported: 14 or newer.',
    act: 'Appsmith’s newer images bring newer versions of the embedded server and upgrade its files.',
    empty: NO_USER,
    width: 4,
    height: 4,
  },
];

const COURSE: readonly Panel[] = [
  {
    title: 'PostgreSQL connections',
    kind: 'timeseries',
    unit: 'count',
    queries: [query(promql`${m.connections}`, '{{datname}} {{state}}')],
    shows: 'Connections by database and by what they do.',
    normal: 'Level: pools of idle connections, a few active.',
    alerts: [postgresConnectionsHigh],
    empty: NO_USER,
    stacked: true,
    min: 0,
  },
  {
    title: 'PostgreSQL transactions',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`rate(${m.committed}[${RATE}])`, '{{datname}}'),
      query(
        promql`sum by (job, instance) (rate(${m.rolledBack}[${RATE}]))`,
        'rolled back, all together',
      ),
    ],
    shows: 'Transactions by database: Keycloak’s and Temporal’s by name.',
    normal: 'Temporal a steady base, Keycloak with the logins; few are rolled back.',
    act: 'None in a database whose program runs: that program hangs or lost its connection.',
    empty: NO_USER,
  },
  {
    title: 'PostgreSQL trouble',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`increase(${m.deadlocks}[1h])`, 'deadlocks within an hour, {{datname}}'),
      query(promql`${m.locksWaiting}`, 'waiting for locks, {{datname}}'),
    ],
    shows: 'Deadlocks, and locks that somebody waits for now.',
    normal: '0, now and then 1.',
    alerts: [postgresDeadlocks],
    empty: NO_USER,
    min: 0,
  },
  {
    title: 'PostgreSQL oldest transaction',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`${m.maxTransaction}`, '{{datname}} {{state}}')],
    shows: 'How long the oldest open transaction has been open.',
    normal: 'Under a second; minutes while a dump runs.',
    alerts: [postgresLongTransaction],
    empty: 'no transaction was open, or the role lacks pg_monitor',
    min: 0,
  },
  {
    title: 'PostgreSQL database sizes',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      query(promql`${m.size}`, '{{datname}}'),
      query(promql`${m.walSize}`, 'write-ahead log'),
    ],
    shows: 'What each database and the write-ahead log take on disk.',
    normal: 'Level or growing slowly; the log up to `max_wal_size`, 1 GB unless set otherwise.',
    act: 'A log far beyond that: a replication slot that nobody reads keeps it.',
    empty: NO_USER,
    min: 0,
  },
  {
    title: 'PostgreSQL writing',
    kind: 'timeseries',
    unit: 'bytes-per-second',
    queries: [query(promql`rate(${m.walWritten}[${RATE}])`, 'write-ahead log')],
    shows: 'What the server writes to its log: every change goes there first.',
    normal: 'Some kilobytes a second, following the work.',
    act: 'Much without work: autovacuum, or somebody’s import.',
    empty: 'a standby, or no PostgreSQL user is known',
    min: 0,
  },
];

const DETAILS: readonly Panel[] = [
  {
    title: 'PostgreSQL checkpoints',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`increase(${m.checkpointsTimed}[1h])`, 'by time'),
      query(promql`increase(${m.checkpointsRequested}[1h])`, 'asked for'),
    ],
    shows: 'Checkpoints within an hour, by what caused them.',
    normal: 'By time: 12 an hour. Asked for: few.',
    act: 'Many asked for: the log fills faster than the time passes; raise `max_wal_size`.',
    empty: NO_USER,
    width: 12,
    min: 0,
  },
  {
    title: 'PostgreSQL replication',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`${m.lag}`, '{{instance}}')],
    shows: 'How far this standby is behind its primary.',
    normal: 'Under a second.',
    alerts: [postgresReplicationLag],
    empty: 'not a standby',
    width: 12,
    min: 0,
  },
];

export const postgresRows: readonly Row[] = [
  { dashboard: 'identity', title: 'PostgreSQL', panels: [...STATS, ...COURSE] },
  { dashboard: 'identity', title: 'PostgreSQL details', panels: DETAILS, collapsed: true },
];
