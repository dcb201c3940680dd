// Targets of the service level objectives, and which of them their burn-rate alerts can still notice.

export interface SloTargets {
  /** The part of requests that must not fail, e.g. 0.995. */
  readonly availability: number;
  /** The part of requests that must be faster than {@link latencySeconds}. */
  readonly latency: number;
  /** In seconds; one of the shipped histogram's bounds, since only those are counted. */
  readonly latencySeconds: number;
  /** The error budget is meant for so many days. */
  readonly windowDays: number;
}

export const DEFAULT_SLO: SloTargets = {
  availability: 0.995,
  latency: 0.95,
  latencySeconds: 2.5,
  windowDays: 30,
};

/** The fastest burn rate that pages: 2 % of a 30-day budget within one hour. */
export const FASTEST_BURN = 14.4;

/** Everything failing burns 1 / (1 − target) times the budget: at or below this target that never exceeds 14.4. */
export const LOWEST_TARGET = 1 - 1 / FASTEST_BURN;
