// What to do with each family that an upstream sends: keep, rename, relabel, drop.
import type { MetricType } from '../metrics/index.ts';
import type { Format } from './family.ts';
import type { TranslationMemory } from './memory.ts';

/** What happens to one upstream label. */
export type LabelRule =
  | { readonly drop: true }
  | {
      readonly drop?: never;
      /** New name; without it a camelCase name becomes snake_case. */
      readonly name?: string;
      /** Rewrites the unescaped value. Series that become equal are merged. */
      readonly map?: (value: string) => string;
      /**
       * A cheap look at the raw bytes `[start, end)` of the value, before any string is made: false
       * means that `map` would change nothing.
       */
      readonly changes?: (bytes: Uint8Array, start: number, end: number) => boolean;
    };

/** How gauges that a rewrite made equal become one; counters and distributions always add. */
export type Merge = 'sum' | 'max' | 'first';

/** What happens to one upstream family; an empty rule keeps it. */
export interface FamilyRule {
  /** Left out on purpose: not counted as dropped. */
  readonly drop?: true;
  /** New name, as text 0.0.4 has it (a counter's with `_total`); without it snake_case is enforced. */
  readonly name?: string;
  /** Replaces the upstream's help; without either one is made from the names. */
  readonly help?: string;
  readonly unit?: string;
  readonly type?: MetricType;
  /** By the upstream's label name. */
  readonly labels?: Readonly<Record<string, LabelRule>>;
  /** Labels added to every series, after its own. */
  readonly add?: Readonly<Record<string, string>>;
  readonly merge?: Merge;
  /** Leaves out series with a negative value (`jvm_memory_max_bytes` of −1 means "no limit"). */
  readonly dropNegative?: true;
}

/**
 * Asked once for each family of a body, and not again for a body with the same lines: what it answers may depend on
 * nothing but what it is asked. `name` is the upstream's as text 0.0.4 has it (a counter's
 * with `_total`, also when it came as OpenMetrics).
 */
export type Rules = (name: string, type: MetricType) => FamilyRule;

/** What one body may cost; what exceeds a limit is refused and counted, the rest goes on. */
export interface Limits {
  /** Bytes read of the body; what follows is not read (`body_too_large`). */
  readonly bodyBytes: number;
  readonly lineBytes: number;
  /** Bytes of one label's value. */
  readonly labelBytes: number;
  readonly labels: number;
  /** Series kept (`budget`). */
  readonly series: number;
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 64 << 20,
  lineBytes: 32 << 10,
  labelBytes: 8 << 10,
  labels: 64,
  series: 20_000,
};

export interface TranslateOptions {
  readonly format: Format;
  /** Asked once for each family; without rules every family is kept. */
  readonly rules?: Rules;
  readonly limits?: Partial<Limits>;
  /** Help for a family that comes without one. */
  readonly help?: (name: string) => string;
  /** The upstream's own, from one body to the next: what has not changed is not worked out again. */
  readonly memory?: TranslationMemory | undefined;
  /** False trusts the upstream not to repeat a series: for measuring what the check costs. */
  readonly duplicates?: boolean;
}
