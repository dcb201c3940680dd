// From single signs of life to a container that stays: one that is in a crash loop gives signs too, and is gone again.

/** Signs with no longer pauses than this are one stretch of life. Milliseconds, as everything here. */
const PAUSE = 5000;
/** A booting Appsmith writes all the time; a crash loop's pauses double and mostly outgrow PAUSE before this. */
const STRETCH = 20_000;
/** One that writes seldom has been there for long enough after this, if it wrote more than now and then. */
const SPARSE = { span: 60_000, signs: 4 };

/** Looks at when new signs were seen. */
export class Pulse {
  #last: number | undefined;
  readonly #seen: number[] = [];

  /**
   * @param sign when something was written, @param now when that was found
   * @returns whether what writes can be expected to be there in the next second too
   */
  steady(sign: number, now: number): boolean {
    if (sign === this.#last) return false;
    this.#last = sign;
    this.#seen.push(now);
    return now - this.#stretchBegan() >= STRETCH || this.#sparse(now);
  }

  #stretchBegan(): number {
    let began = this.#seen.length - 1;
    while (began > 0 && this.#seen[began]! - this.#seen[began - 1]! <= PAUSE) began -= 1;
    return this.#seen[began]!;
  }

  #sparse(now: number): boolean {
    return this.#seen.length >= SPARSE.signs && now - this.#seen[0]! >= SPARSE.span;
  }
}
