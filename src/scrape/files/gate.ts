// Lets calls to a file system pass one at a time, so that one that hangs costs one thread and nobody else's time.
import { ScrapeError } from '../errors.ts';

/** A call that takes longer hangs: a disk answers in milliseconds, a slow network in tenths of a second. */
export const HANGS_AFTER_MS = 2000;
/**
 * Calls under way in the whole process, hung ones included. The event loop's pool has four threads, which names to
 * be resolved need as well.
 */
const MOST_AT_ONCE = 2;

interface Waiting {
  start(): void;
}

let underWay = 0;

/** Calls that have not ended, in the whole process: each holds a thread. */
export const callsUnderWay = (): number => underWay;

const queue: Waiting[] = [];

function next(): void {
  while (underWay < MOST_AT_ONCE) {
    const first = queue.shift();
    if (!first) return;
    underWay++;
    first.start();
  }
}

/**
 * The way to one file system. Whoever asks while a call hangs is refused at once with the reason `timeout`; when that
 * call ends at last, whatever it says, the way is open again.
 */
export class Gate {
  readonly #hangsAfterMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #hung = false;
  #onHung = new Set<() => void>();

  constructor(hangsAfterMs = HANGS_AFTER_MS) {
    this.#hangsAfterMs = hangsAfterMs;
  }

  /** Whether a call hangs now. */
  get hung(): boolean {
    return this.#hung;
  }

  /**
   * Makes the call when those before it have ended. Rejects with `timeout` when it or one before it hangs, and with
   * the signal's reason when that fires; the call itself cannot be taken back then and goes on alone.
   * @param late gets what a call gave that nobody waits for any more
   */
  pass<T>(call: () => Promise<T>, signal?: AbortSignal, late?: (value: T) => void): Promise<T> {
    if (this.#hung) return Promise.reject(this.#timeout());
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise<T>((resolve, reject) => {
      let waits = true;
      const done = (act: () => void) => {
        if (waits) act();
        waits = false;
        this.#onHung.delete(onHung);
        signal?.removeEventListener('abort', onAbort);
      };
      const onHung = () => done(() => reject(this.#timeout()));
      const onAbort = () => done(() => reject(signal?.reason));
      this.#onHung.add(onHung);
      signal?.addEventListener('abort', onAbort, { once: true });
      // One that nobody waits for is not made at all.
      this.#enqueue(async () => {
        if (!waits) return;
        try {
          const value = await call();
          if (!waits) late?.(value);
          done(() => resolve(value));
        } catch (error) {
          done(() => reject(error));
        }
      });
    });
  }

  /** Makes a call that ends what another began, as soon as none hangs; nobody waits for it. */
  tidy(call: () => Promise<unknown>): void {
    this.#enqueue(async () => void (await call().catch(() => undefined)));
  }

  #enqueue(work: () => Promise<void>): void {
    this.#last = this.#last.then(() => this.#watched(work));
  }

  async #watched(work: () => Promise<void>): Promise<void> {
    // Also the wait for a place counts: it is others that hang then.
    const timer = setTimeout(() => {
      this.#hung = true;
      for (const tell of [...this.#onHung]) tell();
    }, this.#hangsAfterMs);
    timer.unref();
    await new Promise<void>((start) => {
      queue.push({ start });
      next();
    });
    try {
      await work();
    } finally {
      clearTimeout(timer);
      this.#hung = false;
      underWay--;
      next();
    }
  }

  #timeout(): ScrapeError {
    return new ScrapeError(
      'timeout',
      'the file system does not answer: a call to it has been hanging since an earlier question',
    );
  }
}
