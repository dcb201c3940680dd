// NGINX in Caddy's place: its status page, four lines of numbers.
import type { IncomingHttpHeaders } from 'node:http';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, HttpClient, readText } from '../../scrape/http.ts';
import { caddyMetrics as m } from './metrics.ts';

const STATUS =
  /^Active connections: (\d+)\s+server accepts handled requests\s+(\d+) (\d+) (\d+)\s+Reading: (\d+) Writing: (\d+) Waiting: (\d+)\s*$/;

/** The page's numbers in the order in which they stand there. */
const FIELDS = [
  m.active,
  m.accepted,
  m.handled,
  m.httpRequests,
  m.reading,
  m.writing,
  m.waiting,
] as const;

/** Asks NGINX's `stub_status` page. */
export class NginxCollector implements Collector {
  readonly #http: HttpClient;

  /** @param url of the page itself */
  constructor(url: string) {
    this.#http = new HttpClient({ url, maxSockets: 1 });
  }

  async collect({ signal, samples, answered }: ScrapeContext): Promise<void> {
    samples.fallback(m.nginxUp, 0);
    const response = await this.#http.request('', { signal });
    if (response.status !== 200) {
      discard(response);
      throw new ScrapeError(reasonFor(response.status), `stub_status answered ${response.status}`);
    }
    const numbers = parseStubStatus(await readText(response, 64 * 1024));
    answered();
    samples.set(m.nginxUp, 1);
    const version = nginxVersion(response.headers) ?? 'unknown';
    samples.info(m.info, { proxy: 'nginx', version });
    for (const [i, def] of FIELDS.entries()) samples.set(def, numbers[i]);
  }

  async close(): Promise<void> {
    this.#http.close();
  }
}

/** The seven numbers of the page; throws `protocol` for any other text, such as Appsmith's web page. */
export function parseStubStatus(text: string): readonly number[] {
  const found = STATUS.exec(text);
  if (!found) throw new ScrapeError('protocol', 'the answer is not the page of stub_status');
  return found.slice(1).map(Number);
}

/** By the header Server: `1.22.1` of `nginx/1.22.1`, `unknown` of `nginx` alone; undefined of what is not NGINX. */
export function nginxVersion({ server }: IncomingHttpHeaders): string | undefined {
  const found = /^(?:nginx|openresty)(?:\/(\d[\w.]{0,20}))?/i.exec(String(server ?? ''));
  return found ? (found[1] ?? 'unknown') : undefined;
}

const reasonFor = (status: number) =>
  status === 403 ? 'forbidden' : status === 404 ? 'not_found' : 'http_status';
