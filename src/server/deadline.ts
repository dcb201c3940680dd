// How long a scrape may take: what Prometheus says it waits, less a margin for the way back.

/** Without a usable header. */
export const DEFAULT_TIMEOUT_MS = 10_000;
/** No scrape runs longer, whatever the header says. */
export const MAX_TIMEOUT_MS = 60_000;

const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

/**
 * Milliseconds for the collection, from `X-Prometheus-Scrape-Timeout-Seconds`. The margin is 0.25 s or 5 %,
 * whichever is more, but never over half: a short timeout must not become none. Anything that is not a
 * plain positive decimal gives the default.
 */
export function timeoutFrom(header: string | undefined): number {
  if (header === undefined || !DECIMAL.test(header)) return DEFAULT_TIMEOUT_MS;
  const ms = Number(header) * 1000;
  if (ms < 1) return DEFAULT_TIMEOUT_MS;
  const margin = Math.min(Math.max(250, ms * 0.05), ms / 2);
  return Math.min(ms - margin, MAX_TIMEOUT_MS);
}
