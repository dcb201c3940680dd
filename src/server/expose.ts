// /metrics and /probe: one scrape, rendered in the format that the client asked for.
import type { Request, Response } from 'express';
import { type Family, type Format, render } from '../exposition/index.ts';
import type { ScrapeResult } from '../scrape/target.ts';
import type { Logger } from '../telemetry/log.ts';
import { type ScrapeLimits, timeoutFrom } from './deadline.ts';
import { componentsAsked, isRefused, quote } from './filter.ts';
import { CONTENT_TYPES, formatFor, wantsGzip } from './negotiate.ts';
import { plain } from './plain.ts';
import type { Scraper } from './scraper.ts';
import { sendBody } from './send.ts';
import { type BodyReader, SharedBody } from './shared-body.ts';

/** One for all: an exception notes where it was made, at each answer for nothing. */
const GONE = new DOMException('the connection has closed', 'AbortError');

/** Rendered in one go where it is compressed: each chunk goes to another thread and back. */
const GZIPPED_BYTES = 256 << 10;

export interface ExposeOptions {
  readonly scrapers: readonly Scraper[];
  readonly limits: ScrapeLimits;
  readonly log: Logger;
  /** The exporter's own families, appended to /metrics. */
  readonly own: () => Promise<readonly Family[]>;
}

/** The target behind /metrics, beside Appsmith; a fleet of named targets has none. */
export const DEFAULT_TARGET = 'default';

/** What an answer looks like, beside the result that it shows. */
interface Look {
  readonly format: Format;
  readonly gzip: boolean;
  /** Families to append; none if absent. */
  readonly more: ExposeOptions['own'] | undefined;
}

/** Answers one request with a target's families, and what `more` adds to them. */
export class Exposition {
  readonly #options: ExposeOptions;
  /** Bodies that are being sent: who shares a collection shares its rendering. */
  readonly #bodies = new WeakMap<ScrapeResult, Map<string, SharedBody>>();
  readonly #repeated = new Set<string>();

  constructor(options: ExposeOptions) {
    this.#options = options;
  }

  /** The default target and the exporter itself; where only named targets are watched, the latter alone. */
  async metrics(request: Request, response: Response): Promise<void> {
    const { scrapers, own } = this.#options;
    const scraper = scrapers.find(({ target }) => target.name === DEFAULT_TARGET);
    await this.#answer(scraper, request, response, own);
  }

  /** `target` is a configured name and never an address: the exporter must not call whom a client names. */
  async probe(request: Request, response: Response): Promise<void> {
    const { scrapers } = this.#options;
    const known = scrapers.map((scraper) => scraper.target.name).join(', ');
    const name = request.query.target;
    if (typeof name !== 'string' || name === '') {
      return plain(response, 400, `say which target: /probe?target=NAME; there are: ${known}`);
    }
    const scraper = scrapers.find((s) => s.target.name === name);
    if (!scraper) {
      return plain(response, 404, `unknown target ${quote(name)}; there are: ${known}`);
    }
    await this.#answer(scraper, request, response, undefined);
  }

  async #answer(
    scraper: Scraper | undefined,
    request: Request,
    response: Response,
    more: Look['more'],
  ): Promise<void> {
    const only = componentsAsked(scraper?.target, request.query);
    if (isRefused(only)) return plain(response, 400, only.refused);
    const format = formatFor(request.get('accept'));
    response.set({ 'Content-Type': CONTENT_TYPES[format], Vary: 'Accept, Accept-Encoding' });
    // A look at the head alone, as load balancers take, is no reason to ask every component.
    if (request.method === 'HEAD') return void response.end();
    const gone = new AbortController();
    response.once('close', () => gone.abort(GONE));
    const header = request.get('x-prometheus-scrape-timeout-seconds');
    const timeoutMs = timeoutFrom(header, this.#options.limits);
    const caller = request.headers;
    const result = await scraper?.scrape({ timeoutMs, only, signal: gone.signal, caller });
    try {
      if (gone.signal.aborted) return;
      const gzip = wantsGzip(request.get('accept-encoding'));
      await sendBody(response, this.#body(result, { format, gzip, more }));
    } finally {
      // Closed means that the last byte has been handed on, or never will be.
      if (gone.signal.aborted) result?.release?.();
      else response.once('close', () => result?.release?.());
    }
  }

  #body(result: ScrapeResult | undefined, look: Look): BodyReader {
    const shared = (result && this.#bodies.get(result)) ?? new Map<string, SharedBody>();
    if (result) this.#bodies.set(result, shared);
    const key = `${look.format} ${look.gzip} ${look.more !== undefined}`;
    const reader = shared.get(key)?.reader();
    if (reader) return reader;
    const body: SharedBody = new SharedBody(this.#rendered(result, look), look.gzip, () => {
      if (shared.get(key) === body) shared.delete(key);
    });
    shared.set(key, body);
    return body.reader()!;
  }

  async *#rendered(
    result: ScrapeResult | undefined,
    { format, gzip, more }: Look,
  ): AsyncGenerator<Uint8Array> {
    const all = [...(result?.families ?? []), ...((await more?.()) ?? [])];
    const onRepeated = (family: Family) => this.#onRepeated(family);
    yield* render(all, format, onRepeated, gzip ? GZIPPED_BYTES : undefined);
  }

  /** Two components claim one family: the first keeps it, and the log says so once. */
  #onRepeated({ name, series }: Family): void {
    if (this.#repeated.has(name)) return;
    this.#repeated.add(name);
    this.#options.log.warn({ family: name, series }, 'left out: another component has this family');
  }
}
