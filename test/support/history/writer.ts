// Collects scrapes into series and hands them to Prometheus in batches; a series that is gone becomes stale.
import { remoteWrite, type Sample, STALE, type WrittenSeries } from './remote-write.ts';
import type { Scraped } from './scrape.ts';

/** Samples held before they are sent. */
const BATCH = 40_000;

export class Writer {
  readonly #url: string;
  #held = new Map<string, { labels: WrittenSeries['labels']; samples: Sample[] }>();
  #count = 0;
  #before = new Map<string, Scraped>();

  /** @param url of a Prometheus that takes remote writes */
  constructor(url: string) {
    this.#url = url;
  }

  /** @param at milliseconds since the epoch, later than any before */
  async add(at: number, scraped: Map<string, Scraped>): Promise<void> {
    for (const [key, { labels, value }] of scraped) this.#hold(key, labels, { at, value });
    for (const [key, { labels }] of this.#before) {
      if (!scraped.has(key)) this.#hold(key, labels, { at, value: STALE });
    }
    this.#before = scraped;
    if (this.#count >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#count > 0) await remoteWrite(this.#url, [...this.#held.values()]);
    this.#held = new Map();
    this.#count = 0;
  }

  #hold(key: string, labels: WrittenSeries['labels'], sample: Sample): void {
    const series = this.#held.get(key) ?? { labels, samples: [] };
    this.#held.set(key, series);
    series.samples.push(sample);
    this.#count++;
  }
}
