// How long a scrape may take: what Prometheus says it waits, less a margin for the way back.

/** Both in milliseconds. */
export interface ScrapeLimits {
  /** Without a usable header. */
  readonly scrapeTimeoutMs: number;
  /** No scrape runs longer, whatever the header says. */
  readonly maxScrapeTimeoutMs: number;
}

export const DEFAULT_LIMITS: ScrapeLimits = { scrapeTimeoutMs: 10_000, maxScrapeTimeoutMs: 60_000 };

const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

/**
 * Milliseconds for the collection, from `X-Prometheus-Scrape-Timeout-Seconds`. The margin is 0.25 s or 5 %,
 * whichever is more, but never over half: a short timeout must not become none. Anything that is not a
 * plain positive decimal gives the default.
 */
export function timeoutFrom(header: string | undefined, limits = DEFAULT_LIMITS): number {
  const { scrapeTimeoutMs, maxScrapeTimeoutMs } = limits;
  const ms = header !== undefined && DECIMAL.test(header) ? Number(header) * 1000 : 0;
  if (ms < 1) return Math.min(scrapeTimeoutMs, maxScrapeTimeoutMs);
  const margin = Math.min(Math.max(250, ms * 0.05), ms / 2);
  return Math.min(ms - margin, maxScrapeTimeoutMs);
}
