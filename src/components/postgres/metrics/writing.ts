// What the server writes and hands on: checkpoints, the write-ahead log, replication.
import { type Catalogue, counter, gauge } from '../../../metrics/index.ts';

const BEFORE_17 = 'Before PostgreSQL 17 read from pg_stat_bgwriter.';

export const writingMetrics = {
  checkpointsTimed: counter({
    name: 'pg_stat_checkpointer_num_timed_total',
    help: `Checkpoints because the time was up. ${BEFORE_17}`,
    source: 'pg_stat_checkpointer: num_timed; pg_stat_bgwriter: checkpoints_timed',
  }),
  checkpointsRequested: counter({
    name: 'pg_stat_checkpointer_num_requested_total',
    help: `Checkpoints because something asked for one, mostly a full write-ahead log. ${BEFORE_17}`,
    source: 'pg_stat_checkpointer: num_requested; pg_stat_bgwriter: checkpoints_req',
  }),
  checkpointWrite: counter({
    name: 'pg_stat_checkpointer_write_time_seconds_total',
    help: `Time that checkpoints spent writing. ${BEFORE_17}`,
    source: 'pg_stat_checkpointer: write_time; pg_stat_bgwriter: checkpoint_write_time',
    unit: 'seconds',
  }),
  checkpointSync: counter({
    name: 'pg_stat_checkpointer_sync_time_seconds_total',
    help: `Time that checkpoints waited for the disk. ${BEFORE_17}`,
    source: 'pg_stat_checkpointer: sync_time; pg_stat_bgwriter: checkpoint_sync_time',
    unit: 'seconds',
  }),
  checkpointBuffers: counter({
    name: 'pg_stat_checkpointer_buffers_written_total',
    help: `Buffers that checkpoints wrote. ${BEFORE_17}`,
    source: 'pg_stat_checkpointer: buffers_written; pg_stat_bgwriter: buffers_checkpoint',
  }),
  walWritten: counter({
    name: 'pg_wal_written_bytes_total',
    help: 'Position in the write-ahead log, which is all that was ever written to it; on a primary only.',
    source: 'pg_current_wal_lsn()',
    unit: 'bytes',
  }),
  walSize: gauge({
    name: 'pg_wal_size_bytes',
    help: 'Space that the write-ahead log takes; needs pg_monitor.',
    source: 'pg_ls_waldir(): sum of size',
    unit: 'bytes',
  }),
  walSegments: gauge({
    name: 'pg_wal_segments',
    help: 'Files of the write-ahead log; needs pg_monitor.',
    source: 'pg_ls_waldir(): count',
  }),
  isReplica: gauge({
    name: 'pg_replication_is_replica',
    help: 'Whether the server follows another one (1) or is a primary (0).',
    source: 'pg_is_in_recovery()',
  }),
  lag: gauge({
    name: 'pg_replication_lag_seconds',
    help: 'How far this standby is behind its primary; 0 where it has applied all that it has received. On a standby only.',
    source: 'now() − pg_last_xact_replay_timestamp()',
    unit: 'seconds',
  }),
  replicaLag: gauge({
    name: 'pg_stat_replication_replay_lag_bytes',
    help: 'Write-ahead log that a standby of this server has not applied yet; the worst of one application name. Needs pg_monitor.',
    source: 'pg_stat_replication: pg_current_wal_lsn() − replay_lsn',
    labels: ['application_name'],
    unit: 'bytes',
  }),
  slotActive: gauge({
    name: 'pg_replication_slots_slot_is_active',
    help: 'Whether somebody uses this replication slot.',
    source: 'pg_replication_slots: active',
    labels: ['slot_name'],
  }),
  slotRetained: gauge({
    name: 'pg_replication_slots_retained_wal_bytes',
    help: 'Write-ahead log that this slot keeps from being removed.',
    source: 'pg_replication_slots: pg_current_wal_lsn() − restart_lsn',
    labels: ['slot_name'],
    unit: 'bytes',
  }),
} satisfies Catalogue;
