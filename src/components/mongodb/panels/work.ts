// What MongoDB is busy with: documents, scans, cursors, transactions, errors, traffic.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { mongoConnectionsHigh } from '../alerts/pressure.ts';
import { mongoAsserts, mongoCursors, mongoSlowOperations } from '../alerts/work.ts';
import { mongodbMetrics as m } from '../metrics.ts';

const RATE = duration('$__rate_interval');

export const workPanels: readonly Panel[] = [
  {
    title: 'MongoDB documents worked on',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`sum by (state) (rate(${m.documents}[${RATE}]))`, '{{state}}')],
    shows: 'Documents returned, inserted, updated and deleted.',
    normal: 'Mostly returned ones, in step with the users.',
    act: 'Many more returned than there are users: a backup, an export, or a page that asks for too much.',
    empty: 'not told',
  },
  {
    title: 'MongoDB documents looked at',
    kind: 'timeseries',
    unit: 'none',
    queries: [
      query(
        promql`
          sum(rate(${m.scanned}{state="scanned_objects"}[${RATE}]))
          / (sum(rate(${m.documents}{state="returned"}[${RATE}])) > 0)`,
        'for each returned',
      ),
    ],
    shows: 'How many documents queries had to look at for each one that they returned.',
    normal: 'About 1 to 10.',
    act: 'Hundreds: an index is missing; `appsmith-exporter doctor` names those that Appsmith needs.',
    empty: 'not told',
  },
  {
    title: 'MongoDB collection scans',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`rate(${m.collectionScans}[${RATE}])`, 'scans'),
      query(
        promql`rate(${m.operations}{state="scan_and_order"}[${RATE}])`,
        'sorts without an index',
      ),
    ],
    shows: 'Queries that read a whole collection, and those that had to sort in memory.',
    normal: 'A few a minute, on small collections; a backup reads each collection once.',
    act: 'If it rose together with the latency, find the query: `db.currentOp()` with `planSummary: COLLSCAN`.',
    empty: 'not told',
  },
  {
    title: 'MongoDB cursors',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`${m.cursorsOpen}`, 'open'),
      query(promql`${m.cursorsPinned}`, 'being read'),
      query(promql`${m.cursorsNoTimeout}`, 'without timeout'),
    ],
    shows: 'Answers that clients have not read to their end yet.',
    normal: 'A few; without timeout 0.',
    alerts: [mongoCursors],
    empty: 'not told',
  },
  {
    title: 'MongoDB transactions',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`rate(${m.transactionsCommitted}[${RATE}])`, 'committed'),
      query(promql`rate(${m.transactionsAborted}[${RATE}])`, 'aborted'),
      query(promql`rate(${m.operations}{state="write_conflicts"}[${RATE}])`, 'write conflicts'),
    ],
    shows: 'Transactions over several documents, and writes that met each other.',
    normal: 'Hardly any aborted.',
    act: 'Many aborted: imports and Git operations at the same time; they are tried again by themselves.',
    empty: 'not told',
  },
  {
    title: 'MongoDB assertions',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`sum by (type) (rate(${m.asserts}{type!="rollovers"}[${RATE}]))`, '{{type}}'),
    ],
    shows: 'Checks that failed: `user` are clients’ mistakes, the others are the server’s own.',
    normal: 'Only `user`, and few: each wrong login or duplicate name is one.',
    alerts: [mongoAsserts],
    empty: 'not told',
  },
  {
    title: 'MongoDB connections opened',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`rate(${m.connectionsCreated}[${RATE}])`, 'accepted'),
      query(promql`rate(${m.connectionsRejected}[${RATE}])`, 'turned away'),
    ],
    shows: 'New connections, and (6.3 and later) those refused because the limit was reached.',
    normal: 'Near 0: pools keep theirs open. Turned away: 0.',
    alerts: [mongoConnectionsHigh],
    empty: 'not told',
  },
  {
    title: 'MongoDB network',
    kind: 'timeseries',
    unit: 'bytes-per-second',
    queries: [query(promql`sum by (state) (rate(${m.networkBytes}[${RATE}]))`, '{{state}}')],
    shows: 'Bytes that the server received and sent.',
    normal: 'More sent than received, in step with the users.',
    act: 'Much sent without users: a backup or an export; at no other time, look who reads.',
    empty: 'not told',
  },
  {
    title: 'MongoDB ping',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`${m.ping}`, '{{instance}}')],
    shows:
      'How long MongoDB took to answer the exporter’s ping; the first one includes connecting.',
    normal: 'A few milliseconds.',
    act: 'Rising with the latency: the server is busy. Rising alone: the network, or an exporter short of CPU.',
    empty: 'no answer',
  },
  {
    title: 'MongoDB longest operation',
    kind: 'timeseries',
    unit: 'seconds',
    // The server is only asked for slow operations: while there is none, there is no longest one either.
    queries: [query(promql`${m.slowLongest} or ${m.slowRunning} == 0`, '{{instance}}')],
    shows: 'How long the longest of the slow operations had been running; 0 while none was slow.',
    normal: '0, with short spikes.',
    alerts: [mongoSlowOperations],
    empty: 'not told',
    min: 0,
  },
  {
    title: 'MongoDB slow operations logged',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`rate(${m.slowLogged}[${RATE}])`, '{{instance}}')],
    shows:
      'Operations that the server wrote into its log as slow, over 100 ms unless set otherwise.',
    normal: 'A few an hour.',
    act: 'Read them in /appsmith-stacks/logs/mongodb: lines with “Slow query” name collection, plan and duration.',
    empty: 'newer versions only',
  },
  {
    title: 'MongoDB documents expired',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`rate(${m.ttlDeleted}[${RATE}])`, '{{instance}}')],
    shows: 'Documents that the server removed because their time was over.',
    normal: 'Few.',
    act: 'A large wave of them loads the server for minutes; it passes.',
    empty: 'not told',
  },
];
