// MongoDB at one look: is it up, does it take writes, how near is it to its limits.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, matchers, promql } from '../../../promql/index.ts';
import { mongoDown, mongoNoPrimary } from '../alerts/availability.ts';
import { mongoCachePressure, mongoConnectionsHigh, mongoQueued } from '../alerts/pressure.ts';
import { mongoSlowOperations } from '../alerts/work.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { PRIMARY } from './states.ts';

const RATE = duration('$__rate_interval');
const CURRENT = matchers({ state: 'current' });

const STATS: readonly Panel[] = [
  {
    title: 'MongoDB',
    kind: 'stat',
    unit: 'up',
    queries: [query(promql`${m.up}`, '{{instance}}', true)],
    shows: 'Whether MongoDB answered the last ping.',
    normal: 'Up.',
    alerts: [mongoDown],
    width: 4,
  },
  {
    title: 'MongoDB primary',
    kind: 'stat',
    unit: 'none',
    queries: [
      query(
        promql`max by (job, instance, set) (${m.memberState} == bool 1)`,
        '{{instance}} {{set}}',
        true,
      ),
    ],
    shows: 'Whether the replica set has a primary, the only member that takes writes.',
    normal: 'Primary; the embedded set has one member, which is it.',
    alerts: [mongoNoPrimary],
    empty: 'state not told',
    mappings: PRIMARY,
    width: 4,
  },
  {
    title: 'MongoDB client limit',
    kind: 'gauge',
    unit: 'ratio',
    queries: [
      query(
        promql`sum by (job, instance) (${m.connections}${CURRENT}) / ${m.connectionsMax}`,
        '{{instance}}',
        true,
      ),
    ],
    shows: 'The share of the connections that the server allows which are open.',
    normal:
      'Under 1 % for the embedded MongoDB; a small plan at a provider may allow a few hundred.',
    alerts: [mongoConnectionsHigh],
    empty: 'not told',
    width: 4,
    min: 0,
    max: 1,
  },
  {
    title: 'MongoDB cache in use',
    kind: 'gauge',
    unit: 'ratio',
    queries: [query(promql`${m.cacheUsed} / (${m.cacheMax} > 0)`, '{{instance}}', true)],
    shows: 'How full the storage engine’s cache is.',
    normal: 'Rises to 80 % and stays there: that is by design.',
    alerts: [mongoCachePressure],
    empty: 'not told',
    width: 4,
    min: 0,
    max: 1,
  },
  {
    title: 'MongoDB slow now',
    kind: 'stat',
    unit: 'count',
    queries: [query(promql`${m.slowRunning}`, '{{instance}}', true)],
    shows: 'Operations that have been running for longer than 5 s (or the exporter’s own setting).',
    normal: '0; one or two during a backup or a report.',
    alerts: [mongoSlowOperations],
    empty: 'not told',
    width: 4,
  },
  {
    title: 'MongoDB uptime',
    kind: 'stat',
    unit: 'seconds',
    queries: [query(promql`${m.uptime}`, '{{instance}}', true)],
    shows: 'Since when the server has been running.',
    normal: 'As long as the container; less means that MongoDB alone was restarted.',
    act: 'Read the end of the log before that moment: /appsmith-stacks/logs/mongodb.',
    empty: 'not told',
    width: 4,
  },
];

const COURSE: readonly Panel[] = [
  {
    title: 'MongoDB operations',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [query(promql`sum by (type) (rate(${m.opCounters}[${RATE}]))`, '{{type}}')],
    shows: 'Operations that the server received, by type.',
    normal: 'Follows the users: mostly queries, some updates and commands; a low base at night.',
    act: 'A jump without more users is a script, an import or a page that reloads itself.',
    empty: 'not told',
    stacked: true,
  },
  {
    title: 'MongoDB latency',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      query(
        promql`
          sum by (type) (rate(${m.latencySeconds}[${RATE}]))
          / (sum by (type) (rate(${m.latencyOps}[${RATE}])) > 0)`,
        '{{type}}',
      ),
    ],
    shows: 'How long an operation took on the server, in the mean, by kind.',
    normal: 'A few milliseconds; a backup at night may lift the reads.',
    act: 'Look at the queue and the cache beside it; if neither moves, a query lacks its index.',
    empty: 'not told',
  },
  {
    title: 'MongoDB connections',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(
        promql`sum by (state) (${m.connections}${matchers({ state: ['current', 'active'] })})`,
        '{{state}}',
      ),
    ],
    shows: 'Connections that are open (current) and those with an operation running (active).',
    normal: 'Some 15 to 120, level; active ones are few.',
    alerts: [mongoConnectionsHigh],
    empty: 'not told',
  },
  {
    title: 'MongoDB queue',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`sum by (type) (${m.lockQueue})`, 'lock, {{type}}'),
      query(promql`sum by (type) (${m.queueLength})`, 'ticket, {{type}}'),
    ],
    shows: 'Operations that wait for a lock, or (7.0 and later) to be let into the storage engine.',
    normal: '0 nearly all the time.',
    alerts: [mongoQueued],
    empty: 'not told',
  },
  {
    title: 'MongoDB cache',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [
      query(promql`${m.cacheUsed} / (${m.cacheMax} > 0)`, 'used'),
      query(promql`${m.cacheDirty} / (${m.cacheMax} > 0)`, 'not written'),
    ],
    shows: 'How much of the cache is in use, and how much of it is not on disk yet.',
    normal: 'Used up to 80 %, not written up to 5 %; from 95 % and 20 % on clients wait.',
    alerts: [mongoCachePressure],
    empty: 'not told',
    min: 0,
    max: 1,
  },
  {
    title: 'MongoDB slow operations',
    kind: 'timeseries',
    unit: 'count',
    queries: [query(promql`${m.slowRunning}`, '{{instance}}')],
    shows: 'Operations that had been running for longer than 5 s at each look.',
    normal: '0, with short spikes during backups, reports and updates of Appsmith.',
    alerts: [mongoSlowOperations],
    empty: 'not told',
  },
];

export const glancePanels: readonly Panel[] = [...STATS, ...COURSE];
