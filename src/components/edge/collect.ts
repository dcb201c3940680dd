// Opens Appsmith as somebody would: the public URL over new connections, and what comes back.
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Collector, Note, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { withPatience } from '../../scrape/patience.ts';
import { edgeMetrics as m, PAGES } from './metrics.ts';
import { isApi, loadBalancerOf, pageOf, whyNot } from './page.ts';
import { Visit, type VisitOptions } from './visit.ts';
import { shakeHands } from './websocket.ts';

export interface EdgeOptions extends VisitOptions {
  /** Nobody named the URL: what answers there may be something else altogether. */
  readonly guessed: boolean;
  readonly checkWebSocket: boolean;
  /** The longest visit, in seconds. */
  readonly timeoutSeconds: number;
  /** PEM file of authorities to trust instead of the system's. */
  readonly ca: string | undefined;
}

export class EdgeCollector implements Collector {
  readonly #options: EdgeOptions;
  #trusted: { readonly pem: string; readonly context: SecureContext } | undefined;

  constructor(options: EdgeOptions) {
    this.#options = options;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    scrape.samples.fallback(m.up, 0);
    const visit = new Visit(this.#options, await this.#trust());
    // A front door that hangs shall not hold up the scrape, nor take away what is known of it.
    const ms = Math.min(this.#options.timeoutSeconds * 1000, scrape.remaining() * 0.9);
    try {
      await withPatience(scrape, ms, (signal) =>
        this.#look(visit, scrape, signal).catch((error: unknown) => {
          const isLate = signal.aborted && !scrape.signal.aborted;
          // What was cut off in the middle says so in many ways.
          throw isLate ? late(ms, visit.page !== undefined) : error;
        }),
      );
    } finally {
      visit.close();
      describe(visit, scrape);
    }
  }

  /** Every visit has connections of its own, and closes them. */
  async close(): Promise<void> {}

  async #look(visit: Visit, scrape: ScrapeContext, signal: AbortSignal): Promise<void> {
    const { samples } = scrape;
    const answer = await visit.getPage(signal);
    if (!this.#options.guessed) scrape.answered();
    const page = pageOf(answer);
    for (const one of PAGES) samples.set(m.page, one === page, { page: one });
    if (page === 'login') {
      scrape.answered();
      scrape.note(guarded(answer.status));
      return samples.set(m.up, 1);
    }
    const api = await visit.getApi(signal);
    const apiUp = isApi(api);
    samples.set(m.apiUp, apiUp);
    samples.set(m.apiDuration, api.headSeconds);
    if (!apiUp && page === 'other' && this.#options.guessed) throw somebodyElse();
    scrape.answered();
    if (this.#options.checkWebSocket) await this.#checkWebSocket(visit, scrape, signal);
    if (page !== 'app' || !apiUp) throw whyNot(page, answer, api);
    samples.set(m.up, 1);
  }

  async #checkWebSocket(visit: Visit, scrape: ScrapeContext, signal: AbortSignal): Promise<void> {
    const { samples } = scrape;
    samples.fallback(m.websocketUp, 0);
    try {
      const { status, open } = await shakeHands(visit.url, visit.access(signal, ['http/1.1']));
      samples.set(m.websocketStatus, status);
      samples.set(m.websocketUp, open);
      if (!open) scrape.note(noWebSocket(`it was answered with HTTP ${status}`));
    } catch (error) {
      if (signal.aborted) throw error;
      scrape.note(noWebSocket('the connection ended without an answer'));
    }
  }

  /** Read anew each time, as certificates are renewed; made anew only if it has changed. */
  async #trust(): Promise<SecureContext | undefined> {
    const { ca } = this.#options;
    if (ca === undefined) return undefined;
    const pem = await readFile(ca, 'utf8').catch(() => {
      throw new ScrapeError('tls', 'the file of the setting edge.ca cannot be read');
    });
    if (this.#trusted?.pem !== pem)
      this.#trusted = { pem, context: createSecureContext({ ca: pem }) };
    return this.#trusted.context;
  }
}

/** Adds all that the visit has learnt, however it ended. */
function describe(visit: Visit, { samples }: ScrapeContext): void {
  for (const [phase, seconds] of visit.spent.entries()) samples.set(m.phase, seconds, { phase });
  const { certificate, page } = visit;
  samples.set(m.http2, visit.http2);
  if (certificate) {
    samples.set(m.certificateExpiry, certificate.expires);
    samples.set(m.chainExpiry, certificate.chainExpires);
    samples.set(m.verified, certificate.error === undefined);
    if (certificate.error) samples.set(m.certificateError, 1, { reason: certificate.error });
  }
  if (!page) return;
  const tls = visit.url.protocol === 'https:';
  samples.set(m.status, page.status);
  samples.set(m.duration, visit.seconds);
  samples.set(m.redirects, visit.redirects);
  samples.set(m.tls, tls);
  samples.info(m.info, {
    scheme: tls ? 'https' : 'http',
    http_version: visit.http2 ? '2' : '1.1',
    tls_version: tls ? visit.tlsVersion : undefined,
    load_balancer: loadBalancerOf(page.headers),
  });
}

/** A page without an API behind it is what people get then: the front door answers, and is not well. */
function late(ms: number, page: boolean): ScrapeError {
  const within = `within ${(ms / 1000).toFixed(1)} s`;
  return page
    ? new ScrapeError('unhealthy', `the API did not answer through the front door ${within}`)
    : new ScrapeError('timeout', `the front door did not answer ${within}`);
}

/** As if nobody listened there: for this deployment nobody does, unless supervisord runs Appsmith’s proxy. */
const somebodyElse = (): ScrapeError =>
  new ScrapeError('refused', 'what answers there is not Appsmith');

const guarded = (status: number): Note => ({
  level: 'info',
  code: 'edge-guarded',
  text: `the front door answers with HTTP ${status}: a login stands before Appsmith, and the exporter does not see through it`,
  remedy:
    'name the address under which people open Appsmith in APPSMITH_EXPORTER_PUBLIC_URL, let /, /info and /api/v1/health pass for the exporter, or name the host to which it may be redirected in edge.redirect_hosts',
});

const noWebSocket = (what: string): Note => ({
  level: 'warning',
  code: 'edge-no-websocket',
  text: `no WebSocket to RTS could be opened through the front door: ${what}`,
  remedy:
    'let what stands before Appsmith pass the headers Upgrade and Connection; the newest RTS has no WebSocket any more: switch edge.check_websocket off then',
});
