// Meters to Prometheus families, named, split and ordered as Micrometer with the Prometheus client 1.x does.
import { javaDouble } from './java-number.ts';
import type { Counter, Gauge, LongTaskTimer, Timer } from './meters.ts';
import type { Kind, MeterEntry, MeterGroup, Registry } from './registry.ts';

export interface PromLine {
  /** After the family's name: `_count`, `_bucket`, … */
  readonly suffix: string;
  /** Pairs as written, without braces. */
  readonly labels: string;
  /** Comes last, after the labels. */
  readonly le?: string;
  readonly value: string;
}

export interface PromFamily {
  /** Without `_total` and `_info`: the name by which the client sorts. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'summary' | 'histogram' | 'info';
  readonly help: string;
  readonly lines: readonly PromLine[];
}

/** All families of a registry in the client's order, or those of meters that `shows` wants. */
export function familiesOf(registry: Registry, shows?: (family: string) => boolean): PromFamily[] {
  const families: PromFamily[] = [];
  for (const group of registry.groups()) {
    if (shows && !shows(promName(group.name, group.kind, group.unit))) continue;
    families.push(...ofGroup(group));
  }
  return families.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Micrometer's naming convention: dots and dashes to underscores, camelCase kept, the unit at the end. */
export function promName(name: string, kind: Kind, unit?: string): string {
  const suffix = kind === 'timer' || kind === 'active' ? 'seconds' : unit;
  const snake = name.replace(/[^A-Za-z0-9_]/g, '_');
  return suffix && !snake.endsWith(`_${suffix}`) ? `${snake}_${suffix}` : snake;
}

function ofGroup(group: MeterGroup): PromFamily[] {
  const name = promName(group.name, group.kind, group.unit);
  // An empty description reaches the exposition as a single space.
  const help = group.description ?? ' ';
  const entries = sorted(group);
  const family = (type: PromFamily['type'], lines: PromLine[]): PromFamily => ({
    name: type === 'info' ? name.replace(/_info$/, '') : name.replace(/_total$/, ''),
    type,
    help,
    lines,
  });
  if (group.kind === 'gauge' || group.kind === 'info') {
    const info = group.kind === 'info';
    const lines = entries.map(({ labels, meter }) => ({
      suffix: info ? '_info' : '',
      labels,
      value: info ? '1' : javaDouble((meter as Gauge).read()),
    }));
    return [family(group.kind, lines)];
  }
  if (group.kind === 'counter') {
    const lines = entries.map(({ labels, meter }) => ({
      suffix: '_total',
      labels,
      value: javaDouble((meter as Counter).value),
    }));
    return [family('counter', lines)];
  }
  return distribution(name, help, entries as MeterEntry<Timer | LongTaskTimer>[]);
}

/** A summary or histogram, and its maxima as a family of gauges of their own. */
function distribution(
  name: string,
  help: string,
  entries: readonly MeterEntry<Timer | LongTaskTimer>[],
): PromFamily[] {
  const lines: PromLine[] = [];
  const maxima: PromLine[] = [];
  let histogram = false;
  for (const { labels, meter } of entries) {
    const task = 'active' in meter;
    if (!task && meter.bounds) {
      histogram = true;
      lines.push(...bucketLines(labels, meter, meter.bounds));
    }
    const [count, sum, max] = task
      ? [meter.active, meter.duration, meter.longest]
      : [meter.count, meter.total, meter.max()];
    lines.push({ suffix: '_count', labels, value: String(count) });
    lines.push({ suffix: '_sum', labels, value: javaDouble(nanos(sum)) });
    maxima.push({ suffix: '', labels, value: javaDouble(nanos(max)) });
  }
  return [
    { name, type: histogram ? 'histogram' : 'summary', help, lines },
    { name: `${name}_max`, type: 'gauge', help, lines: maxima },
  ];
}

/** Java measures in whole nanoseconds. */
function nanos(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

function bucketLines(labels: string, timer: Timer, bounds: readonly number[]): PromLine[] {
  const line = (le: string, value: number) => ({
    suffix: '_bucket',
    labels,
    le,
    value: String(value),
  });
  const counts = timer.cumulative();
  return [
    ...bounds.map((bound, i) => line(javaDouble(bound), counts[i]!)),
    line('+Inf', timer.count),
  ];
}

function sorted(group: MeterGroup): readonly MeterEntry<unknown>[] {
  group.sorted ??= [...group.meters.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, entry]) => entry);
  return group.sorted;
}
