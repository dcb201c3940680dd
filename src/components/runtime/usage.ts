// The figures of one container, wherever they come from, and how they become samples.
import type { SampleSet } from '../../metrics/index.ts';
import { runtimeMetrics as m } from './metrics.ts';

/** What is missing at the source is undefined; a limit is undefined where there is none. Seconds and bytes. */
export interface Usage {
  readonly source: 'cgroup_v1' | 'cgroup_v2' | 'ecs';
  readonly cpuSeconds?: number | undefined;
  readonly cpuLimitCores?: number | undefined;
  readonly periods?: number | undefined;
  readonly throttledPeriods?: number | undefined;
  readonly throttledSeconds?: number | undefined;
  readonly memory?: number | undefined;
  readonly inactiveFile?: number | undefined;
  readonly memoryLimit?: number | undefined;
  readonly oomKills?: number | undefined;
  readonly pids?: number | undefined;
  readonly pidsLimit?: number | undefined;
}

/** Adds them; without a limit on processors there are no periods, whatever a counter of 0 says. */
export function tell(usage: Usage, samples: SampleSet): void {
  samples.info(m.container, { source: usage.source });
  samples.set(m.cpu, usage.cpuSeconds);
  samples.set(m.cpuLimit, usage.cpuLimitCores);
  if (usage.cpuLimitCores !== undefined || (usage.periods ?? 0) > 0) {
    samples.set(m.periods, usage.periods);
    samples.set(m.throttledPeriods, usage.throttledPeriods);
    samples.set(m.throttled, usage.throttledSeconds);
  }
  samples.set(m.memory, usage.memory);
  if (usage.memory !== undefined && usage.inactiveFile !== undefined) {
    samples.set(m.workingSet, Math.max(0, usage.memory - usage.inactiveFile));
  }
  samples.set(m.memoryLimit, usage.memoryLimit);
  samples.set(m.oomKills, usage.oomKills);
  samples.set(m.pids, usage.pids);
  samples.set(m.pidsLimit, usage.pidsLimit);
}
