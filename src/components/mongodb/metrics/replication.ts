// Metrics of the replica set and its oplog.
import { type Catalogue, gauge } from '../../../metrics/index.ts';

export const replicationMetrics = {
  myState: gauge({
    name: 'mongodb_replset_my_state',
    help: 'State of the member that answered: 0 STARTUP, 1 PRIMARY, 2 SECONDARY, 3 RECOVERING, 5 STARTUP2, 6 UNKNOWN, 7 ARBITER, 8 DOWN, 9 ROLLBACK, 10 REMOVED.',
    source: 'replSetGetStatus.myState',
    labels: ['set'],
  }),
  term: gauge({
    name: 'mongodb_replset_term',
    help: 'Election term; it rises with every election.',
    source: 'replSetGetStatus.term',
    labels: ['set'],
  }),
  members: gauge({
    name: 'mongodb_replset_number_of_members',
    help: 'Members in the set’s configuration.',
    source: 'replSetGetStatus.members',
    labels: ['set'],
  }),
  memberState: gauge({
    name: 'mongodb_replset_member_state',
    help: 'State of each member as the one that answered sees it, numbered as mongodb_replset_my_state.',
    source: 'replSetGetStatus.members[].state',
    labels: ['set', 'name'],
  }),
  memberHealth: gauge({
    name: 'mongodb_replset_member_health',
    help: 'Whether the member that answered reaches this one (1) or not (0).',
    source: 'replSetGetStatus.members[].health',
    labels: ['set', 'name'],
  }),
  memberUptime: gauge({
    name: 'mongodb_replset_member_uptime_seconds',
    help: 'How long the member has been up, as the one that answered sees it.',
    source: 'replSetGetStatus.members[].uptime',
    unit: 'seconds',
    labels: ['set', 'name'],
  }),
  memberPing: gauge({
    name: 'mongodb_replset_member_ping_seconds',
    help: 'Round trip from the member that answered to this one.',
    source: 'replSetGetStatus.members[].pingMs',
    unit: 'seconds',
    labels: ['set', 'name'],
  }),
  memberLag: gauge({
    name: 'mongodb_replset_member_replication_lag_seconds',
    help: 'How far the member’s last applied write is behind the primary’s, in steps of 1 s; absent for arbiters, members that are down, and while there is no primary.',
    source: 'replSetGetStatus.members[].optimeDate: primary − member (milliseconds)',
    unit: 'seconds',
    labels: ['set', 'name'],
  }),
  election: gauge({
    name: 'mongodb_replset_primary_elected_timestamp_seconds',
    help: 'When the current primary was elected.',
    source: 'replSetGetStatus.members[].electionDate of the primary',
    unit: 'seconds',
    labels: ['set'],
  }),
  oplogWindow: gauge({
    name: 'mongodb_oplog_window_seconds',
    help: 'Time between the oldest and the newest entry: a member that is away for longer must start over.',
    source: 'ts of the last entry − ts of the first of local.oplog.rs',
    unit: 'seconds',
  }),
  oplogOldest: gauge({
    name: 'mongodb_oplog_oldest_timestamp_seconds',
    help: 'When the oldest entry of the oplog was written.',
    source: 'local.oplog.rs: ts of the first entry',
    unit: 'seconds',
  }),
  oplogNewest: gauge({
    name: 'mongodb_oplog_newest_timestamp_seconds',
    help: 'When the newest entry of the oplog was written.',
    source: 'replSetGetStatus.optimes.appliedOpTime.ts, or local.oplog.rs: ts of the last entry',
    unit: 'seconds',
  }),
} satisfies Catalogue;
