// Asks RTS for its health over HTTP.
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { HttpClient, readText } from '../../scrape/http.ts';
import { rtsMetrics as m } from './metrics.ts';

const PATH = '/rts-api/v1/health-check';

/** Probes `<url>/rts-api/v1/health-check`; Caddy does not route it, so `url` is RTS's own port. */
export class RtsCollector implements Collector {
  readonly #http: HttpClient;

  constructor(url: string) {
    this.#http = new HttpClient({ url });
  }

  async collect({ signal, samples, answered }: ScrapeContext): Promise<void> {
    samples.fallback(m.up, 0);
    const response = await this.#http.request(PATH, { signal });
    samples.set(m.duration, response.headSeconds);
    const body = await readText(response, 64 * 1024);
    const verdict = verdictOf(body);
    if (verdict === undefined) {
      throw new ScrapeError('protocol', `${PATH} answered ${response.status} with no health JSON`);
    }
    answered();
    if (!verdict || response.status !== 200) {
      throw new ScrapeError(
        'unhealthy',
        `RTS says that it is not healthy (HTTP ${response.status})`,
      );
    }
    samples.set(m.up, 1);
  }

  async close(): Promise<void> {
    this.#http.close();
  }
}

/** `success` of RTS's health JSON; undefined if the body is something else (a web page, an empty answer). */
function verdictOf(body: string): boolean | undefined {
  try {
    const success = (JSON.parse(body) as { success?: unknown } | null)?.success;
    return typeof success === 'boolean' ? success : undefined;
  } catch {
    return undefined;
  }
}
