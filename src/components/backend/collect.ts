// Asks the backend: health, version and actuator at once, each keeping what it found whatever the others do.
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { HttpClient } from '../../scrape/http.ts';
import { collectHealth } from './health.ts';
import { collectInfo } from './info.ts';
import { ownMetrics as m } from './metrics.ts';

export interface BackendOptions {
  /** The backend's own address: health and actuator. */
  readonly url: string;
  /** The front door, which serves `/info`. */
  readonly publicUrl: string;
  /** Most connections of the backend's MongoDB driver, if known. */
  readonly poolMax?: number | undefined;
}

/** Holds one kept connection for the health check and one to the front door. */
export class BackendCollector implements Collector {
  readonly #options: BackendOptions;
  readonly #health: HttpClient;
  readonly #front: HttpClient;

  constructor(options: BackendOptions) {
    this.#options = options;
    this.#health = new HttpClient({ url: options.url });
    this.#front = new HttpClient({ url: options.publicUrl });
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    scrape.samples.fallback(m.up, 0);
    scrape.samples.set(m.poolMax, this.#options.poolMax);
    const parts = await Promise.allSettled([
      collectHealth(this.#health, scrape),
      collectInfo(this.#front, scrape),
    ]);
    // Health comes first: where several parts failed, its reason is the one that counts.
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
  }

  async close(): Promise<void> {
    for (const http of [this.#health, this.#front]) http.close();
  }
}
