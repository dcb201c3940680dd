// HTTP to an upstream: kept-alive connections, a signal that really ends the request, bounded bodies.
import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { type ForeignFamilies, type TranslateOptions, translate } from '../exposition/index.ts';
import type { ScrapeContext } from './component.ts';
import { ScrapeError } from './errors.ts';
import type { Secret } from './secret.ts';

export interface HttpOptions {
  /** Base address without a trailing slash; paths are appended to it. */
  readonly url: string;
  readonly basicAuth?: { readonly user: string; readonly password: Secret } | undefined;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** Connections at most; more requests queue. */
  readonly maxSockets?: number;
}

export interface HttpRequest {
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Media type, lower case, without parameters; empty if there was none. */
  readonly mediaType: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Must be read to its end or destroyed, or the connection is not reused. */
  readonly body: http.IncomingMessage;
  /** From sending the request to the response's head. */
  readonly headSeconds: number;
}

const IDLE_MS = 60_000;
/** Paths of which the address is kept taken apart; those of a walk through JSON come and go. */
const MAX_TARGETS = 16;
/** One for all: an exception notes where it was made, which costs more than the request's end. */
const GIVEN_UP = new DOMException('the request was given up', 'AbortError');

/** One upstream's HTTP client. Follows no redirects: where they lead is the upstream's word, not the user's. */
export class HttpClient {
  readonly #options: HttpOptions;
  readonly #agent: http.Agent;
  readonly #send: typeof http.request;
  /** What every request has, by its path. */
  readonly #targets = new Map<string, https.RequestOptions>();

  constructor(options: HttpOptions) {
    this.#options = options;
    const module = options.url.startsWith('https:') ? https : http;
    this.#send = module.request;
    this.#agent = new module.Agent({
      keepAlive: true,
      maxSockets: options.maxSockets ?? 2,
      timeout: IDLE_MS,
    });
  }

  /**
   * Sends a request; resolves at the response's head. A kept connection that had died is retried once. Throws
   * `unsupported` for a compressed answer: none was asked for, and none is ever inflated.
   */
  async request(path: string, request: HttpRequest): Promise<HttpResponse> {
    const response = await this.#retried(path, request);
    const encoding = response.headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() === 'identity') return response;
    discard(response);
    throw new ScrapeError('unsupported', `${path} answered compressed, which nobody asked for`);
  }

  /** Closes idle and busy connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #retried(path: string, request: HttpRequest): Promise<HttpResponse> {
    try {
      return await this.#once(path, request);
    } catch (error) {
      if (!(error as { staleSocket?: boolean }).staleSocket || request.signal.aborted) throw error;
      return this.#once(path, request);
    }
  }

  #once(path: string, request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    if (signal.aborted) return Promise.reject(GIVEN_UP);
    const started = performance.now();
    const options: https.RequestOptions = {
      ...this.#targetOf(path),
      method: request.method ?? 'GET',
      headers: { 'user-agent': 'appsmith-exporter', ...request.headers },
    };
    return new Promise((resolve, reject) => {
      const sent = this.#send(options, (body) => {
        resolve({
          status: body.statusCode ?? 0,
          mediaType: mediaTypeOf(body.headers['content-type']),
          headers: body.headers,
          body,
          headSeconds: (performance.now() - started) / 1000,
        });
      });
      // Node's own option for it listens to eight events of each request to know when it has ended.
      const giveUp = () => sent.destroy(GIVEN_UP);
      signal.addEventListener('abort', giveUp, { once: true });
      sent.once('close', () => signal.removeEventListener('abort', giveUp));
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const stale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        reject(stale ? Object.assign(error, { staleSocket: true }) : error);
      });
      sent.end(request.body);
    });
  }

  #targetOf(path: string): https.RequestOptions {
    const known = this.#targets.get(path);
    if (known) return known;
    const { url, basicAuth, ca } = this.#options;
    const target: https.RequestOptions = {
      ...urlToHttpOptions(new URL(url + path)),
      agent: this.#agent,
      ...(basicAuth && { auth: `${basicAuth.user}:${basicAuth.password.reveal()}` }),
      ...(ca !== undefined && { ca }),
    };
    if (this.#targets.size < MAX_TARGETS) this.#targets.set(path, target);
    return target;
  }
}

/** Reads a body as UTF-8 text; throws `too_large` past `maxBytes`, `truncated` if it ended too soon. */
export function readText({ body }: HttpResponse, maxBytes = 1 << 20): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      reject(new ScrapeError('too_large', `the answer is larger than ${maxBytes} bytes`));
      body.destroy();
    });
    body.once('end', () => resolve(Buffer.concat(chunks, size).toString('utf8')));
    body.once('error', (error) => reject(asCut(error)));
    body.once('close', () => {
      if (!body.readableEnded) reject(cut());
    });
    // Closed before anybody listened: neither an end nor an error will follow.
    if (body.destroyed) reject(body.errored ? asCut(body.errored) : cut());
  });
}

const cut = (): ScrapeError =>
  new ScrapeError('truncated', 'the connection closed in the middle of the answer');

/** What ended a body, in the words of a scrape. */
function asCut(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? cut() : error;
}

/**
 * A body's chunks as they arrive; a connection that closes before the body's end is `truncated`. Who stops
 * reading early, as at `# EOF`, keeps the connection if little is left of the body.
 */
export async function* bodyChunks(body: http.IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw asCut(error);
  } finally {
    await finished(body);
  }
}

/** The format of an exposition by its media type; undefined for anything else. */
export function expositionFormat(mediaType: string): 'text' | 'openmetrics' | undefined {
  if (mediaType === 'application/openmetrics-text') return 'openmetrics';
  return mediaType === 'text/plain' ? 'text' : undefined;
}

/** Hands what came over to the scrape; throws `too_large` with these words, or what else was wrong with the body. */
export async function takeOver(
  { body }: HttpResponse,
  options: TranslateOptions,
  scrape: Pick<ScrapeContext, 'foreign'>,
  tooLarge: string,
): Promise<ForeignFamilies> {
  const translated = await translate(bodyChunks(body), options);
  scrape.foreign(translated);
  if (translated.dropped.has('body_too_large')) throw new ScrapeError('too_large', tooLarge);
  if (translated.error !== undefined) throw translated.error;
  return translated;
}

/** What of an unwanted body is worth reading, and waiting for, to keep its connection. */
const DISCARD_BYTES = 64 << 10;
const DISCARD_MS = 100;

/** Ends a body nobody wants: what is small is read, so that its connection can be used again. */
export function discard({ body }: HttpResponse): void {
  void finished(body);
}

/** Resolves when the body has been read to its end, or was destroyed because its end is too far away. */
function finished(body: http.IncomingMessage): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => body.destroy(), DISCARD_MS);
    let left = DISCARD_BYTES;
    body.on('error', () => {});
    body.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) body.destroy();
    });
    for (const event of ['end', 'close']) {
      body.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
    body.resume();
  });
}

function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]!.trim().toLowerCase();
}
