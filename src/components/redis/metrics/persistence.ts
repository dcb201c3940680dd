// Redis: the append-only file and replication as INFO tells them.
import type { Catalogue } from '../../../metrics/index.ts';
import { fieldCounter, fieldGauge, isWord, notNegative } from './field.ts';

export const aofMetrics = {
  enabled: fieldGauge({
    name: 'redis_aof_enabled',
    help: 'Whether the append-only file is on (1) or off (0).',
    from: 'persistence: aof_enabled',
  }),
  rewriteInProgress: fieldGauge({
    name: 'redis_aof_rewrite_in_progress',
    help: 'Whether the append-only file is being rewritten (1) or not (0).',
    from: 'persistence: aof_rewrite_in_progress',
  }),
  rewriteScheduled: fieldGauge({
    name: 'redis_aof_rewrite_scheduled',
    help: 'Whether a rewrite waits for a snapshot to end (1) or not (0).',
    from: 'persistence: aof_rewrite_scheduled',
  }),
  lastRewriteDuration: fieldGauge({
    name: 'redis_aof_last_rewrite_duration_seconds',
    help: 'How long the last rewrite took; absent if there was none.',
    from: 'persistence: aof_last_rewrite_time_sec',
    read: notNegative,
  }),
  lastRewriteOk: fieldGauge({
    name: 'redis_aof_last_bgrewrite_status',
    help: 'Whether the last rewrite succeeded (1) or failed (0).',
    from: 'persistence: aof_last_bgrewrite_status',
    read: isWord('ok'),
  }),
  lastWriteOk: fieldGauge({
    name: 'redis_aof_last_write_status',
    help: 'Whether the last write to the append-only file succeeded (1) or failed (0).',
    from: 'persistence: aof_last_write_status',
    read: isWord('ok'),
  }),
  currentSize: fieldGauge({
    name: 'redis_aof_current_size_bytes',
    help: 'Size of the append-only file.',
    from: 'persistence: aof_current_size',
  }),
  baseSize: fieldGauge({
    name: 'redis_aof_base_size_bytes',
    help: 'Size of the append-only file after the last rewrite or start.',
    from: 'persistence: aof_base_size',
  }),
  delayedFsync: fieldCounter({
    name: 'redis_aof_delayed_fsync_total',
    help: 'Writes that had to wait for a slow fsync.',
    from: 'persistence: aof_delayed_fsync',
  }),
} satisfies Catalogue;

export const replicationMetrics = {
  connectedReplicas: fieldGauge({
    name: 'redis_connected_slaves',
    help: 'Replicas connected.',
    from: 'replication: connected_slaves or connected_replicas',
  }),
  masterLinkUp: fieldGauge({
    name: 'redis_master_link_up',
    help: 'On a replica: whether its link to the master is up (1) or not (0).',
    from: 'replication: master_link_status',
    read: isWord('up'),
  }),
  masterLastIo: fieldGauge({
    name: 'redis_master_last_io_ago_seconds',
    help: 'On a replica: time since it last heard from the master.',
    from: 'replication: master_last_io_seconds_ago',
    read: notNegative,
  }),
  masterLinkDownFor: fieldGauge({
    name: 'redis_master_link_down_since_seconds',
    help: 'On a replica: how long its link to the master has been down.',
    from: 'replication: master_link_down_since_seconds',
    read: notNegative,
  }),
  masterSync: fieldGauge({
    name: 'redis_master_sync_in_progress',
    help: 'On a replica: whether it is copying the whole data set (1) or not (0).',
    from: 'replication: master_sync_in_progress',
  }),
  offset: fieldGauge({
    name: 'redis_master_repl_offset',
    help: 'Position in the replication stream, in bytes.',
    from: 'replication: master_repl_offset',
  }),
  replicaOffset: fieldGauge({
    name: 'redis_slave_repl_offset',
    help: 'On a replica: how far it has got in the replication stream, in bytes.',
    from: 'replication: slave_repl_offset',
  }),
  backlogActive: fieldGauge({
    name: 'redis_repl_backlog_is_active',
    help: 'Whether the replication backlog is active (1) or not (0).',
    from: 'replication: repl_backlog_active',
  }),
  backlogSize: fieldGauge({
    name: 'redis_replication_backlog_bytes',
    help: 'Size of the replication backlog.',
    from: 'replication: repl_backlog_size',
  }),
  fullSyncs: fieldCounter({
    name: 'redis_replica_resyncs_full_total',
    help: 'Times a replica had to copy the whole data set.',
    from: 'stats: sync_full',
  }),
  partialSyncs: fieldCounter({
    name: 'redis_replica_partial_resync_accepted_total',
    help: 'Times a replica could go on from where it was.',
    from: 'stats: sync_partial_ok',
  }),
  partialSyncsDenied: fieldCounter({
    name: 'redis_replica_partial_resync_denied_total',
    help: 'Times a replica could not go on from where it was.',
    from: 'stats: sync_partial_err',
  }),
} satisfies Catalogue;
