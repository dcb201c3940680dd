// File work that may hang with its volume: one piece at a time, and nobody waits for it longer than a moment.
import { withPatience } from '../../scrape/patience.ts';

const LIMIT_MS = 1000;

/** What hangs holds one of Node's few threads; a second piece is refused until the first has come back. */
export class OneAtATime {
  #busy = false;

  /**
   * The work's result; undefined if it fails, if another piece has not come back yet, or if it takes longer than
   * `limitMs` or a second. The work is given a signal that fires when nobody waits for it any more.
   *
   * @param signal fires when the scrape is over; then this rejects with its reason
   */
  async run<T>(
    work: (over: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    limitMs: number,
  ): Promise<T | undefined> {
    if (this.#busy) return undefined;
    this.#busy = true;
    const limit = Math.max(1, Math.floor(Math.min(LIMIT_MS, limitMs)));
    const result = await withPatience({ signal }, limit, (over) => {
      const done = work(over)
        .catch(() => undefined)
        .finally(() => {
          this.#busy = false;
        });
      return Promise.race([done, fired(over)]);
    });
    signal.throwIfAborted();
    return result;
  }
}

function fired(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
