// The series a metric definition stands for in a query: its name there, how it behaves and which labels it carries.
import type { MetricDef } from '../metrics/index.ts';

/** `value` is the family's bare name; the others are a histogram's or summary's suffixed series. */
export type Part = 'value' | 'bucket' | 'sum' | 'count';

/** Whether a series only rises (`rate`), or can fall (`deriv`); `unknown` promises neither. */
export type Kind = 'counter' | 'gauge' | 'unknown';

/** One part of a family, as a query names it. It may be a part that the family does not have: `check` says so. */
export interface Series {
  readonly def: MetricDef;
  readonly part: Part;
  readonly name: string;
}

/** What a recording rule writes: a name with a colon in it, and the labels that its expression leaves. */
export interface Recorded {
  readonly name: string;
  readonly labels: readonly string[];
  readonly kind: Kind;
}

const RECORDED_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*(:[a-zA-Z0-9_]+)+$/;

/** The family's own series: the value of a counter, gauge or info, the quantiles of a summary. */
export const ref = (def: MetricDef): Series => seriesOf(def, 'value');

/** The suffixed series of a histogram or summary: `series(def).bucket`, `.sum`, `.count`. */
export function series(def: MetricDef): Readonly<Record<'bucket' | 'sum' | 'count', Series>> {
  return {
    bucket: seriesOf(def, 'bucket'),
    sum: seriesOf(def, 'sum'),
    count: seriesOf(def, 'count'),
  };
}

export function seriesOf(def: MetricDef, part: Part): Series {
  return { def, part, name: part === 'value' ? def.name : `${def.name}_${part}` };
}

/**
 * A recorded name with the labels its rule leaves. Throws if the name has no colon in it, which is the
 * convention of recording rules (`level:metric:operations`) and keeps them apart from scraped names.
 */
export function recorded(
  name: string,
  { labels = [], kind = 'unknown' }: { labels?: readonly string[]; kind?: Kind } = {},
): Recorded {
  if (!RECORDED_NAME.test(name)) {
    throw new Error(`recorded name ${name}: must look like level:metric:operations`);
  }
  return { name, labels, kind };
}

/** The parts that exist, by type of family. */
export function partsOf({ type }: MetricDef): readonly Part[] {
  if (type === 'histogram') return ['bucket', 'sum', 'count'];
  if (type === 'summary') return ['value', 'sum', 'count'];
  return ['value'];
}

export function kindOf({ def, part }: Series): Kind {
  if (part !== 'value' || def.type === 'counter') return 'counter';
  return def.type === 'unknown' ? 'unknown' : 'gauge';
}

/** The labels that the part has of its own, without those that Prometheus adds. */
export function labelsOf({ def, part }: Series): readonly string[] {
  if (part === 'bucket') return [...def.labels, 'le'];
  return part === 'value' && def.type === 'summary' ? [...def.labels, 'quantile'] : def.labels;
}
