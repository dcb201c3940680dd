// How Redis keeps its data: snapshots, the append-only file, replicas, nodes of a cluster.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { redisReplicationDown } from '../alerts/availability.ts';
import { redisMemoryHigh, redisPersistenceFailing } from '../alerts/memory.ts';
import { redisMetrics as m } from '../metrics.ts';

const RATE = duration('$__rate_interval');
const WHICH = '{{store}} {{node}}';

export const keepingPanels: readonly Panel[] = [
  {
    title: 'Redis nodes',
    kind: 'state-timeline',
    unit: 'up',
    queries: [
      query(promql`${m.up}`, `answers ${WHICH}`),
      query(promql`${m.clusterState}`, `cluster ${WHICH}`),
      query(promql`${m.replicationMasterLinkUp}`, `link to master ${WHICH}`),
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
      query(promql`${m.memoryLastBgsaveOk}`, `snapshot ${WHICH}`),
      query(promql`${m.aofLastWriteOk}`, `append-only file ${WHICH}`),
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
    queries: [query(promql`time() - ${m.memoryLastSave}`, WHICH)],
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
    queries: [query(promql`${m.memoryChangesSinceSave}`, WHICH)],
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
      query(promql`${m.memoryLastBgsaveDuration}`, `snapshot ${WHICH}`),
      query(promql`${m.serverLatestFork}`, `fork ${WHICH}`),
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
    queries: [query(promql`${m.replicationConnectedReplicas}`, WHICH)],
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
      query(promql`rate(${m.replicationFullSyncs}[${RATE}])`, `whole ${WHICH}`),
      query(promql`rate(${m.replicationPartialSyncs}[${RATE}])`, `rest ${WHICH}`),
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
    queries: [query(promql`${m.memoryFragmentation}`, WHICH)],
    shows: 'What the process holds for each byte of data.',
    normal: '1 to 1.5 from some 100 MiB of data on; far more with little data means nothing.',
    alerts: [redisMemoryHigh],
    empty: 'not told',
  },
];
