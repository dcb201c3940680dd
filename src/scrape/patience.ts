// Work that may take a part of the scrape's time only, so that what hangs costs itself alone.
import type { ScrapeContext } from './component.ts';

/** One for all: an exception notes where it was made, which costs more than all else here. */
const OVER = new DOMException('its part of the time is over', 'AbortError');

/**
 * Runs `work` with a signal that fires after `ms`, with the scrape's own if that comes first, and at the
 * latest when `work` has settled, so that nothing it started outlives it. Its error is passed on.
 */
export async function withPatience<T>(
  { signal }: Pick<ScrapeContext, 'signal'>,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = new AbortController();
  const giveUp = () => patience.abort(OVER);
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await work(patience.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    giveUp();
  }
}
