// Asks for the newest release, seldom, and only where somebody switched it on: the question leaves the house.
import type { Note, ScrapeContext } from '../../scrape/component.ts';
import { HttpClient, readText } from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import { upgradeMetrics as m } from './metrics.ts';
import { PARTS, type Release, releaseIn, runningIn, versionsBehind } from './versions.ts';

/** What is younger is not asked for again. */
const FRESH_MS = 6 * 3_600_000;
/** After a failure. */
const AGAIN_MS = 3_600_000;
/** The scrape waits so long for it at most. */
const PATIENCE_MS = 3000;
/** Release notes are part of the answer. */
const MAX_BYTES = 1 << 20;

export interface NewestOptions {
  readonly releases: string;
  /** The front door, which tells what runs. */
  readonly front: string;
}

export class Newest {
  readonly #releases: HttpClient;
  readonly #front: HttpClient;
  #release: Release | undefined;
  /** Milliseconds since 1970, of the answer that is told. */
  #askedAt = 0;
  /** On the clock that does not jump. */
  #next = Number.NEGATIVE_INFINITY;

  constructor({ releases, front }: NewestOptions) {
    this.#releases = new HttpClient({ url: releases, maxSockets: 1 });
    this.#front = new HttpClient({ url: front, maxSockets: 1 });
  }

  /** Adds what is known; what cannot be had is a note. */
  async collect(scrape: ScrapeContext): Promise<void> {
    await this.#renew(scrape);
    const release = this.#release;
    if (!release) return scrape.note(UNKNOWN);
    const { samples } = scrape;
    samples.info(m.newest, { version: release.version });
    samples.set(m.newestReleased, release.published);
    samples.set(m.newestAsked, Math.round(this.#askedAt / 1000));
    const running = await this.#ask(this.#front, '/info', scrape).then(runningIn, () => undefined);
    const behind = running === undefined ? undefined : versionsBehind(running, release.version);
    for (const [i, part] of PARTS.entries()) samples.set(m.behind, behind?.[i], { part });
  }

  close(): void {
    this.#releases.close();
    this.#front.close();
  }

  async #renew(scrape: ScrapeContext): Promise<void> {
    if (performance.now() < this.#next) return;
    this.#next = performance.now() + AGAIN_MS;
    try {
      const release = releaseIn(await this.#ask(this.#releases, '', scrape));
      if (!release) return;
      this.#release = release;
      this.#askedAt = Date.now();
      this.#next = performance.now() + FRESH_MS;
    } catch {
      // Told as unknown, or with its age if it was known before.
    }
  }

  async #ask(
    http: HttpClient,
    path: string,
    { signal, remaining }: ScrapeContext,
  ): Promise<string> {
    return withPatience({ signal }, Math.min(PATIENCE_MS, remaining() / 2), async (limited) => {
      const headers = { accept: 'application/json' };
      const response = await http.request(path, { signal: limited, headers });
      return readText(response, MAX_BYTES);
    });
  }
}

const UNKNOWN: Note = {
  level: 'info',
  code: 'newest-unknown',
  text: 'the newest release of Appsmith could not be learnt; it is asked for again in an hour',
  remedy: 'let the exporter reach upgrade.newest_url, or set upgrade.check_newest to false',
};
