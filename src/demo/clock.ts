// The embedded Appsmith's own time: moved by whoever holds it, or by a timer that follows real time.

/** Something whose state is moved by the passing of time and by nothing else. */
export interface Clocked {
  /** Lets `seconds` pass. */
  advance(seconds: number): void;
}

/** A clock that stands still until it is advanced. */
export class Clock implements Clocked {
  #now: number;

  /** @param start milliseconds since the epoch */
  constructor(start: number) {
    this.#now = start;
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** Seconds since the epoch, whole. */
  get seconds(): number {
    return Math.floor(this.#now / 1000);
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/**
 * Advances `target` by the real time that passes, about every `periodMs`; returns what ends it. The time
 * is measured, not assumed: after a suspended machine or a busy event loop nothing is lost.
 */
export function followRealTime(target: Clocked, periodMs = 1000): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    target.advance((now - last) / 1000);
    last = now;
  }, periodMs);
  timer.unref();
  return () => clearInterval(timer);
}
