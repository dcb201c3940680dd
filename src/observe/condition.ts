// What an alert compares with what: a signal, a comparison and a threshold that the user may move within a range.
import type { Expression } from '../promql/index.ts';
import type { ObjectiveName } from './objective.ts';
import type { Unit } from './unit.ts';

export type Comparison = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** A number that `observability.yml` may change, within `min` and `max` (both included). */
export interface Threshold {
  readonly value: number;
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** What moving it means, a sentence. */
  readonly help: string;
  /** It follows from an objective, whose target is the setting; `value` is that of the shipped target. */
  readonly burn?: Burn;
}

/** The threshold is `rate` times the share of errors that the objective's target leaves. */
export interface Burn {
  readonly objective: ObjectiveName;
  readonly rate: number;
}

export interface Condition {
  readonly signal: Expression;
  /** Absent for a signal that is its own condition, such as `absent(…)`. */
  readonly compare?: Comparison;
  /** A plain number is fixed (`== 0`); a {@link Threshold} is a setting. */
  readonly than?: number | Threshold;
  /** The key of the threshold among the alert's settings: `threshold` for the main one, `floor` for traffic … */
  readonly setting?: string;
  /** Of a guard: the labels by which it belongs to what it guards. */
  readonly on?: readonly string[];
}

type Than = number | Threshold;

const compared =
  (compare: Comparison) =>
  (signal: Expression, than: Than, setting = 'threshold'): Condition => ({
    signal,
    compare,
    than,
    setting,
  });

export const above = compared('>');
export const atLeast = compared('>=');
export const below = compared('<');
export const atMost = compared('<=');
export const equals = compared('==');
export const differs = compared('!=');

/** True wherever the signal has a series at all. */
export const exists = (signal: Expression): Condition => ({ signal });

/** A setting; throws where its own value is out of its range. */
export function threshold(
  value: number,
  unit: Unit,
  { min, max, help }: { min: number; max: number; help: string },
): Threshold {
  if (!(min <= value && value <= max)) throw new Error(`${value} is not within ${min} … ${max}`);
  return { value, unit, min, max, help };
}

/** A guard holds only where labels other than job and instance, or none, tie it to its signal. */
export const tiedBy = (condition: Condition, ...on: string[]): Condition => ({ ...condition, on });
