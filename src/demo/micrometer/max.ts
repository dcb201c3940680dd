// The greatest value of the last few minutes, as Micrometer's time-windowed maximum keeps it.

const SLOTS = 3;
const ROTATE_MS = 60_000;

/**
 * Three slots, one retired each minute (the step of Micrometer's Prometheus registry), so that a maximum
 * is seen for two to three minutes and then falls, to 0 when nothing was recorded.
 */
export class WindowedMax {
  readonly #slots = new Float64Array(SLOTS);
  #current = 0;
  #rotated: number;

  constructor(now: number) {
    this.#rotated = now;
  }

  record(value: number, now: number): void {
    this.#rotate(now);
    for (let i = 0; i < SLOTS; i++) if (value > this.#slots[i]!) this.#slots[i] = value;
  }

  read(now: number): number {
    this.#rotate(now);
    return this.#slots[this.#current]!;
  }

  #rotate(now: number): void {
    const periods = Math.floor((now - this.#rotated) / ROTATE_MS);
    if (periods <= 0) return;
    this.#rotated += periods * ROTATE_MS;
    for (let i = 0; i < Math.min(periods, SLOTS); i++) {
      this.#slots[this.#current] = 0;
      this.#current = (this.#current + 1) % SLOTS;
    }
  }
}
