// The exporter's own front door: TLS, client certificates, basic auth and a rate limit from a web-config file that may change.
import { createHash } from 'node:crypto';
import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import {
  createServer as createHttps,
  type Server as HttpsServer,
  type ServerOptions,
} from 'node:https';
import type { WebConfig, WebTls } from '../../config/web-config/index.ts';
import { Secret } from '../../scrape/secret.ts';
import type { Logger } from '../../telemetry/log.ts';
import { BasicAuth } from './basic-auth.ts';
import { TlsConnections } from './connections.ts';
import { TokenBucket } from './rate-limit.ts';
import { FileWatch } from './watch.ts';

/** Where the configuration comes from, at first and whenever its files change. */
export interface WebSource {
  readonly initial: WebConfig;
  /** Reads it anew; rejects with an error whose message says, without secrets, what is wrong. */
  readonly read: () => Promise<WebConfig>;
  readonly checkEveryMs?: number;
}

/** What a request gets that may not come in. */
export interface Refusal {
  readonly status: number;
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DoorReport {
  /** Whether the file as it is now is in use. */
  readonly good: boolean;
  /** When the configuration in use was read, in seconds since the epoch. */
  readonly readAt: number;
  /** When the certificate in use expires, likewise. */
  readonly notAfter?: number;
}

/** Often enough for a password that must go, seldom enough to cost nothing. */
const CHECK_EVERY_MS = 5_000;
const RETRY = { 'Retry-After': '1' };
const REALM = { 'WWW-Authenticate': 'Basic realm="appsmith-exporter", charset="UTF-8"' };

export class FrontDoor {
  readonly #source: WebSource;
  readonly #log: Logger;
  readonly #auth = new BasicAuth();
  readonly #watch: FileWatch;
  #config: WebConfig;
  #bucket: TokenBucket | undefined;
  #server: HttpsServer | undefined;
  #connections: TlsConnections | undefined;
  #readAt = Date.now() / 1000;
  /** The message of the last reload, empty if it went well. */
  #wrong = '';

  constructor(source: WebSource, log: Logger) {
    this.#source = source;
    this.#log = log;
    this.#config = source.initial;
    this.#bucket = bucketOf(source.initial);
    const every = source.checkEveryMs ?? CHECK_EVERY_MS;
    this.#watch = new FileWatch(source.initial.files, every, () => this.reload());
    this.#warnOfExpiry();
  }

  get isTls(): boolean {
    return this.#config.tls !== undefined;
  }

  /** An HTTP or HTTPS server, as the configuration says; it does not listen yet. */
  createServer(options: ServerOptions, app: RequestListener): Server {
    const { tls } = this.#config;
    if (!tls) return createHttp(options, app);
    const requestCert = tls.clientAuth !== 'none';
    // What a certificate must be is decided when it is there, so that it can change while we listen.
    const clients = { requestCert, rejectUnauthorized: false };
    const server = createHttps({ ...options, ...clients, ...contextOf(tls) }, app);
    this.#connections = new TlsConnections(server, () => this.#config.tls!, this.#log);
    this.#server = server;
    return server;
  }

  /** Headers to send instead of the usual ones; an empty one is not sent. */
  headers(): WebConfig['headers'] {
    return this.#config.headers;
  }

  /** Undefined for a request that may come in. */
  async refusalOf(request: IncomingMessage): Promise<Refusal | undefined> {
    if (this.#bucket?.take() === false) {
      return { status: 429, line: 'too many requests', headers: RETRY };
    }
    const { users } = this.#config;
    if (users.size === 0) return undefined;
    const { headers, socket } = request;
    const admission = await this.#auth.admit(
      headers.authorization,
      users,
      socket.remoteAddress ?? '',
    );
    if (admission === 'welcome') return undefined;
    if (admission === 'busy') return { status: 429, line: 'too many log-ins', headers: RETRY };
    if (admission === 'full') return { status: 503, line: 'too many log-ins', headers: RETRY };
    return { status: 401, line: 'a user name and a password are needed', headers: REALM };
  }

  /** Whether a connection should end with its answer, because it was made under an older configuration. */
  isOutdated(request: IncomingMessage): boolean {
    return this.#connections?.isOutdated(request.socket) ?? false;
  }

  report(): DoorReport {
    const { tls } = this.#config;
    const notAfter = tls && { notAfter: tls.notAfter.getTime() / 1000 };
    return { good: this.#wrong === '', readAt: this.#readAt, ...notAfter };
  }

  /** Reads the files again. What is wrong with them is logged once, and what was in use stays. */
  async reload(): Promise<void> {
    try {
      const next = await this.#source.read();
      this.#apply(next);
      this.#readAt = Date.now() / 1000;
      this.#wrong = '';
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why === this.#wrong) return;
      this.#wrong = why;
      const said = 'the web-config file cannot be used; what was in use stays';
      for (const problem of why.split('\n')) this.#log.error({ problem }, said);
    }
  }

  /** Connections that have not finished their handshake are let go. */
  stopAccepting(): void {
    this.#watch.close();
    this.#connections?.dropPending();
  }

  async close(): Promise<void> {
    this.stopAccepting();
    await this.#auth.close();
  }

  #apply(next: WebConfig): void {
    const { tls } = this.#config;
    this.#watch.watch(next.files);
    if (asks(tls) !== asks(next.tls)) {
      throw new Error(
        `${next.path}: whether there is TLS, and whether clients are asked for certificates, changes only at a restart`,
      );
    }
    const same = fingerprint(next) === fingerprint(this.#config);
    if (same && this.#wrong === '') return;
    const limit = JSON.stringify(next.rateLimit);
    if (limit !== JSON.stringify(this.#config.rateLimit)) this.#bucket = bucketOf(next);
    if (next.tls && fingerprint(next.tls) !== fingerprint(tls)) {
      this.#server?.setSecureContext(contextOf(next.tls));
      this.#connections?.outdate();
    }
    // Whom the new settings may not let in must not go on; nobody loses a request by it.
    if (clientsOf(next.tls) !== clientsOf(tls)) this.#server?.closeIdleConnections();
    this.#config = next;
    this.#warnOfExpiry();
    this.#log.info(same ? 'the web-config file is as before' : 'the web-config file was reloaded');
  }

  #warnOfExpiry(): void {
    const { tls } = this.#config;
    if (!tls || tls.notAfter.getTime() > Date.now()) return;
    this.#log.warn({ expired: tls.notAfter.toISOString() }, 'the certificate has expired');
  }
}

function bucketOf({ rateLimit }: WebConfig): TokenBucket | undefined {
  return rateLimit && new TokenBucket(rateLimit);
}

const contextOf = ({ context, key }: WebTls) => ({ ...context, key: key.reveal() });

/** What Node's server cannot change while it listens. */
const asks = (tls: WebTls | undefined) => tls && tls.clientAuth !== 'none';

/** Which clients TLS lets in. */
const clientsOf = (tls: WebTls | undefined) =>
  fingerprint([tls?.clientAuth, tls?.allowedSans, tls?.context.ca]);

/** Tells configurations apart, with their secrets, without holding any. */
function fingerprint(value: unknown): string {
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, plain) {
    const raw = this[key];
    if (raw instanceof Secret) return raw.reveal();
    return raw instanceof Map || raw instanceof Set ? [...raw] : plain;
  });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
