// What may be exposed about the container that Appsmith runs in, and about the heap dumps that Java leaves behind.
import { type Catalogue, counter, gauge, info } from '../../metrics/index.ts';

/** Every value of `platform`. */
export const PLATFORMS = ['docker', 'kubernetes', 'cloud_run', 'ecs', 'bare'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Why a dump was written, by its place and name; one of each is told, also when there is none. */
export const CAUSES = ['out_of_memory', 'shutdown', 'by_hand'] as const;
export type Cause = (typeof CAUSES)[number];

const HEAP_DUMPS = 'files below heap_dumps/ of the stacks volume';

export const runtimeMetrics = {
  info: info({
    name: 'appsmith_runtime_info',
    help: 'What Appsmith runs on, as a label: docker, kubernetes, cloud_run, ecs or bare.',
    source: 'environment variables, /.dockerenv, the cgroup’s path',
    labels: ['platform'],
  }),
  container: info({
    name: 'appsmith_container_info',
    help: 'Where the figures of Appsmith’s container come from, as a label: cgroup_v1, cgroup_v2 or ecs. Never the exporter’s own container.',
    source: 'the cgroup that Appsmith’s processes are in',
    labels: ['source'],
  }),
  cpu: counter({
    name: 'appsmith_container_cpu_usage_seconds_total',
    help: 'Processor time that Appsmith’s container has used.',
    source: 'cpu.stat: `usage_usec`; cpuacct.usage; ECS: `cpu_stats.cpu_usage.total_usage`',
    unit: 'seconds',
  }),
  cpuLimit: gauge({
    name: 'appsmith_container_cpu_limit_cores',
    help: 'Processors that the container may use at most; absent without a limit.',
    source: 'cpu.max; cpu.cfs_quota_us / cpu.cfs_period_us; ECS: `Limits.CPU`',
  }),
  periods: counter({
    name: 'appsmith_container_cpu_periods_total',
    help: 'Periods in which the container wanted to run while it had a limit; absent without a limit.',
    source: 'cpu.stat: `nr_periods`',
  }),
  throttledPeriods: counter({
    name: 'appsmith_container_cpu_throttled_periods_total',
    help: 'Of those periods, the ones in which it had to wait because the limit was used up.',
    source: 'cpu.stat: `nr_throttled`',
  }),
  throttled: counter({
    name: 'appsmith_container_cpu_throttled_seconds_total',
    help: 'Time that the container’s threads waited because of the limit, summed over processors.',
    source: 'cpu.stat: `throttled_usec`, `throttled_time`',
    unit: 'seconds',
  }),
  memory: gauge({
    name: 'appsmith_container_memory_usage_bytes',
    help: 'Memory of the container, the page cache of its files included.',
    source: 'memory.current; memory.usage_in_bytes',
    unit: 'bytes',
  }),
  workingSet: gauge({
    name: 'appsmith_container_memory_working_set_bytes',
    help: 'Memory of the container less the page cache that could be given back at once: what counts against the limit.',
    source: 'memory.current less `inactive_file` of memory.stat',
    unit: 'bytes',
  }),
  memoryLimit: gauge({
    name: 'appsmith_container_memory_limit_bytes',
    help: 'Memory that the container may use at most; absent without a limit.',
    source: 'memory.max; memory.limit_in_bytes',
    unit: 'bytes',
  }),
  oomKills: counter({
    name: 'appsmith_container_oom_kills_total',
    help: 'Processes of the container that the kernel killed because its memory limit was reached.',
    source: 'memory.events: `oom_kill`; memory.oom_control: `oom_kill`',
  }),
  pids: gauge({
    name: 'appsmith_container_pids',
    help: 'Threads of all processes of the container, as the kernel counts them.',
    source: 'pids.current',
  }),
  pidsLimit: gauge({
    name: 'appsmith_container_pids_limit',
    help: 'Threads that the container may have at most; absent without a limit.',
    source: 'pids.max',
  }),
  openFds: gauge({
    name: 'appsmith_backend_open_fds',
    help: 'Files and sockets that the backend’s process holds open; absent where the exporter may not look into it.',
    source: '/proc/<pid of Java>/fd',
  }),
  heapDumps: gauge({
    name: 'appsmith_heap_dumps',
    help: 'Heap dumps on the stacks volume, by what wrote them: Java out of memory, a shutdown, or a person.',
    source: HEAP_DUMPS,
    labels: ['cause'],
  }),
  heapDumpBytes: gauge({
    name: 'appsmith_heap_dump_bytes',
    help: 'Space that heap dumps take on the stacks volume.',
    source: HEAP_DUMPS,
    unit: 'bytes',
    labels: ['cause'],
  }),
  newestHeapDump: gauge({
    name: 'appsmith_heap_dump_newest_timestamp_seconds',
    help: 'When the newest heap dump was last written, in seconds since 1970; absent where there is none.',
    source: HEAP_DUMPS,
    unit: 'seconds',
    labels: ['cause'],
  }),
} satisfies Catalogue;
