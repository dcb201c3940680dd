// Asks Appsmith's cloud services for a sign of life on the way that Appsmith takes, seldom, and without saying who asks.
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { withPatience } from '../../scrape/patience.ts';
import { cloudServicesMetrics as m } from './metrics.ts';
import { type ForwardProxy, tunnel } from './proxy.ts';
import { trustOf } from './trust.ts';

/** What Appsmith itself asks at its start; it needs no licence and tells nothing of the instance. */
const PATH = '/api/v1/ip';

export interface CloudServicesOptions {
  readonly url: string;
  readonly proxy: ForwardProxy | undefined;
  /** Shortest time from one question to the next, in seconds. */
  readonly intervalSeconds: number;
  /** The longest wait, in seconds. */
  readonly timeoutSeconds: number;
  readonly stacksDir: string | undefined;
}

interface Result {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly answer?: { readonly status: number; readonly seconds: number };
  readonly error?: unknown;
}

export class CloudServicesCollector implements Collector {
  readonly #options: CloudServicesOptions;
  #last: Result | undefined;

  constructor(options: CloudServicesOptions) {
    this.#options = options;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples } = scrape;
    samples.fallback(m.up, 0);
    samples.set(m.proxied, this.#options.proxy !== undefined);
    const last = this.#isFresh() ? this.#last : await this.#askAnew(scrape);
    samples.set(m.asked, last && last.at / 1000);
    if (!last?.answer) throw last?.error;
    const { status, seconds } = last.answer;
    scrape.answered();
    samples.set(m.status, status);
    samples.set(m.duration, seconds);
    if (status >= 500) throw new ScrapeError('http_status', `they answer with HTTP ${status}`);
    samples.set(m.up, 1);
  }

  /** Every question has a connection of its own, and closes it. */
  async close(): Promise<void> {}

  #isFresh(): boolean {
    const age = Date.now() - (this.#last?.at ?? Number.NEGATIVE_INFINITY);
    // A clock that was put back must not keep an answer for ever.
    return age >= 0 && age < this.#options.intervalSeconds * 1000;
  }

  /** What was cut off by the scrape's own end is no result, and asked again at the next. */
  async #askAnew({ signal, remaining }: ScrapeContext): Promise<Result> {
    const ms = Math.min(this.#options.timeoutSeconds * 1000, remaining() * 0.9);
    const at = Date.now();
    let isLate = false;
    try {
      const answer = await withPatience({ signal }, ms, (limited) =>
        this.#ask(limited).catch((error: unknown) => {
          isLate = limited.aborted;
          throw error;
        }),
      );
      this.#last = { at, answer };
    } catch (error) {
      if (signal.aborted) throw error;
      const late = new ScrapeError('timeout', 'they did not answer in time');
      this.#last = { at, error: isLate ? late : error };
    }
    return this.#last;
  }

  async #ask(signal: AbortSignal): Promise<{ status: number; seconds: number }> {
    const { url, proxy, stacksDir } = this.#options;
    const target = new URL(url + PATH);
    const started = performance.now();
    const secureContext = await trustOf(stacksDir);
    const through = proxy && (await tunnel(proxy, authorityOf(target), signal));
    const options: https.RequestOptions = {
      ...{ signal, headers: { 'user-agent': 'appsmith-exporter' } },
      ...(secureContext && { secureContext }),
      // An agent, even one for this question alone, would connect by itself.
      ...(through
        ? { createConnection: () => tlsOver(through, target, secureContext) }
        : { agent: false }),
    };
    try {
      const status = await statusOf(target, options);
      return { status, seconds: (performance.now() - started) / 1000 };
    } finally {
      through?.destroy();
    }
  }
}

const authorityOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;

function tlsOver(socket: Socket, target: URL, secureContext: SecureContext | undefined): Socket {
  if (target.protocol !== 'https:') return socket;
  return connectTls({
    socket,
    servername: target.hostname,
    ...(secureContext && { secureContext }),
  });
}

function statusOf(target: URL, options: https.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const module = target.protocol === 'https:' ? https : http;
    const asked = module.request(target, options, (response) => {
      // The body is the address under which this machine is seen: nobody's business here.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}
