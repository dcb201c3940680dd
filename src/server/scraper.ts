// A target as the server uses it: every whole result is told to a listener and kept for the landing page.
import type { ScrapeRequest, ScrapeResult, Target } from '../scrape/target.ts';

export class Scraper {
  readonly target: Target;
  readonly #listener: (result: ScrapeResult) => void;
  readonly #told = new WeakSet<ScrapeResult>();
  /** With the time it came, by a clock that never jumps. */
  #latest: { readonly result: ScrapeResult; readonly at: number } | undefined;

  constructor(target: Target, listener: (result: ScrapeResult) => void = () => {}) {
    this.target = target;
    this.#listener = listener;
  }

  /** A scrape; one whose caller left in the middle says nothing about the target and is not kept. */
  async scrape(request: ScrapeRequest): Promise<ScrapeResult> {
    const result = await this.target.scrape(request);
    if (request.signal?.aborted) return result;
    // Scrapes that share a collection share its result.
    if (!this.#told.has(result)) this.#listener(result);
    this.#told.add(result);
    if (!request.only) this.#latest = { result, at: performance.now() };
    return result;
  }

  /** The latest result of all components if it is young enough, else a new one. */
  async recent(maxAgeMs: number, timeoutMs: number): Promise<ScrapeResult> {
    const latest = this.#latest;
    if (latest && performance.now() - latest.at <= maxAgeMs) return latest.result;
    return this.scrape({ timeoutMs });
  }
}
