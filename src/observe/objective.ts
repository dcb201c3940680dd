// Service level objectives: which share of events may be bad, and how fast that budget may burn before somebody is told.
import { type Threshold, threshold } from './condition.ts';

export type ObjectiveName = 'availability' | 'latency';

export interface Objective {
  readonly name: ObjectiveName;
  /** The share of good events that is promised, unless the user's settings say another: 0.995. */
  readonly target: number;
  /** What a good event is, a sentence. */
  readonly good: string;
}

/** Slower than this is a bad event of the latency objective; one of the shipped buckets, in seconds. */
export const SLOW_SECONDS = 2.5;

export const OBJECTIVES: Readonly<Record<ObjectiveName, Objective>> = {
  availability: {
    name: 'availability',
    target: 0.995,
    good: 'A request that the backend answered without a 5xx; and time in which Appsmith said that it is up.',
  },
  latency: {
    name: 'latency',
    target: 0.95,
    good: `A request that was answered within ${SLOW_SECONDS} s; queries, which wait for their datasource, are left out.`,
  },
};

/** At this rate a month's budget is gone in two days: the fastest of the burn-rate alerts. */
export const FASTEST_BURN = 14.4;

/**
 * The share of events that may be bad. Throws at a target that leaves nothing, and at one so low that even with
 * every event bad the budget burns slower than {@link FASTEST_BURN}: that alert could never fire.
 */
export function budgetOf(target: number): number {
  const budget = Number((1 - target).toPrecision(6));
  if (!(budget > 0)) throw new Error(`a target of ${target} leaves no budget: say less than 1`);
  if (budget * FASTEST_BURN >= 1) {
    const least = Math.ceil((1 - 1 / FASTEST_BURN) * 1000) / 1000;
    throw new Error(
      `at a target of ${target} a burn rate of ${FASTEST_BURN} cannot be reached even if everything fails: say ${least} or more`,
    );
  }
  return budget;
}

/** The share of bad events at which `objective`'s budget burns `rate` times too fast. */
export function burning({ name, target }: Objective, rate: number): Threshold {
  return {
    ...threshold(Number((rate * budgetOf(target)).toPrecision(6)), 'ratio', {
      min: 0,
      max: 1,
      help: `${rate} times the share of errors that the ${name} objective allows; change the objective’s target instead.`,
    }),
    burn: { objective: name, rate },
  };
}
