// One visit to the front door: the page with its redirects over a new connection, and the API behind it.
import { type SecureContext, TLSSocket } from 'node:tls';
import { ScrapeError } from '../../scrape/errors.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { type Access, openLine, Spent } from './line.ts';
import { type Answer, Talk } from './speak.ts';

const MAX_REDIRECTS = 5;
const API = '/api/v1/health';

export interface VisitOptions {
  readonly url: string;
  /** Hosts besides the URL's own to which a redirect is followed. */
  readonly redirectHosts: ReadonlySet<string>;
}

/** What was learnt so far; it stands also when the visit ends early. */
export class Visit {
  readonly spent = new Spent();
  url: URL;
  redirects = 0;
  certificate: Certificate | undefined;
  tlsVersion: string | undefined;
  http2: boolean | undefined;
  /** The page's, once the last of it has arrived. */
  page: Answer | undefined;
  seconds: number | undefined;
  readonly #hosts: ReadonlySet<string>;
  readonly #trust: SecureContext | undefined;
  #talk: Talk | undefined;
  #origin: string | undefined;

  constructor({ url, redirectHosts }: VisitOptions, trust: SecureContext | undefined) {
    this.url = new URL(`${url}/`);
    this.#hosts = new Set([this.url.hostname, ...redirectHosts]);
    this.#trust = trust;
  }

  /** Gets the page, and follows redirects as long as they stay; throws `protocol` when there are too many. */
  async getPage(signal: AbortSignal): Promise<Answer> {
    const started = performance.now();
    for (;;) {
      const answer = await this.#ask(this.url, signal, this.spent);
      const next = this.#redirect(answer);
      if (!next) {
        this.page = answer;
        this.seconds = (performance.now() - started) / 1000;
        return answer;
      }
      if (++this.redirects > MAX_REDIRECTS) {
        throw new ScrapeError('protocol', `more than ${MAX_REDIRECTS} redirects lead to no page`);
      }
      this.url = next;
    }
  }

  /** Asks the API where the page was found. */
  getApi(signal: AbortSignal): Promise<Answer> {
    const path = this.url.pathname.replace(/\/[^/]*$/, '');
    return this.#ask(new URL(path + API, this.url), signal, new Spent());
  }

  access(signal: AbortSignal, protocols: Access['protocols'], spent = new Spent()): Access {
    return { signal, spent, trust: this.#trust, protocols };
  }

  /** Ends the connection, however far the visit came. */
  close(): void {
    this.#talk?.close();
  }

  async #ask(url: URL, signal: AbortSignal, spent: Spent): Promise<Answer> {
    const access = this.access(signal, ['h2', 'http/1.1'], spent);
    const talk = await this.#talkTo(url, access);
    return talk.get(url, access);
  }

  /** The connection to there that is open still, as a browser would take it, or a new one. */
  async #talkTo(url: URL, access: Access): Promise<Talk> {
    if (this.#talk?.open && this.#origin === url.origin) return this.#talk;
    this.#talk?.close();
    const socket = await openLine(url, access);
    this.#talk = new Talk(socket);
    this.#origin = url.origin;
    if (socket instanceof TLSSocket) {
      this.certificate = certificateOf(socket);
      this.tlsVersion = socket.getProtocol() ?? undefined;
      this.http2 = this.#talk.http2;
    }
    return this.#talk;
  }

  /** Where it leads to, if that is a place to go: where else it may lead is the peer's word, not the user's. */
  #redirect({ status, headers: { location } }: Answer): URL | undefined {
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
    if (!URL.canParse(location, this.url.href)) return undefined;
    const next = new URL(location, this.url);
    return /^https?:$/.test(next.protocol) && this.#hosts.has(next.hostname) ? next : undefined;
  }
}
