// The samples of one scrape, grouped by family: what a collector fills and the renderer reads.
import type { MetricDef } from './definition.ts';

/** Label values by name; a label left out or undefined is rendered as the empty string's absence. */
export type Labels<Label extends string> = { readonly [K in Label]?: string | undefined };

/** One line of an exposition: `suffix` is empty, or `_sum`, `_count`, `_bucket`. */
export interface Sample {
  readonly suffix: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** Cumulative counts by upper bound (in the family's unit), then count and sum. */
export interface HistogramValue {
  readonly buckets?: ReadonlyMap<number, number> | undefined;
  readonly quantiles?: ReadonlyMap<number, number> | undefined;
  readonly count: number;
  readonly sum: number;
}

type Value = number | bigint | boolean | null | undefined;

/**
 * A fresh set for every scrape (no state between scrapes). A value that is missing upstream
 * (`undefined`, `null`) leaves its series out: absent is not zero.
 */
export class SampleSet {
  readonly #families = new Map<MetricDef, Map<string, Sample>>();
  readonly #fallbacks: ((set: SampleSet) => void)[] = [];
  #sealed = false;

  /** Adds one sample; the same series twice keeps the first. Ignored after {@link seal}. */
  set<L extends string>(def: MetricDef<L>, value: Value, labels: Labels<L> = {}): void {
    if (value === undefined || value === null) return;
    this.#add(def, '', toPairs(def, labels), Number(value));
  }

  /** Adds an info series (value 1). */
  info<L extends string>(def: MetricDef<L>, labels: Labels<L>): void {
    this.set(def, 1, labels);
  }

  /** Adds a histogram (with buckets) or a summary (with or without quantiles). */
  distribution<L extends string>(
    def: MetricDef<L>,
    value: HistogramValue,
    labels: Labels<L> = {},
  ): void {
    const pairs = toPairs(def, labels);
    for (const [bound, count] of value.buckets ?? []) {
      if (bound !== Infinity)
        this.#add(def, '_bucket', [...pairs, ['le', canonical(bound)]], count);
    }
    if (value.buckets) this.#add(def, '_bucket', [...pairs, ['le', '+Inf']], value.count);
    for (const [q, v] of value.quantiles ?? []) {
      this.#add(def, '', [...pairs, ['quantile', canonical(q)]], v);
    }
    this.#add(def, '_sum', pairs, value.sum);
    this.#add(def, '_count', pairs, value.count);
  }

  /**
   * A value for a series that nobody has set by the end: an `…_up` of 0 must also be there when the
   * collector was cut off at the deadline.
   */
  fallback<L extends string>(def: MetricDef<L>, value: Value, labels: Labels<L> = {}): void {
    this.#fallbacks.push((set) => set.set(def, value, labels));
  }

  /** Fills in the fallbacks; after this, late writers (a collector past its deadline) change nothing. */
  seal(): void {
    if (this.#sealed) return;
    for (const apply of this.#fallbacks) apply(this);
    this.#sealed = true;
  }

  /** A sealed copy of what is there now, fallbacks filled in; this set stays open. */
  snapshot(): SampleSet {
    const copy = new SampleSet();
    for (const [def, samples] of this.#families) copy.#families.set(def, new Map(samples));
    for (const apply of this.#fallbacks) apply(copy);
    copy.#sealed = true;
    return copy;
  }

  /** Families in the order of their first sample, each with its samples in the order added. */
  *families(): Iterable<[MetricDef, Iterable<Sample>]> {
    for (const [def, samples] of this.#families) yield [def, samples.values()];
  }

  /** Number of series held. */
  get size(): number {
    let n = 0;
    for (const samples of this.#families.values()) n += samples.size;
    return n;
  }

  #add(def: MetricDef, suffix: string, labels: Sample['labels'], value: number): void {
    if (this.#sealed) return;
    let samples = this.#families.get(def);
    if (!samples) {
      samples = new Map();
      this.#families.set(def, samples);
    }
    const key = keyOf(suffix, labels);
    if (!samples.has(key)) samples.set(key, { suffix, labels, value });
  }
}

/** Labels may be left out, so their names belong to the key; lengths keep one value's end from another's start. */
function keyOf(suffix: string, labels: Sample['labels']): string {
  let key = suffix;
  for (const [name, value] of labels) key += `,${name}=${value.length}:${value}`;
  return key;
}

/**
 * A bound or quantile as Go's clients and OpenMetrics spell it: always with a point or an exponent
 * (`5` → `5.0`, `1000000` → `1e+06`).
 */
export function canonical(bound: number): string {
  if (bound === Infinity) return '+Inf';
  const [mantissa, power] = bound.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function toPairs<L extends string>(def: MetricDef<L>, labels: Labels<L>): [string, string][] {
  const pairs: [string, string][] = [];
  for (const name of def.labels) {
    const value = labels[name];
    if (value !== undefined && value !== '') pairs.push([name, value]);
  }
  return pairs;
}
