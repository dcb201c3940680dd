// One meter of /actuator/metrics as lines of an exposition, by Micrometer's Prometheus naming.
import { escapeHelpText, escapeLabel, formatValue } from '../../exposition/index.ts';

/** An answer of `/actuator/metrics/{name}?tag=key:value`, as far as it is used. */
export interface Meter {
  readonly name: string;
  readonly description?: string | null;
  readonly baseUnit?: string | null;
  readonly measurements: readonly { readonly statistic: string; readonly value: number | string }[];
  readonly availableTags: readonly { readonly tag: string; readonly values: readonly string[] }[];
}

/** Checks that an answer is a meter, and leaves out of it what is malformed; undefined if it is something else. */
export function meterOf(json: unknown): Meter | undefined {
  const meter = json as Partial<Meter> | null;
  if (typeof meter?.name !== 'string' || !Array.isArray(meter.measurements)) return undefined;
  const { name, description, baseUnit, measurements } = meter;
  const tags: Meter['availableTags'] = Array.isArray(meter.availableTags)
    ? meter.availableTags
    : [];
  return {
    name,
    description: typeof description === 'string' ? description : null,
    baseUnit: typeof baseUnit === 'string' ? baseUnit : null,
    measurements: measurements.filter((each) => typeof each?.statistic === 'string'),
    availableTags: tags.filter(isTag),
  };
}

function isTag(tag: Partial<Meter['availableTags'][number]> | null): boolean {
  if (typeof tag?.tag !== 'string' || !Array.isArray(tag.values)) return false;
  return tag.values.every((value) => typeof value === 'string');
}

/** A family as Prometheus sees it, with the gauge of a distribution's maximum beside it. */
export interface Shape {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'summary';
}

/**
 * Name and type of a meter. Dots become underscores, the unit is appended, counters end in `_total`. A
 * percentage (0 to 1 in truth) has no suffix; what is in progress (`ACTIVE_TASKS`) has no shape.
 */
export function shapeOf({ name, baseUnit, measurements }: Meter): Shape | undefined {
  const statistics = new Set(measurements.map((m) => m.statistic));
  if (statistics.has('ACTIVE_TASKS') || statistics.has('UNKNOWN')) return undefined;
  const base = withUnit(name.replace(/[^a-zA-Z0-9_]/g, '_'), baseUnit);
  if (statistics.has('TOTAL_TIME') || statistics.has('TOTAL'))
    return { name: base, type: 'summary' };
  if (statistics.has('VALUE')) return { name: base, type: 'gauge' };
  if (!statistics.has('COUNT')) return undefined;
  return { name: base.endsWith('_total') ? base : `${base}_total`, type: 'counter' };
}

function withUnit(name: string, baseUnit: string | null | undefined): string {
  const unit = (baseUnit ?? '').replace(/[^a-zA-Z0-9_]/g, '_');
  return unit === '' || unit === 'percent' || name.endsWith(`_${unit}`) ? name : `${name}_${unit}`;
}

export type Tags = readonly (readonly [key: string, value: string])[];

/** Sample lines of one series, by the sample's family: the maximum is a family of its own. */
export function linesOf(meter: Meter, { name, type }: Shape, tags: Tags): [string, string][] {
  const labels = braces([...tags, ...certain(meter, tags)]);
  const lines: [string, string][] = [];
  for (const { statistic, value } of meter.measurements) {
    const suffix = SUFFIXES[statistic];
    if (suffix === undefined) continue;
    const family = statistic === 'MAX' ? `${name}_max` : name;
    const sample = type === 'summary' ? name + suffix : name;
    lines.push([family, `${sample}${labels} ${formatValue(Number(value))}\n`]);
  }
  return lines;
}

const SUFFIXES: Readonly<Record<string, string>> = {
  COUNT: '_count',
  TOTAL_TIME: '_sum',
  TOTAL: '_sum',
  MAX: '_max',
  VALUE: '',
};

/** HELP and TYPE of a family. */
export function headOf(name: string, type: string, meter: Meter): string {
  const help = meter.description ? `# HELP ${name} ${escapeHelpText(meter.description)}\n` : '';
  return `${help}# TYPE ${name} ${type}\n`;
}

/** Tags not asked for whose value is known all the same, because there is only one. */
function certain(meter: Meter, asked: Tags): [string, string][] {
  const known = new Set(asked.map(([key]) => key));
  return meter.availableTags
    .filter(({ tag, values }) => !known.has(tag) && values.length === 1)
    .map(({ tag, values }) => [tag, values[0]!]);
}

function braces(tags: Tags): string {
  if (tags.length === 0) return '';
  const pairs = tags.map(([key, value]) => {
    return `${key.replace(/[^a-zA-Z0-9_]/g, '_')}="${escapeLabel(value)}"`;
  });
  return `{${pairs.sort().join(',')}}`;
}
