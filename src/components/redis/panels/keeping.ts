// How Redis keeps its data: snapshots, the append-only file, replicas, nodes of a cluster.
import type { Panel } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { redisQuorumLost, redisReplicationDown } from '../alerts/availability.ts';
import { redisMemoryHigh, redisPersistenceFailing } from '../alerts/memory.ts';
import { redisMetrics as m } from '../metrics.ts';
import { each } from './each.ts';

const RATE = duration('$__rate_interval');

export const keepingPanels: readonly Panel[] = [
  {
    title: 'Redis nodes',
    kind: 'state-timeline',
    unit: 'up',
    queries: [
      each(promql`${m.up}`, 'answers'),
      each(promql`${m.clusterState}`, 'cluster'),
      each(promql`${m.replicationMasterLinkUp}`, 'link to master'),
    ],
    shows:
      'Which servers answer; in a cluster, whether each sees it whole; on a replica, whether it has its master.',
    normal: 'All up. The embedded Redis is one server.',
    alerts: [redisReplicationDown],
    width: 12,
  },
  {
    title: 'Redis saving',
    kind: 'state-timeline',
    unit: 'yes',
    queries: [
      each(promql`${m.memoryLastBgsaveOk}`, 'snapshot'),
      each(promql`${m.aofLastWriteOk}`, 'append-only file'),
    ],
    shows: 'Whether the last snapshot and the last write to the append-only file succeeded.',
    normal: 'Yes all the time; also where there is no append-only file.',
    alerts: [redisPersistenceFailing],
    empty: 'not told',
    mappings: [
      { value: 1, text: 'saved', mood: 'good' },
      { value: 0, text: 'failed', mood: 'bad' },
    ],
    width: 12,
  },
  {
    title: 'Redis age of the last snapshot',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [each(promql`time() - ${m.memoryLastSave}`)],
    shows: 'How long ago the last successful snapshot ended, or the server started.',
    normal: 'Seconds to minutes while people work; longer at night, when nothing changes.',
    act: 'Old with many unsaved changes: is `save` turned off? A restart would log people out.',
    empty: 'not told',
    min: 0,
  },
  {
    title: 'Redis unsaved changes',
    kind: 'timeseries',
    unit: 'count',
    queries: [each(promql`${m.memoryChangesSinceSave}`)],
    shows: 'Changes that a crash would lose.',
    normal: 'Falls to 0 again and again: the embedded Redis saves within 15 s.',
    alerts: [redisPersistenceFailing],
    empty: 'not told',
  },
  {
    title: 'Redis snapshot and fork',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      each(promql`${m.memoryLastBgsaveDuration}`, 'snapshot'),
      each(promql`${m.serverLatestFork}`, 'fork'),
    ],
    shows:
      'How long the last snapshot took in the background, and for how long its fork stopped the server.',
    normal: 'Snapshot under a second, fork a few milliseconds.',
    act: 'A fork of 100 ms and more stops everybody so often: less data, or a machine with more memory.',
    empty: 'not told',
  },
  {
    title: 'Redis replicas',
    kind: 'timeseries',
    unit: 'count',
    queries: [each(promql`${m.replicationConnectedReplicas}`)],
    shows: 'Replicas connected to each server.',
    normal: '0 for the embedded Redis; else level.',
    alerts: [redisReplicationDown],
    empty: 'not told',
    min: 0,
    decimals: 0,
  },
  {
    title: 'Redis copies begun',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      each(promql`rate(${m.replicationFullSyncs}[${RATE}])`, 'whole'),
      each(promql`rate(${m.replicationPartialSyncs}[${RATE}])`, 'rest'),
    ],
    shows: 'Replicas that copied everything, and those that could go on from where they were.',
    normal: '0; one whole copy for a new replica.',
    alerts: [redisReplicationDown],
    empty: 'not told',
  },
  {
    title: 'Redis fragmentation',
    kind: 'timeseries',
    unit: 'none',
    queries: [each(promql`${m.memoryFragmentation}`)],
    shows: 'What the process holds for each byte of data.',
    normal: '1 to 1.5 from some 100 MiB of data on; far more with little data means nothing.',
    alerts: [redisMemoryHigh],
    empty: 'not told',
  },
  {
    title: 'Redis Sentinels',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      each(promql`${m.sentinelMasterOkSentinels}`, 'Sentinels'),
      each(promql`${m.sentinelMasterOkReplicas}`, 'replicas'),
      each(promql`${m.sentinelMasterQuorum}`, 'quorum'),
    ],
    shows:
      'Sentinels and replicas that the Sentinel asked reaches, itself included, and whether they are enough for a failover (1).',
    normal: 'All there are, level; the quorum at 1.',
    alerts: [redisQuorumLost],
    empty: 'no Sentinel',
    min: 0,
    decimals: 0,
  },
  {
    title: 'Redis cluster slots',
    kind: 'timeseries',
    unit: 'count',
    queries: [each(promql`${m.clusterNodeSlots} unless ${m.clusterNodeFailed} == 1`)],
    shows: 'Hash slots that each node of a cluster owns, without nodes that are down.',
    normal: '16,384 in all, level; 0 for replicas.',
    act: 'A master’s line has ended and no replica’s has risen in its place: RedisDown tells what to do.',
    empty: 'no cluster',
    min: 0,
    stacked: true,
    decimals: 0,
  },
];
