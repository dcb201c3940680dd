// How often something may be said: so many lines an hour, and then the number of those held back.

export const HOUR_MS = 3_600_000;

/** What was held back, and for how many milliseconds. */
export interface Held {
  readonly count: number;
  readonly forMs: number;
}

/**
 * At most `perHour` lines in any hour. Once a line is held back all are, until an hour later `release`
 * gives their number: so an endless flood is `perHour` lines and one sum, each hour or longer.
 * Times are milliseconds of a clock that never goes back.
 */
export class Pace {
  readonly #perHour: number;
  readonly #lines: number[] = [];
  #held = 0;
  #heldSince = 0;

  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /** Whether a line may be written now; if so it counts, if not it is held back. */
  allows(now: number): boolean {
    const [oldest] = this.#lines;
    const full = this.#lines.length >= this.#perHour && now - oldest! < HOUR_MS;
    if (this.#held === 0 && !full) {
      this.#lines.push(now);
      if (this.#lines.length > this.#perHour) this.#lines.shift();
      return true;
    }
    if (this.#held === 0) this.#heldSince = now;
    this.#held++;
    return false;
  }

  /** What was held back, an hour after the first of it; from then on lines are allowed again. */
  release(now: number): Held | undefined {
    const forMs = now - this.#heldSince;
    if (this.#held === 0 || forMs < HOUR_MS) return undefined;
    const held = { count: this.#held, forMs };
    this.#held = 0;
    return held;
  }
}
