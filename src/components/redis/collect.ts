// Reads every Redis that Appsmith uses, at the same time and independently of each other.
import type { Collector, Examination, ScrapeContext } from '../../scrape/component.ts';
import { reasonOf, ScrapeError } from '../../scrape/errors.ts';
import type { Store } from './store.ts';

/** The first store is the one whose answer makes the component up; the others only have their `redis_up`. */
export class RedisCollector implements Collector {
  readonly #stores: readonly Store[];
  #turn: Promise<void> = Promise.resolve();

  constructor(stores: readonly Store[]) {
    this.#stores = stores;
  }

  /**
   * Scrapes that ask for different sets of components may overlap; they take turns, since the one that is
   * cancelled ends the connections that all share.
   */
  async collect(scrape: ScrapeContext): Promise<void> {
    const before = this.#turn;
    let done = () => {};
    this.#turn = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await before;
      scrape.signal.throwIfAborted();
      await this.#collect(scrape);
    } finally {
      done();
    }
  }

  async #collect(scrape: ScrapeContext): Promise<void> {
    const results = await Promise.allSettled(
      this.#stores.map((store, i) => {
        return store.collect(scrape, i === 0 ? () => scrape.answered() : () => {});
      }),
    );
    const failed = results.findIndex(({ status }) => status === 'rejected');
    const result = results[failed];
    if (result?.status !== 'rejected') return;
    throw this.#stores.length > 1
      ? named(this.#stores[failed]?.name, result.reason)
      : result.reason;
  }

  async examine(examination: Examination): Promise<void> {
    await this.#stores[0]?.examine(examination);
  }

  async close(): Promise<void> {
    for (const store of this.#stores) store.close();
  }
}

/** Says which of several stores it was. */
function named(store: string | undefined, error: unknown): ScrapeError {
  const message = error instanceof Error ? error.message : String(error);
  return new ScrapeError(reasonOf(error), `${store}: ${message}`, { cause: error });
}
