// One connection to one PostgreSQL: opened by the first scrape that needs it, kept, never left half open.
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Client, ClientConfig, QueryResult } from 'pg';
import { ScrapeError } from '../../scrape/errors.ts';
import { failureOf, NoCredentials, ServerFailure } from './errors.ts';
import { guardConnection, Meter, type PgConnection } from './guard.ts';
import { isLoopback, isSocket, type PostgresUrl } from './url.ts';

export interface Access extends PostgresUrl {
  /** PEM file of certificate authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
}

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

const NO_TLS = /does not support SSL/;

export class Connection {
  readonly #access: Access;
  #client: Client | undefined;
  #meter = new Meter();
  /** Whether the next attempt asks for TLS; where it is only preferred, the server's answer is remembered. */
  #tls: boolean;

  constructor(access: Access) {
    this.#access = access;
    const { sslMode, host } = access;
    // Nobody listens in on this machine, and the embedded server has no certificate.
    const preferred = sslMode === 'prefer' && !isLoopback(access);
    this.#tls = !isSocket(host) && (preferred || /^(require|verify)/.test(sslMode));
  }

  /** Whether there is a connection that has not been seen to break. */
  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** Opens the connection if there is none; when the signal fires its socket is destroyed at once. */
  async open(signal: AbortSignal): Promise<void> {
    this.#meter.bytes = 0;
    if (this.#client) return;
    try {
      await this.#connect(signal);
    } catch (error) {
      const refused = this.#access.sslMode === 'prefer' && this.#tls && NO_TLS.test(String(error));
      if (!refused) throw failureOf(error, 'log-in');
      this.#tls = false;
      await this.#connect(signal).catch((second: unknown) => {
        throw failureOf(second, 'log-in');
      });
    }
  }

  /** Runs one SELECT as {@link queries} does. */
  async query(signal: AbortSignal, limitMs: number, select: string): Promise<readonly Row[]> {
    const [rows = []] = await this.queries(signal, limitMs, [select]);
    return rows;
  }

  /**
   * Runs SELECTs, there and back at once, in a read-only transaction of their own, so that nothing stays set behind a
   * pooler either. The server itself ends each after `limitMs`; when the signal fires the connection is destroyed.
   * Throws a ServerFailure where the server refuses one of them.
   */
  async queries(
    signal: AbortSignal,
    limitMs: number,
    selects: readonly string[],
  ): Promise<readonly (readonly Row[])[]> {
    signal.throwIfAborted();
    const client = this.#client;
    if (!client) throw new ScrapeError('reset', 'the connection is closed');
    const timeout = Math.max(1, Math.floor(limitMs));
    const text = `begin read only; set local statement_timeout = ${timeout}; ${selects.join('; ')}; commit`;
    const end = this.#dropOn(signal, client);
    try {
      const results = (await client.query(text)) as unknown as readonly QueryResult<Row>[];
      return selects.map((_, i) => results[i + 2]?.rows ?? []);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOf(error, 'query');
      if (!(failure instanceof ServerFailure) || failure.fatal) this.#drop(client);
      else await this.#rollback(client);
      throw failure;
    } finally {
      end();
    }
  }

  /** Takes leave, if there is a connection; waits for nothing. */
  close(): void {
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    const { stream } = inside(client);
    client.end().catch(() => {});
    stream.destroySoon();
  }

  /** Destroys a socket without a farewell: nothing is left behind, also when the server hangs. */
  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    inside(client).stream.destroy();
  }

  async #rollback(client: Client): Promise<void> {
    await client.query('rollback').catch(() => this.#drop(client));
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { default: pg } = await import('pg');
    signal.throwIfAborted();
    const client = new pg.Client(this.#options());
    const meter = new Meter();
    guardConnection(inside(client), meter);
    let failure: Error | undefined;
    client.on('error', (error: Error) => {
      failure ??= error;
      this.#drop(client);
    });
    const end = this.#dropOn(signal, client);
    try {
      await client.connect();
    } catch (error) {
      this.#drop(client);
      signal.throwIfAborted();
      throw failure ?? error;
    } finally {
      end();
    }
    this.#meter = meter;
    this.#client = client;
  }

  /** All that pg would otherwise take from its own environment variables is said. */
  #options(): ClientConfig {
    const { host, port, user = 'postgres', password, database = 'postgres' } = this.#access;
    return {
      host,
      port,
      user,
      database,
      application_name: 'appsmith-exporter',
      password: () => {
        if (password === undefined) throw new NoCredentials();
        return password;
      },
      ssl: this.#tls ? this.#tlsOptions() : false,
      keepAlive: true,
    };
  }

  #tlsOptions(): ConnectionOptions {
    const { ca, sslMode } = this.#access;
    return {
      rejectUnauthorized: sslMode.startsWith('verify'),
      ...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
      ...(ca === undefined ? {} : { ca: readCa(ca) }),
    };
  }

  #dropOn(signal: AbortSignal, client: Client): () => void {
    const drop = () => this.#drop(client);
    signal.addEventListener('abort', drop, { once: true });
    return () => signal.removeEventListener('abort', drop);
  }
}

const inside = (client: Client): PgConnection =>
  (client as unknown as { connection: PgConnection }).connection;

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ScrapeError('tls', `the certificate authority's file cannot be read: ${file}`, {
      cause: error,
    });
  }
}
