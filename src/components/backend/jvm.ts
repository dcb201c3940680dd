// Micrometer's meters of the backend's JVM and process, under the names that JVM dashboards use.
import { type Catalogue, counter, gauge, info } from '../../metrics/index.ts';
import { maxOf, timer } from './timer.ts';

type Kind = typeof gauge;

/** A family passed through: `source` is Micrometer's name for it. */
const passed =
  (kind: Kind) =>
  <Label extends string = never>(
    name: string,
    source: string,
    help: string,
    labels: readonly Label[] = [],
  ) =>
    kind({ name, source, help, labels, foreign: true });
const g = passed(gauge);
const c = passed(counter);

const gcPause = timer({
  name: 'jvm_gc_pause_seconds',
  help: 'Time that garbage collection stopped the JVM.',
  source: 'jvm.gc.pause',
  labels: ['action', 'cause', 'gc'],
});
const gcConcurrent = timer({
  name: 'jvm_gc_concurrent_phase_time_seconds',
  help: 'Time of garbage collection beside the running program.',
  source: 'jvm.gc.concurrent.phase.time',
  labels: ['action', 'cause', 'gc'],
});
const AREA = ['area', 'id'] as const;

export const jvmMeters = {
  jvmInfo: info({
    name: 'jvm_info',
    help: 'The backend’s Java: vendor, version and runtime.',
    source: 'jvm.info',
    labels: ['runtime', 'vendor', 'version'],
    foreign: true,
  }),
  memoryUsed: g(
    'jvm_memory_used_bytes',
    'jvm.memory.used',
    'Memory in use; after heap collections it falls, so look at peaks.',
    AREA,
  ),
  memoryCommitted: g(
    'jvm_memory_committed_bytes',
    'jvm.memory.committed',
    'Memory that the JVM has from the system.',
    AREA,
  ),
  memoryMax: g(
    'jvm_memory_max_bytes',
    'jvm.memory.max',
    'Most memory that a pool may use; pools without a limit (−1 upstream) have no series. Heap limit: the maximum over pools with G1 and ZGC, the sum elsewhere.',
    AREA,
  ),
  memoryAfterGc: g(
    'jvm_memory_usage_after_gc',
    'jvm.memory.usage.after.gc',
    'Share of the long-lived heap pool in use after the last collection, 0 to 1.',
    ['area', 'pool'],
  ),
  bufferCount: g('jvm_buffer_count_buffers', 'jvm.buffer.count', 'Buffers outside the heap.', [
    'id',
  ]),
  bufferUsed: g(
    'jvm_buffer_memory_used_bytes',
    'jvm.buffer.memory.used',
    'Memory of buffers outside the heap.',
    ['id'],
  ),
  bufferCapacity: g(
    'jvm_buffer_total_capacity_bytes',
    'jvm.buffer.total.capacity',
    'Capacity of buffers outside the heap.',
    ['id'],
  ),
  classesLoaded: g('jvm_classes_loaded_classes', 'jvm.classes.loaded', 'Classes loaded now.'),
  classesUnloaded: c(
    'jvm_classes_unloaded_classes_total',
    'jvm.classes.unloaded',
    'Classes unloaded.',
  ),
  gcPause,
  gcPauseMax: maxOf(gcPause),
  gcConcurrent,
  gcConcurrentMax: maxOf(gcConcurrent),
  gcOverhead: g(
    'jvm_gc_overhead',
    'jvm.gc.overhead',
    'Share of CPU time spent on garbage collection, 0 to 1.',
  ),
  gcLiveData: g(
    'jvm_gc_live_data_size_bytes',
    'jvm.gc.live.data.size',
    'Long-lived heap after the last full collection.',
  ),
  gcMaxData: g(
    'jvm_gc_max_data_size_bytes',
    'jvm.gc.max.data.size',
    'Most that the long-lived heap pool may hold.',
  ),
  gcAllocated: c(
    'jvm_gc_memory_allocated_bytes_total',
    'jvm.gc.memory.allocated',
    'Memory allocated in the young generation.',
  ),
  gcPromoted: c(
    'jvm_gc_memory_promoted_bytes_total',
    'jvm.gc.memory.promoted',
    'Memory promoted to the long-lived heap.',
  ),
  threadsLive: g('jvm_threads_live_threads', 'jvm.threads.live', 'Threads alive.'),
  threadsDaemon: g('jvm_threads_daemon_threads', 'jvm.threads.daemon', 'Daemon threads alive.'),
  threadsPeak: g('jvm_threads_peak_threads', 'jvm.threads.peak', 'Most threads alive at once.'),
  threadsStarted: c('jvm_threads_started_threads_total', 'jvm.threads.started', 'Threads started.'),
  threadsStates: g('jvm_threads_states_threads', 'jvm.threads.states', 'Threads by state.', [
    'state',
  ]),
  processCpu: g(
    'process_cpu_usage',
    'process.cpu.usage',
    'Share of the machine’s CPU that the backend uses, 0 to 1.',
  ),
  processFilesOpen: g(
    'process_files_open_files',
    'process.files.open',
    'File descriptors that the backend has open.',
  ),
  processFilesMax: g(
    'process_files_max_files',
    'process.files.max',
    'File descriptors that the backend may open.',
  ),
  processStart: g(
    'process_start_time_seconds',
    'process.start.time',
    'When the backend’s JVM started, in seconds since the epoch.',
  ),
  processUptime: g(
    'process_uptime_seconds',
    'process.uptime',
    'How long the backend’s JVM has been running.',
  ),
  systemCpu: g(
    'system_cpu_usage',
    'system.cpu.usage',
    'Share of the machine’s (or container’s) CPU in use, 0 to 1.',
  ),
  systemCpus: g('system_cpu_count', 'system.cpu.count', 'Processors that the JVM may use.'),
  systemLoad: g('system_load_average_1m', 'system.load.average.1m', 'Load average of one minute.'),
} satisfies Catalogue;
