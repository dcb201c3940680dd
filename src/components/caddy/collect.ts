// Asks Caddy's admin endpoint: its metrics passed through, and how many requests wait for each part behind it.
import { type ForeignFamilies, TranslationMemory } from '../../exposition/index.ts';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { reasonOf, ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, type HttpResponse, takeOver } from '../../scrape/http.ts';
import { Admin } from './admin.ts';
import { caddyFamilies, ownMetrics as m } from './metrics.ts';
import { nginxVersion } from './nginx.ts';
import { NOTES } from './notes.ts';
import { caddyRules, upstreamAddress } from './rules.ts';

const PATH = '/metrics';
const UPSTREAMS = '/reverse_proxy/upstreams';
const MAX_UPSTREAMS = 50;

export interface CaddyOptions {
  /** Of the admin endpoint. */
  readonly url: string;
  /** The front door itself, which may turn out to be NGINX. */
  readonly frontUrl?: string | undefined;
  /** Most series taken over from Caddy. */
  readonly seriesBudget: number;
}

/** Holds kept connections to the admin endpoint, and one to the front door while nobody answers at the admin's. */
export class CaddyCollector implements Collector {
  readonly #admin: Admin;
  readonly #front: HttpClient | undefined;
  readonly #seriesBudget: number;
  readonly #memory = new TranslationMemory();

  constructor({ url, frontUrl, seriesBudget }: CaddyOptions) {
    this.#admin = new Admin(url);
    this.#front = frontUrl === undefined ? undefined : new HttpClient({ url: frontUrl });
    this.#seriesBudget = seriesBudget;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    scrape.samples.fallback(m.up, 0);
    try {
      const response = await this.#admin.get(PATH, scrape.signal);
      if (response.status === 404) return await this.#withoutMetrics(response, scrape);
      refuse(response);
      scrape.answered();
      scrape.samples.set(m.up, 1);
      // One after the other: they share a connection, and the list takes a millisecond.
      await this.#metrics(response, scrape);
      await this.#upstreams(scrape);
    } catch (error) {
      if (reasonOf(error) !== 'refused' || !(await this.#isNginx(scrape))) throw error;
    }
  }

  async close(): Promise<void> {
    this.#admin.close();
    this.#front?.close();
    this.#memory.close();
  }

  /** A Caddy without `/metrics` still tells who waits for whom; what is no Caddy tells nothing. */
  async #withoutMetrics(response: HttpResponse, scrape: ScrapeContext): Promise<void> {
    discard(response);
    if (!(await this.#upstreams(scrape))) {
      throw new ScrapeError('not_found', `${PATH} answered 404: not Caddy’s admin endpoint`);
    }
    scrape.answered();
    scrape.samples.set(m.up, 1);
    scrape.samples.set(m.metricsOn, 0);
    scrape.note(NOTES.noMetrics);
  }

  async #metrics(response: HttpResponse, scrape: ScrapeContext): Promise<void> {
    const options = {
      format: 'text',
      rules: caddyRules,
      limits: { series: this.#seriesBudget, bodyBytes: 16 << 20 },
      memory: this.#memory,
    } as const;
    const tooLarge = `${PATH} goes on and on; the rest of it is not read`;
    const translated = await takeOver(response, options, scrape, tooLarge);
    const on = counts(translated) || (await this.#isTurnedOn(scrape.signal));
    scrape.samples.set(m.metricsOn, on);
    if (on === false) scrape.note(NOTES.metricsOff);
  }

  /** Before its first request a Caddy has no `caddy_http_*` either; undefined if it does not say. */
  async #isTurnedOn(signal: AbortSignal): Promise<boolean | undefined> {
    const http = await this.#admin.json('/config/apps/http', signal);
    if (typeof http !== 'object' || http === null) return undefined;
    const { metrics, servers = {} } = http as { metrics?: unknown; servers?: object };
    const all = [{ metrics }, ...Object.values(servers ?? {})] as ({ metrics?: unknown } | null)[];
    return all.some((one) => typeof one?.metrics === 'object' && one.metrics !== null);
  }

  /** Whether there was a list. */
  async #upstreams({ signal, samples, note }: ScrapeContext): Promise<boolean> {
    const list = await this.#admin.json(UPSTREAMS, signal);
    if (!Array.isArray(list)) {
      // `null` of a Caddy that passes nothing on.
      if (list !== null) note(NOTES.upstreams);
      return list === null;
    }
    for (const one of list.slice(0, MAX_UPSTREAMS) as (Record<string, unknown> | null)[]) {
      const { address, num_requests: requests } = one ?? {};
      if (typeof address !== 'string' || typeof requests !== 'number') continue;
      samples.set(m.upstreamRequests, requests, { upstream: upstreamAddress(address) });
    }
    return true;
  }

  /** Older images have NGINX at the front door: that is told, and nothing is wrong. */
  async #isNginx(scrape: ScrapeContext): Promise<boolean> {
    if (!this.#front) return false;
    try {
      const response = await this.#front.request('/', { signal: scrape.signal, method: 'HEAD' });
      discard(response);
      const version = nginxVersion(response.headers);
      if (version === undefined) return false;
      scrape.samples.info(m.info, { proxy: 'nginx', version });
    } catch {
      return false;
    }
    scrape.answered();
    scrape.note(NOTES.nginx);
    return true;
  }
}

const counts = ({ families }: ForeignFamilies): boolean =>
  families.some(({ name }) => name === caddyFamilies.requests.name);

/** Throws for what is not Caddy's exposition. */
function refuse(response: HttpResponse): void {
  const { status, mediaType } = response;
  if (status === 200 && mediaType === 'text/plain') return;
  discard(response);
  if (status === 401) throw new ScrapeError('unauthorized', `${PATH} answered 401`);
  if (status === 403) {
    throw new ScrapeError('forbidden', `${PATH} answered 403: Caddy does not take the Host header`);
  }
  if (status !== 200) throw new ScrapeError('http_status', `${PATH} answered ${status}`);
  throw new ScrapeError('protocol', `${PATH} answered ${mediaType || 'no content type'}`);
}
