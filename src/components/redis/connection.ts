// One connection to one Redis server: opened by the first scrape that needs it, kept, never left half open.
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Redis, RedisOptions } from 'ioredis';
import { ScrapeError } from '../../scrape/errors.ts';
import { failureOf, ReplyFailure } from './errors.ts';
import { guardReplies } from './guard.ts';
import { type Endpoint, endpointText, type StoreUrl } from './url.ts';

export type Access = Pick<StoreUrl, 'tls' | 'verify' | 'username' | 'password'> & {
  /** PEM file of certificate authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
};

/** A server that sends more than this for one scrape is not a Redis that we want to read. */
const MAX_REPLY_BYTES = 16 << 20;
const CLIENT_NAME = 'appsmith-exporter';

/** A reply as RESP2 has it. */
export type Reply = string | number | null | Reply[];

export class Connection {
  readonly endpoint: Endpoint;
  readonly #access: Access;
  readonly #auth: 'always' | 'if asked';
  #client: Redis | undefined;
  /** Bytes read before this scrape. */
  #before = 0;
  #overflow = false;

  constructor(endpoint: Endpoint, access: Access, auth: 'always' | 'if asked' = 'always') {
    this.endpoint = endpoint;
    this.#access = access;
    this.#auth = auth;
  }

  /** Whether there is a connection that has not been seen to break. */
  get isOpen(): boolean {
    return this.#client?.status === 'ready';
  }

  /** Opens the connection if there is none; when the signal fires its socket is destroyed at once. */
  async open(signal: AbortSignal, timeoutMs: number): Promise<void> {
    this.#before = this.#client?.stream?.bytesRead ?? 0;
    this.#overflow = false;
    if (this.isOpen) return;
    this.close();
    this.#before = 0;
    const [{ Redis }] = await Promise.all([import('ioredis'), guardReplies()]);
    signal.throwIfAborted();
    const client = new Redis(this.#options(timeoutMs));
    this.#client = client;
    let failure: Error | undefined;
    client.on('error', (error: Error) => {
      failure ??= error;
    });
    const end = this.#dropOn(signal, client);
    try {
      await client.connect();
      client.stream.on('data', () => this.#guard(client));
      await this.#introduce(client);
    } catch (error) {
      this.#drop(client);
      signal.throwIfAborted();
      throw failureOf(failure ?? error, 'CONNECT');
    } finally {
      end();
    }
  }

  /** Sends one command and waits for its reply; when the signal fires the connection is destroyed. */
  async call(signal: AbortSignal, command: string, ...args: string[]): Promise<Reply> {
    signal.throwIfAborted();
    const client = this.#client;
    if (!client) throw new ScrapeError('reset', `the connection is closed (at ${command})`);
    const end = this.#dropOn(signal, client);
    try {
      return (await client.call(command, ...args)) as Reply;
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error, command);
      if (!(failure instanceof ReplyFailure)) this.#drop(client);
      throw this.#overflow ? tooLarge() : failure;
    } finally {
      end();
    }
  }

  /** Closes the connection, if there is one. */
  close(): void {
    if (this.#client) this.#drop(this.#client);
  }

  /**
   * Destroys a socket without a farewell: nothing is left behind, also when the server hangs. What a
   * client reports after that must not touch the one that has taken its place.
   */
  #drop(client: Redis): void {
    if (this.#client === client) this.#client = undefined;
    // On a socket that has gone already its timer for a slow farewell would hold up the end of the process.
    if (client.status !== 'end') client.disconnect();
    client.stream?.destroy();
  }

  /**
   * AUTH is sent by us and not by ioredis, which prints to the console where a server wants no password.
   * SELECT is not needed: INFO tells about all databases. A refused name does no harm.
   */
  async #introduce(client: Redis): Promise<void> {
    if (this.#auth === 'always') await this.#authenticate(client);
    else await client.call('PING').catch((error) => this.#authenticateIfAsked(client, error));
    await client.call('CLIENT', 'SETNAME', CLIENT_NAME).catch((error: unknown) => {
      const failure = failureOf(error, 'CLIENT SETNAME');
      // NOAUTH, LOADING and their like come again, and are dealt with, at PING.
      if (!(failure instanceof ReplyFailure)) throw failure;
    });
  }

  async #authenticate(client: Redis): Promise<void> {
    const { username, password } = this.#access;
    if (password === undefined) return;
    const credentials = username === undefined ? [password] : [username, password];
    await client.call('AUTH', ...credentials).catch((error: unknown) => {
      if (!needsNoPassword(error)) throw failureOf(error, 'AUTH');
    });
  }

  async #authenticateIfAsked(client: Redis, error: unknown): Promise<void> {
    const failure = failureOf(error, 'PING');
    if (!(failure instanceof ReplyFailure)) throw failure;
    if (failure.reason === 'unauthorized') await this.#authenticate(client);
  }

  #options(timeoutMs: number) {
    return {
      ...this.endpoint,
      protocol: 2,
      lazyConnect: true,
      disableClientInfo: true,
      // No reconnecting behind our back: the next scrape opens what is closed.
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      connectTimeout: Math.max(1, Math.ceil(timeoutMs)),
      ...(this.#access.tls ? { tls: this.#tls() } : {}),
    } satisfies RedisOptions;
  }

  #tls(): ConnectionOptions {
    const { ca, verify } = this.#access;
    return {
      servername: /^[\d.]+$|:/.test(this.endpoint.host) ? '' : this.endpoint.host,
      rejectUnauthorized: verify !== 'none',
      ...(verify === 'full' ? {} : { checkServerIdentity: () => undefined }),
      ...(ca === undefined ? {} : { ca: readCa(ca) }),
    };
  }

  #dropOn(signal: AbortSignal, client: Redis): () => void {
    const drop = () => this.#drop(client);
    signal.addEventListener('abort', drop, { once: true });
    return () => signal.removeEventListener('abort', drop);
  }

  #guard(client: Redis): void {
    if (client.stream.bytesRead - this.#before <= MAX_REPLY_BYTES) return;
    this.#overflow = true;
    client.stream.destroy();
  }

  toString(): string {
    return endpointText(this.endpoint);
  }
}

/** Whether the answer to AUTH means that the server asks for no password. */
function needsNoPassword(error: unknown): boolean {
  return (
    error instanceof Error &&
    /no password is set|without any password configured/i.test(error.message)
  );
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ScrapeError('tls', `the certificate authority's file cannot be read: ${file}`, {
      cause: error,
    });
  }
}

function tooLarge(): ScrapeError {
  return new ScrapeError('too_large', `a reply of more than ${MAX_REPLY_BYTES} bytes`);
}
