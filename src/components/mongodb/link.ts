// The one client of a MongoDB target: made by the first scrape, kept while it works, dropped when it does not.
import type { Document, MongoClient, MongoClientOptions } from 'mongodb';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Secret } from '../../scrape/secret.ts';
import { isRefusal, toScrapeError } from './errors.ts';
import { type ConnectionMode, connectionModes, type MongoAddress } from './url.ts';

/**
 * How long one attempt to connect, or one heartbeat of the driver's monitor, may take at most. The driver
 * cannot cancel a handshake, so it is also kept within the scrape that starts it.
 */
const CONNECT_TIMEOUT_MS = 5000;
/** The driver's own check of every member, beside the scrapes; a failed command makes it check at once. */
const HEARTBEAT_MS = 60_000;
/** Left between the server's time limit and the deadline for the answer's way back. */
const MARGIN_MS = 50;

/** A set without a primary still has much to tell. */
const READ_PREFERENCE = 'primaryPreferred';

/** What a command needs of the scrape it runs in. */
export interface Deadline {
  readonly signal: AbortSignal;
  remaining(): number;
}

/** Runs one command on a database; throws what the driver throws. */
export type Run = (database: string, command: Document) => Promise<Document>;

/** Owns the client: at most one at a time, with one pooled connection and the driver's monitor beside it. */
export class Link {
  readonly #url: Secret;
  readonly #modes: readonly ConnectionMode[];
  /** The mode that worked last; a set that could not be reached is not looked for again. */
  #mode = 0;
  #live: LiveClient | undefined;
  #closed = false;

  constructor(url: Secret, address: MongoAddress) {
    this.#url = url;
    this.#modes = connectionModes(address);
  }

  /**
   * Gives a connection that has just answered a ping. A client that was kept but fails is replaced
   * once, at once: a server that was restarted between two scrapes costs no gap.
   */
  async open(deadline: Deadline): Promise<{ run: Run; pingSeconds: number }> {
    const kept = this.#live;
    if (kept && !kept.lost) {
      try {
        return await this.#ping(kept, deadline);
      } catch (error) {
        if (deadline.signal.aborted || isRefusal(error))
          throw toScrapeError(error, deadline.signal);
      }
    }
    if (this.#live) this.#drop(this.#live);
    return this.#connect(deadline);
  }

  /** Drops the client after a failure; the next scrape makes a new one. */
  reset(): void {
    if (this.#live) this.#drop(this.#live);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const live = this.#live;
    this.#live = undefined;
    await live?.close();
  }

  async #connect(deadline: Deadline): Promise<{ run: Run; pingSeconds: number }> {
    let failure: unknown;
    for (let tries = this.#mode; tries < this.#modes.length; tries++) {
      const more = tries + 1 < this.#modes.length;
      const client = await this.#client(this.#modes[tries]!, deadline, more ? 2 : 1);
      try {
        const opened = await this.#ping(client, deadline);
        this.#mode = tries;
        return opened;
      } catch (error) {
        failure = error;
        if (deadline.signal.aborted || isRefusal(error)) break;
      }
    }
    throw toScrapeError(failure, deadline.signal);
  }

  /** The current client, or a new one; `share` is the part of the time left that it may spend (1/share). */
  async #client(mode: ConnectionMode, deadline: Deadline, share: number): Promise<LiveClient> {
    const driver = await import('mongodb');
    deadline.signal.throwIfAborted();
    if (this.#closed) throw new ScrapeError('cancelled', 'the collector is closed');
    this.#live ??= new LiveClient(driver, this.#url, mode, deadline.remaining() / share);
    return this.#live;
  }

  async #ping(client: LiveClient, deadline: Deadline) {
    const run: Run = (database, command) => client.run(database, command, deadline);
    const started = performance.now();
    try {
      await run('admin', { ping: 1 });
    } catch (error) {
      this.#drop(client);
      throw error;
    }
    return { run, pingSeconds: (performance.now() - started) / 1000 };
  }

  #drop(client: LiveClient): void {
    if (this.#live === client) this.#live = undefined;
    client.abandon();
  }
}

/** A driver's client and what its events say about the servers behind it. */
class LiveClient {
  readonly #client: MongoClient;
  /** Rejects when every server that is known has failed its check: waiting longer brings nothing. */
  readonly #unreachable: Promise<never>;
  #giveUp: (error: unknown) => void = () => {};
  #everKnown = false;
  /** No server is known any more; set by the monitor between scrapes. */
  lost = false;

  constructor(
    driver: typeof import('mongodb'),
    url: Secret,
    mode: ConnectionMode,
    limitMs: number,
  ) {
    this.#unreachable = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    this.#unreachable.catch(() => {});
    this.#client = makeClient(driver, url, mode, limitMs);
    this.#client.on('topologyDescriptionChanged', ({ newDescription: { servers } }) => {
      const states = [...servers.values()];
      if (states.some((server) => server.type !== 'Unknown')) {
        this.#everKnown = true;
        this.lost = false;
        return;
      }
      this.lost = this.#everKnown;
      const failed = states.find((server) => server.error);
      if (failed && states.every((server) => server.error)) this.#giveUp(failed.error);
    });
    this.#client.on('error', () => {});
  }

  async run(database: string, command: Document, { signal, remaining }: Deadline) {
    const maxTimeMS = Math.max(1, Math.round(remaining() - MARGIN_MS));
    const answer = this.#client
      .db(database)
      .command({ ...command, maxTimeMS }, { signal, readPreference: READ_PREFERENCE });
    answer.catch(() => {});
    return Promise.race([answer, this.#unreachable]);
  }

  /** Says good-bye to the server, then closes. */
  async close(): Promise<void> {
    await Promise.race([this.#client.close(), after(500)]);
    this.abandon();
  }

  /**
   * Destroys every socket now. The driver's own close first tries to end its sessions on the server,
   * which would open one more connection to a server that hangs.
   */
  abandon(): void {
    const { topology } = this.#client as unknown as { topology?: Topology };
    topology?.closeCheckedOutConnections?.();
    topology?.close?.();
    this.#client.close().catch(() => {});
  }
}

/** The driver's internals that {@link LiveClient.abandon} uses; without them it is a plain close. */
interface Topology {
  closeCheckedOutConnections?(): void;
  close?(): void;
}

function makeClient(
  { MongoClient }: typeof import('mongodb'),
  url: Secret,
  mode: ConnectionMode,
  limitMs: number,
): MongoClient {
  const limit = Math.max(1, Math.round(limitMs));
  const options: MongoClientOptions = {
    appName: 'appsmith-exporter',
    // The first selection, made by the driver itself, goes by the client's preference, not the command's.
    readPreference: READ_PREFERENCE,
    maxPoolSize: 1,
    minPoolSize: 0,
    maxIdleTimeMS: 0,
    // Polling needs one monitoring connection to a server, streaming two.
    serverMonitoringMode: 'poll',
    heartbeatFrequencyMS: HEARTBEAT_MS,
    connectTimeoutMS: Math.min(limit, CONNECT_TIMEOUT_MS),
    serverSelectionTimeoutMS: limit,
    compressors: ['none'],
    ...(mode === 'direct' && { directConnection: true }),
  };
  try {
    return new MongoClient(url.reveal(), options);
  } catch (error) {
    // The driver's text may quote the connection string.
    const name = error instanceof Error ? error.name : 'error';
    throw new ScrapeError(
      'unsupported',
      `the driver does not accept the connection string: ${name}`,
    );
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
