// Reads every Redis that Appsmith uses, at the same time and independently of each other.
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import type { Store } from './store.ts';

/** The first store is the one whose answer makes the component up; the others only have their `redis_up`. */
export class RedisCollector implements Collector {
  readonly #stores: readonly Store[];

  constructor(stores: readonly Store[]) {
    this.#stores = stores;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const results = await Promise.allSettled(
      this.#stores.map((store, i) => {
        return store.collect(scrape, i === 0 ? () => scrape.answered() : () => {});
      }),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async close(): Promise<void> {
    for (const store of this.#stores) store.close();
  }
}
