// A token bucket over all requests, as Prometheus's exporters have it.
import type { RateLimit } from '../../config/web-config/index.ts';

export class TokenBucket {
  readonly limit: RateLimit;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  /** `now` in milliseconds, never going back. */
  constructor(limit: RateLimit, now: () => number = () => performance.now()) {
    this.limit = limit;
    this.#now = now;
    this.#tokens = limit.burst;
    this.#at = now();
  }

  /** Takes a token, if there is one. */
  take(): boolean {
    const now = this.#now();
    const grown = this.#tokens + (now - this.#at) / this.limit.intervalMs;
    this.#tokens = Math.min(this.limit.burst, grown);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
