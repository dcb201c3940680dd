// The samples of one scrape, grouped by family: what a collector fills and the renderer reads.
import type { MetricDef } from './definition.ts';
import { type Bound, headOf } from './heads.ts';
import { Series } from './series.ts';

/** Label values by name; a label left out or undefined is rendered as the empty string's absence. */
export type Labels<Label extends string> = { readonly [K in Label]?: string | undefined };

/** Cumulative counts by upper bound (in the family's unit), then count and sum. */
export interface HistogramValue {
  readonly buckets?: ReadonlyMap<number, number> | undefined;
  readonly quantiles?: ReadonlyMap<number, number> | undefined;
  readonly count: number;
  readonly sum: number;
}

const NO_LABELS: Labels<never> = {};

type Value = number | bigint | boolean | null | undefined;

/**
 * A fresh set for every scrape (no state between scrapes). A value that is missing upstream
 * (`undefined`, `null`) leaves its series out: absent is not zero.
 */
export class SampleSet {
  readonly #families = new Map<MetricDef, Series>();
  readonly #fallbacks: ((set: SampleSet) => void)[] = [];
  #sealed = false;

  /** Adds one sample; the same series twice keeps the first. Ignored after {@link seal}. */
  set<L extends string>(def: MetricDef<L>, value: Value, labels: Labels<L> = NO_LABELS): void {
    if (value === undefined || value === null) return;
    this.#add(def, Number(value), labels);
  }

  /** Adds an info series (value 1). */
  info<L extends string>(def: MetricDef<L>, labels: Labels<L>): void {
    this.set(def, 1, labels);
  }

  /** Adds a histogram (with buckets) or a summary (with or without quantiles). */
  distribution<L extends string>(
    def: MetricDef<L>,
    value: HistogramValue,
    labels: Labels<L> = NO_LABELS,
  ): void {
    for (const [at, count] of value.buckets ?? []) {
      if (at !== Infinity) this.#add(def, count, labels, '_bucket', 'le', at);
    }
    if (value.buckets) this.#add(def, value.count, labels, '_bucket', 'le', Infinity);
    for (const [at, v] of value.quantiles ?? []) this.#add(def, v, labels, '', 'quantile', at);
    this.#add(def, value.sum, labels, '_sum');
    this.#add(def, value.count, labels, '_count');
  }

  /**
   * A value for a series that nobody has set by the end: an `…_up` of 0 must also be there when the
   * collector was cut off at the deadline.
   */
  fallback<L extends string>(def: MetricDef<L>, value: Value, labels: Labels<L> = NO_LABELS): void {
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
    for (const [def, series] of this.#families) copy.#families.set(def, series.copy());
    for (const apply of this.#fallbacks) apply(copy);
    copy.#sealed = true;
    return copy;
  }

  /** Families in the order of their first sample, each with its samples in the order added. */
  families(): Iterable<[MetricDef, Series]> {
    return this.#families;
  }

  /** Number of series held. */
  get size(): number {
    let n = 0;
    for (const series of this.#families.values()) n += series.size;
    return n;
  }

  #add(
    def: MetricDef,
    value: number,
    labels: Labels<string>,
    suffix = '',
    bound: Bound = '',
    at = 0,
  ): void {
    if (this.#sealed) return;
    let series = this.#families.get(def);
    if (!series) {
      series = new Series();
      this.#families.set(def, series);
    }
    series.add(headOf(def, series.size, labels, suffix, bound, at), value);
  }
}
