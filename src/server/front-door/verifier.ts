// Compares passwords with hashes in a thread, one after the other, so that no scrape waits for it.
import { Worker } from 'node:worker_threads';

/** Put in by the bundler: the thread's whole program. From the sources, it is the file beside this one. */
declare const __BCRYPT_WORKER__: string | undefined;

/** Without work for this long, the thread ends and its memory is given back. */
const IDLE_MS = 10_000;
/** Comparisons that may wait; at cost 10, the last of them does for about 2 s. */
const MAX_WAITING = 32;
/** Of these, from one address: guessing from there must not lock everybody else out. */
const MAX_WAITING_PER_ADDRESS = 4;

/** `busy`: that address asks for too much; `full`: everybody together does. */
export type Verdict = 'same' | 'different' | 'busy' | 'full';

interface Job {
  readonly password: string;
  readonly hash: string;
  readonly address: string;
  readonly done: (verdict: Verdict) => void;
  readonly failed: (error: Error) => void;
}

export class Verifier {
  readonly #queue: Job[] = [];
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** Rejects only when the thread breaks, which a new one mends at the next call. */
  verify(password: string, hash: string, address: string): Promise<Verdict> {
    if (this.#queue.length >= MAX_WAITING) return Promise.resolve('full');
    const fromThere = this.#queue.filter((job) => job.address === address).length;
    if (fromThere >= MAX_WAITING_PER_ADDRESS) return Promise.resolve('busy');
    return new Promise((done, failed) => {
      this.#queue.push({ password, hash, address, done, failed });
      if (this.#queue.length === 1) this.#next();
    });
  }

  /** Whether the thread is there. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #next(): void {
    const job = this.#queue[0];
    clearTimeout(this.#idle);
    if (job) this.#running().postMessage({ password: job.password, hash: job.hash });
    else this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = startThread();
    this.#worker = worker;
    worker.on('message', (same: boolean) => {
      this.#queue.shift()?.done(same ? 'same' : 'different');
      this.#next();
    });
    worker.once('error', (error) => this.#broke(worker, error));
    worker.once('exit', () => this.#broke(worker, new Error('the bcrypt thread has ended')));
    return worker;
  }

  /** Whoever waits is told, for the same job might break the next thread as well. */
  #broke(worker: Worker, error: Error): void {
    if (this.#worker === worker) this.#worker = undefined;
    else if (this.#worker) return;
    for (const job of this.#queue.splice(0)) job.failed(error);
  }
}

function startThread(): Worker {
  // Its own small heap; and nothing of the environment, which it does not need, goes there.
  const options = { env: {}, resourceLimits: { maxOldGenerationSizeMb: 32 } };
  const worker =
    typeof __BCRYPT_WORKER__ === 'string'
      ? new Worker(__BCRYPT_WORKER__, { ...options, eval: true })
      : new Worker(new URL('./bcrypt-worker.js', import.meta.url), options);
  worker.unref();
  return worker;
}
