// Trouble inside the replica set while it still has a primary; an embedded set has one member and none of this.
import {
  above,
  alert,
  atLeast,
  below,
  differs,
  equals,
  threshold,
} from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { mongodbMetrics as m } from '../metrics.ts';
import { shell } from './commands.ts';

const RECOVERING = 3;
const UNKNOWN = 6;
/** 8 DOWN, 9 ROLLBACK, 10 REMOVED; 7 is an arbiter, which is as it should be. */
const DOWN = 8;

export const mongoMemberUnhealthy = alert({
  name: 'MongoMemberUnhealthy',
  component: 'mongodb',
  severity: 'warning',
  when: [
    atLeast(promql`${m.memberState}`, DOWN),
    equals(promql`${m.memberState}`, UNKNOWN),
    equals(promql`${m.memberState}`, RECOVERING),
  ],
  for: '5m',
  summary: 'A member of the MongoDB set of {instance} is unwell: {name}',
  description:
    '{name} of the set {set} has been in state {value} for {for} (3 recovering, 6 unknown, 8 down, 9 rollback, 10 removed). Appsmith goes on as long as there is a primary; with one more failure there may be none.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'The member that the exporter asked does not reach this one, or this one cannot take part: it recovers, rolls back writes or has been removed.',
    impact:
      'None yet: the set works with a majority of its members. There is less or no reserve, and writes that wait for a majority may wait longer.',
    diagnosis: [
      'The panel “MongoDB members”: since when, and whether others are affected.',
      `${shell('rs.status().members')}: \`lastHeartbeatMessage\` of the member says what is wrong.`,
      'On the member’s own machine: does mongod run, does the disk have room, what are the last lines of its log?',
    ],
    mitigation: [
      'Start the member if it is down; mend its network or its name if it cannot be reached.',
      'One that stays in RECOVERING has fallen out of the oplog and must copy everything anew: stop it, empty its data folder, start it.',
      'One that is gone for good: take it out with `rs.remove()`, and add another.',
    ],
    falseAlarms: 'A member under maintenance: mute the alert for as long.',
  },
});

export const mongoReplicationLag = alert({
  name: 'MongoReplicationLag',
  component: 'mongodb',
  severity: 'warning',
  when: [
    above(
      promql`${m.memberLag}`,
      threshold(60, 'seconds', {
        min: 15,
        max: 86_400,
        help: 'How far a member may be behind the primary; an idle primary writes something only every 10 s.',
      }),
    ),
  ],
  for: '5m',
  summary: 'MongoDB of {instance}: {name} is {value} behind the primary',
  description:
    'The member {name} of the set {set} applies writes {value} after the primary. If the primary fails now, it takes over late or with writes missing.',
  runbook: {
    meaning: 'A secondary member copies the primary’s writes more slowly than they are made.',
    impact:
      'Reads from that member are old. Writes that wait for a majority become slow, and flow control may slow all writes. If the lag outgrows the oplog’s window, the member must start over.',
    diagnosis: [
      'The panel “MongoDB replication lag”: one member or all? All of them points at the primary or at a burst of writes, one at that member.',
      'The panel “MongoDB flow control”: whether the primary already holds back writes.',
      'On the member: disk, CPU, network; is a backup or an index build running there?',
    ],
    mitigation: [
      'End what keeps the member busy: backups, index builds, reports that read from it.',
      'A burst of writes, such as an import, passes: wait as long as the lag falls and the oplog’s window is longer than it.',
      'If it never catches up, the member’s machine is too small for the set: make it as large as the others.',
    ],
    falseAlarms:
      'A member that is delayed on purpose (`secondaryDelaySecs`): raise the threshold above its delay.',
  },
});

export const mongoOplogWindow = alert({
  name: 'MongoOplogWindow',
  component: 'mongodb',
  severity: 'warning',
  when: [
    below(
      promql`${m.oplogWindow}`,
      threshold(21_600, 'seconds', {
        min: 600,
        max: 604_800,
        help: 'How long a member must be able to be away and still catch up.',
      }),
    ),
  ],
  provided: [
    differs(promql`max by (job, instance) (${m.members})`, 1, 'members'),
    // As long as the oldest entry stays, the oplog is not full and its window still grows.
    above(promql`deriv(${m.oplogOldest}[1h])`, 0, 'moving'),
  ],
  for: '30m',
  summary: 'MongoDB of {instance}: the oplog reaches back only {value}',
  description:
    'A member of the set that is away for longer than {value} cannot catch up: it must copy all data anew. More is written than the oplog was sized for.',
  runbook: {
    meaning:
      'The oplog is a ring of the latest writes from which the other members copy. It is full, and its oldest entry is younger than the threshold.',
    impact: 'None now. A member that is down over a night cannot return by itself.',
    diagnosis: [
      'The panel “MongoDB oplog window”: a sudden fall is a burst of writes, a slow one is growth.',
      'The panel “MongoDB operations”: which kind of write grew.',
      `${shell('rs.printReplicationInfo()')}: size and window.`,
    ],
    mitigation: [
      'Make the oplog larger on each member: `db.adminCommand({ replSetResizeOplog: 1, size: <MiB> })`; it needs the disk space and no restart.',
      'After a burst, wait: the window grows again.',
    ],
    falseAlarms: 'A set whose members are rebuilt rather than restarted: lower the threshold.',
  },
});

export const replicationAlerts = [mongoMemberUnhealthy, mongoReplicationLag, mongoOplogWindow];
