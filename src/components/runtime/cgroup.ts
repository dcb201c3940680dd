// Reads one cgroup, of version 1 (a folder for each controller) or 2 (one folder), from the kernel's files.
import { number, numberOf, table, textNow } from './files.ts';
import type { Usage } from './usage.ts';

/** The folders of one cgroup; in version 2 all are the same. */
export interface Folders {
  readonly version: 1 | 2;
  readonly memory?: string | undefined;
  readonly cpu?: string | undefined;
  readonly cpuacct?: string | undefined;
  readonly pids?: string | undefined;
}

/** One folder with everything, as version 2 has it. */
export const unified = (dir: string): Folders => ({
  version: 2,
  memory: dir,
  cpu: dir,
  cpuacct: dir,
  pids: dir,
});

/** Version 1 writes "no limit" as the largest number of pages that fits. */
const UNLIMITED = 2 ** 60;

/** Undefined if the cgroup is gone or has no accounting at all, as a machine's root has none. */
export function readCgroup(folders: Folders): Usage | undefined {
  const usage = folders.version === 2 ? readV2(folders) : readV1(folders);
  // The machine's root counts CPU time, and with version 1 memory, but never threads: that is no container.
  const whole = folders.pids === undefined ? usage.memory : usage.pids;
  return whole === undefined ? undefined : usage;
}

function readV2({ memory, cpu, pids }: Folders): Usage {
  const cpuStat = table(cpu, 'cpu.stat');
  const cpuMax = cpu === undefined ? undefined : textNow(`${cpu}/cpu.max`);
  const [quota, period] = (cpuMax ?? '').split(' ');
  return {
    source: 'cgroup_v2',
    cpuSeconds: scaled(cpuStat.get('usage_usec'), 1e6),
    cpuLimitCores: cores(numberOf(quota), numberOf(period)),
    periods: cpuStat.get('nr_periods'),
    throttledPeriods: cpuStat.get('nr_throttled'),
    throttledSeconds: scaled(cpuStat.get('throttled_usec'), 1e6),
    memory: number(memory, 'memory.current'),
    inactiveFile: table(memory, 'memory.stat').get('inactive_file'),
    memoryLimit: number(memory, 'memory.max'),
    oomKills: table(memory, 'memory.events').get('oom_kill'),
    pids: number(pids, 'pids.current'),
    pidsLimit: number(pids, 'pids.max'),
  };
}

function readV1({ memory, cpu, cpuacct, pids }: Folders): Usage {
  const cpuStat = table(cpu, 'cpu.stat');
  const limit = number(memory, 'memory.limit_in_bytes');
  return {
    source: 'cgroup_v1',
    cpuSeconds: scaled(number(cpuacct, 'cpuacct.usage'), 1e9),
    cpuLimitCores: cores(number(cpu, 'cpu.cfs_quota_us'), number(cpu, 'cpu.cfs_period_us')),
    periods: cpuStat.get('nr_periods'),
    throttledPeriods: cpuStat.get('nr_throttled'),
    throttledSeconds: scaled(cpuStat.get('throttled_time'), 1e9),
    memory: number(memory, 'memory.usage_in_bytes'),
    inactiveFile: table(memory, 'memory.stat').get('total_inactive_file'),
    memoryLimit: limit !== undefined && limit < UNLIMITED ? limit : undefined,
    oomKills: table(memory, 'memory.oom_control').get('oom_kill'),
    pids: number(pids, 'pids.current'),
    pidsLimit: number(pids, 'pids.max'),
  };
}

const scaled = (value: number | undefined, by: number): number | undefined =>
  value === undefined ? undefined : value / by;

/** Version 1 writes −1 for no quota; version 2 `max`, which is no number. */
function cores(quota: number | undefined, period: number | undefined): number | undefined {
  return quota !== undefined && quota > 0 && period ? quota / period : undefined;
}
