// Redis: memory and persistence as INFO tells them.
import type { Catalogue } from '../../../metrics/index.ts';
import { fieldCounter, fieldGauge, isWord, notNegative } from './field.ts';

export const memoryMetrics = {
  used: fieldGauge({
    name: 'redis_memory_used_bytes',
    help: 'Memory allocated for data, buffers and overhead.',
    from: 'memory: used_memory',
  }),
  max: fieldGauge({
    name: 'redis_memory_max_bytes',
    help: 'The limit maxmemory; 0 means none, so divide by `redis_memory_max_bytes > 0`.',
    from: 'memory: maxmemory',
  }),
  rss: fieldGauge({
    name: 'redis_memory_used_rss_bytes',
    help: 'Resident memory of the process as the operating system sees it.',
    from: 'memory: used_memory_rss',
  }),
  peak: fieldGauge({
    name: 'redis_memory_used_peak_bytes',
    help: 'Most memory ever allocated since the start.',
    from: 'memory: used_memory_peak',
  }),
  overhead: fieldGauge({
    name: 'redis_memory_used_overhead_bytes',
    help: 'Memory for managing the data.',
    from: 'memory: used_memory_overhead',
  }),
  startup: fieldGauge({
    name: 'redis_memory_used_startup_bytes',
    help: 'Memory used right after the start.',
    from: 'memory: used_memory_startup',
  }),
  dataset: fieldGauge({
    name: 'redis_memory_used_dataset_bytes',
    help: 'Memory of the data alone.',
    from: 'memory: used_memory_dataset',
  }),
  lua: fieldGauge({
    name: 'redis_memory_used_lua_bytes',
    help: 'Memory of the Lua engine.',
    from: 'memory: used_memory_lua or used_memory_vm_eval',
  }),
  scripts: fieldGauge({
    name: 'redis_memory_used_scripts_bytes',
    help: 'Memory of cached scripts.',
    from: 'memory: used_memory_scripts',
  }),
  system: fieldGauge({
    name: 'redis_total_system_memory_bytes',
    help: 'Memory of the host (not of the container).',
    from: 'memory: total_system_memory',
  }),
  notCountedForEviction: fieldGauge({
    name: 'redis_mem_not_counted_for_eviction_bytes',
    help: 'Memory that does not count towards maxmemory (AOF and replica buffers).',
    from: 'memory: mem_not_counted_for_evict',
  }),
  clientsNormal: fieldGauge({
    name: 'redis_mem_clients_normal_bytes',
    help: 'Memory of the buffers of ordinary clients.',
    from: 'memory: mem_clients_normal',
  }),
  clientsReplicas: fieldGauge({
    name: 'redis_mem_clients_slaves_bytes',
    help: 'Memory of the buffers of replicas.',
    from: 'memory: mem_clients_slaves',
  }),
  allocatorAllocated: fieldGauge({
    name: 'redis_allocator_allocated_bytes',
    help: 'Bytes allocated from the allocator.',
    from: 'memory: allocator_allocated',
  }),
  allocatorActive: fieldGauge({
    name: 'redis_allocator_active_bytes',
    help: 'Bytes in the allocator’s active pages, with external fragmentation.',
    from: 'memory: allocator_active',
  }),
  allocatorResident: fieldGauge({
    name: 'redis_allocator_resident_bytes',
    help: 'Resident bytes of the allocator, with pages it could give back.',
    from: 'memory: allocator_resident',
  }),
  fragmentation: fieldGauge({
    name: 'redis_mem_fragmentation_ratio',
    help: 'Resident memory ÷ allocated memory; only telling above some 100 MB of data.',
    from: 'memory: mem_fragmentation_ratio',
  }),
  fragmentationBytes: fieldGauge({
    name: 'redis_mem_fragmentation_bytes',
    help: 'Resident less allocated memory; negative when parts are swapped out.',
    from: 'memory: mem_fragmentation_bytes',
  }),
  lazyfreePending: fieldGauge({
    name: 'redis_lazyfree_pending_objects',
    help: 'Objects that wait to be freed in the background.',
    from: 'memory: lazyfree_pending_objects',
  }),
  defragRunning: fieldGauge({
    name: 'redis_active_defrag_running',
    help: 'Share of a CPU that active defragmentation may use now, in percent; 0 when it does not run.',
    from: 'memory: active_defrag_running',
  }),
  loading: fieldGauge({
    name: 'redis_loading_dump_file',
    help: 'Whether the server is loading its data and refuses commands (1) or not (0).',
    from: 'persistence: loading',
  }),
  changesSinceSave: fieldGauge({
    name: 'redis_rdb_changes_since_last_save',
    help: 'Changes that a crash would lose if only snapshots are kept.',
    from: 'persistence: rdb_changes_since_last_save',
  }),
  bgsaveInProgress: fieldGauge({
    name: 'redis_rdb_bgsave_in_progress',
    help: 'Whether a snapshot is being written (1) or not (0).',
    from: 'persistence: rdb_bgsave_in_progress',
  }),
  lastSave: fieldGauge({
    name: 'redis_rdb_last_save_timestamp_seconds',
    help: 'When the last successful snapshot ended, or the server started; Unix time.',
    from: 'persistence: rdb_last_save_time',
  }),
  lastBgsaveOk: fieldGauge({
    name: 'redis_rdb_last_bgsave_status',
    help: 'Whether the last snapshot succeeded (1) or failed (0); after a failure Redis refuses writes.',
    from: 'persistence: rdb_last_bgsave_status',
    read: isWord('ok'),
  }),
  lastBgsaveDuration: fieldGauge({
    name: 'redis_rdb_last_bgsave_duration_seconds',
    help: 'How long the last snapshot took; absent if there was none.',
    from: 'persistence: rdb_last_bgsave_time_sec',
    read: notNegative,
  }),
  currentBgsaveDuration: fieldGauge({
    name: 'redis_rdb_current_bgsave_duration_seconds',
    help: 'How long the running snapshot has taken so far; absent if none runs.',
    from: 'persistence: rdb_current_bgsave_time_sec',
    read: notNegative,
  }),
  lastCow: fieldGauge({
    name: 'redis_rdb_last_cow_size_bytes',
    help: 'Memory copied on write during the last snapshot.',
    from: 'persistence: rdb_last_cow_size',
  }),
  saves: fieldCounter({
    name: 'redis_rdb_saves_total',
    help: 'Snapshots since the start.',
    from: 'persistence: rdb_saves',
  }),
} satisfies Catalogue;
