// How many people use the embedded Appsmith at a given moment of the day and week.
import type { Random } from '../random.ts';
import type { Knobs } from './knobs.ts';

/** Share of the peak by hour of day, UTC: an office day with a lunch dip and a few at night. */
const HOURS = [
  0.06, 0.05, 0.05, 0.05, 0.06, 0.09, 0.18, 0.42, 0.78, 0.97, 1.0, 0.93, 0.7, 0.82, 0.96, 0.9, 0.72,
  0.45, 0.26, 0.18, 0.14, 0.11, 0.09, 0.07,
];
/** By day of week from Sunday; Monday is the busiest. */
const DAYS = [0.14, 1.0, 0.93, 0.92, 0.9, 0.78, 0.17];

/** Expected share of the peak at `now` (milliseconds since the epoch), between 0 and 1, smooth in time. */
export function shareOfPeak(now: number): number {
  const hours = now / 3_600_000;
  const hour = Math.floor(hours);
  const before = HOURS[hour % 24]! * dayFactor(hour);
  const after = HOURS[(hour + 1) % 24]! * dayFactor(hour + 1);
  return before + (after - before) * (hours - hour);
}

type Users = Pick<Knobs, 'peakUsers' | 'leastUsers'>;

/** Follows the expected number with the inertia and noise of real people. */
export class Population {
  /** People active now; fractional, since only rates are drawn from it. */
  active = 0;
  readonly #random: Random;

  /** @param now milliseconds since the epoch */
  constructor(random: Random, users: Users, now: number) {
    this.#random = random;
    this.active = expectedUsers(users, now);
  }

  step(seconds: number, users: Users, now: number): void {
    const expected = expectedUsers(users, now);
    // Half of a difference is made up in about two minutes.
    const pull = 1 - Math.exp(-seconds / 180);
    const noise = this.#random.normal() * Math.sqrt(expected * seconds) * 0.02;
    this.active = Math.max(0.5, this.active + (expected - this.active) * pull + noise);
  }
}

/** Not the same people come each day: who was there within so many days, per person of the busiest hour. */
const DIFFERENT: readonly (readonly [days: number, times: number])[] = [
  [1, 1.4],
  [7, 1.9],
  [30, 2.3],
];

/** Different people who were there at some time within `seconds` before `now`; within minutes, those who are. */
export function peopleWithin(
  { active }: Pick<Population, 'active'>,
  users: Users,
  seconds: number,
  now: number,
): number {
  const present = Math.round(active);
  const times = DIFFERENT.find(([days]) => seconds <= days * 86_400)?.[1] ?? 1;
  const hours = Math.min(Math.floor(seconds / 3600), 7 * 24);
  const busiest = Math.max(
    0,
    ...Array.from({ length: hours }, (_, ago) => expectedUsers(users, now - ago * 3_600_000)),
  );
  return Math.max(present, Math.round(busiest * times));
}

function expectedUsers({ peakUsers, leastUsers }: Users, now: number): number {
  return Math.max(leastUsers, peakUsers * shareOfPeak(now));
}

/** 1 January 1970 was a Thursday. */
function dayFactor(hoursSinceEpoch: number): number {
  return DAYS[(Math.floor(hoursSinceEpoch / 24) + 4) % 7]!;
}
