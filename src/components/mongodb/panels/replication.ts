// The replica set, its oplog and what replication holds back.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { mongoNoPrimary } from '../alerts/availability.ts';
import {
  mongoMemberUnhealthy,
  mongoOplogWindow,
  mongoReplicationLag,
} from '../alerts/replication.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { MEMBER_STATES } from './states.ts';

const RATE = duration('$__rate_interval');

export const replicationPanels: readonly Panel[] = [
  {
    title: 'MongoDB members',
    kind: 'state-timeline',
    unit: 'none',
    queries: [query(promql`${m.memberState}`, '{{name}}')],
    shows:
      'The state of each member of the replica set, as the one that the exporter asks sees it.',
    normal: 'One primary; the embedded set has no other member.',
    alerts: [mongoNoPrimary, mongoMemberUnhealthy],
    empty: 'state not told',
    mappings: MEMBER_STATES,
    width: 12,
  },
  {
    title: 'MongoDB replication lag',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      query(promql`${m.memberLag}`, '{{name}}'),
      // By definition; it also keeps the panel of a set of one member from being empty.
      query(promql`0 * (${m.memberState} == 1)`, '{{name}} (primary)'),
    ],
    shows: 'How far each member’s data is behind the primary’s.',
    normal: 'Under 10 s: an idle primary writes something every 10 s.',
    alerts: [mongoReplicationLag],
    empty: 'state not told',
    width: 12,
    min: 0,
  },
  {
    title: 'MongoDB oplog window',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [query(promql`${m.oplogWindow}`, '{{instance}}')],
    shows: 'The time from the oldest to the newest entry of the oplog.',
    normal: 'Days; that of a new set begins at 0 and grows.',
    alerts: [mongoOplogWindow],
    empty: 'oplog not readable',
    min: 0,
  },
  {
    title: 'MongoDB election term',
    kind: 'timeseries',
    unit: 'none',
    queries: [query(promql`${m.term}`, '{{instance}} {{set}}')],
    shows: 'The number of the term; each election, also one that fails, makes it rise.',
    normal: 'Level; a step at each restart of the primary.',
    act: 'Steps without a restart: members lose sight of each other; look at the network and at pauses of the machines.',
    empty: 'state not told',
    decimals: 0,
  },
  {
    title: 'MongoDB flow control',
    kind: 'timeseries',
    unit: 'seconds-per-second',
    queries: [
      query(promql`rate(${m.flowControlLaggedSeconds}[${RATE}])`, 'lagging'),
      query(promql`rate(${m.flowControlWaitSeconds}[${RATE}])`, 'writes held back'),
    ],
    shows:
      'The share of time in which a majority of the members lagged, and the time that writes waited for them.',
    normal: '0, always so with one member.',
    act: 'Mend the members that lag: the primary slows writes down so that they can catch up.',
    empty: 'not told',
  },
];
