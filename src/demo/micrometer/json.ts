// Actuator's JSON view of the meters: `/actuator/metrics` and `/actuator/metrics/{name}?tag=k:v`.
import type { Counter, Gauge, LongTaskTimer, Tags, Timer } from './meters.ts';
import type { MeterGroup, Registry } from './registry.ts';

interface Measurement {
  readonly statistic: string;
  readonly value: number;
}

/** The body of `/actuator/metrics`. */
export function meterNames(registry: Registry): { names: string[] } {
  return { names: [...registry.groups()].map((group) => group.name).sort() };
}

/** The body for one name, over all meters that carry the tags; undefined (404) when there are none. */
export function meterDetails(
  registry: Registry,
  name: string,
  wanted: readonly [string, string][],
) {
  const group = registry.group(name);
  if (!group) return undefined;
  const found = [...group.meters.values()].filter(({ tags }) =>
    wanted.every(([tag, value]) => tags[tag] === value),
  );
  if (found.length === 0) return undefined;
  const unit = group.kind === 'timer' || group.kind === 'active' ? 'seconds' : group.unit;
  return {
    name,
    ...(group.description !== undefined && { description: group.description }),
    ...(unit !== undefined && { baseUnit: unit }),
    measurements: merge(found.map(({ meter }) => measure(group, meter))),
    availableTags: availableTags(
      found.map(({ tags }) => tags),
      new Set(wanted.map(([tag]) => tag)),
    ),
  };
}

function measure(group: MeterGroup, meter: unknown): Measurement[] {
  if (group.kind === 'timer' || group.kind === 'summary') {
    const timer = meter as Timer;
    return [
      { statistic: 'COUNT', value: timer.count },
      { statistic: group.kind === 'timer' ? 'TOTAL_TIME' : 'TOTAL', value: timer.total },
      { statistic: 'MAX', value: timer.max() },
    ];
  }
  if (group.kind === 'active') {
    const task = meter as LongTaskTimer;
    return [
      { statistic: 'ACTIVE_TASKS', value: task.active },
      { statistic: 'DURATION', value: task.duration },
    ];
  }
  if (group.kind === 'counter') return [{ statistic: 'COUNT', value: (meter as Counter).value }];
  return [{ statistic: 'VALUE', value: (meter as Gauge).read() }];
}

/** Adds what adds up; a maximum of several is the greatest. */
function merge(all: readonly Measurement[][]): Measurement[] {
  return all[0]!.map(({ statistic }, i) => {
    const values = all.map((one) => one[i]!.value);
    const value =
      statistic === 'MAX' ? Math.max(...values) : values.reduce((sum, one) => sum + one, 0);
    return { statistic, value };
  });
}

function availableTags(all: readonly Tags[], asked: ReadonlySet<string>) {
  const values = new Map<string, Set<string>>();
  for (const tags of all) {
    for (const [tag, value] of Object.entries(tags)) {
      if (asked.has(tag)) continue;
      const seen = values.get(tag);
      if (seen) seen.add(value);
      else values.set(tag, new Set([value]));
    }
  }
  return [...values].map(([tag, seen]) => ({ tag, values: [...seen] }));
}
