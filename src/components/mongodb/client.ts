// A driver's client, kept small: one pooled connection, a monitor that polls, and an end that ends at once.
import type { Db, Document, MongoClient, MongoClientOptions } from 'mongodb';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Secret } from '../../scrape/secret.ts';
import { type ConnectionType, Sockets } from './sockets.ts';
import { type ConnectionMode, withoutOptions } from './url.ts';

/**
 * How long one attempt to connect, or one heartbeat of the driver's monitor, may take at most. The driver
 * cannot cancel a handshake, so it is also kept within the scrape that starts it.
 */
const CONNECT_TIMEOUT_MS = 5000;
/** The driver's own check of every member, beside the scrapes; a failed command makes it check at once. */
const HEARTBEAT_MS = 60_000;
/** The driver gives up a little before the scrape does, since only the driver knows why. */
const SHARE_OF_TIME = 0.8;
/** Left between the server's time limit and the deadline for the answer's way back. */
const MARGIN_MS = 50;

/** A set without a primary still has much to tell. */
const READ_PREFERENCE = 'primaryPreferred';

/** What a command needs of the scrape it runs in. */
export interface Deadline {
  readonly signal: AbortSignal;
  remaining(): number;
}

/** What is used of the driver; its class of connections may be missing. */
export interface Driver {
  readonly MongoClient: typeof MongoClient;
  readonly Connection?: ConnectionType | undefined;
}

/** A driver's client and what its events say about the servers behind it. */
export class LiveClient {
  readonly #client: MongoClient;
  readonly #sockets: Sockets;
  /** Rejects when every server has failed its first check: waiting longer brings nothing. */
  readonly #unreachable: Promise<never>;
  #giveUp: (error: unknown) => void = () => {};
  #answered = false;
  readonly #databases = new Map<string, Db>();
  /** No server is known any more; set by the monitor, also between scrapes. */
  lost = false;
  /** Stands for the pooled connection: another object as soon as another one is made. */
  connection = {};

  constructor(driver: Driver, url: Secret, mode: ConnectionMode, limitMs: number) {
    this.#sockets = new Sockets(driver.Connection);
    this.#unreachable = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    this.#unreachable.catch(() => {});
    this.#client = makeClient(driver, this.#sockets, url, mode, limitMs);
    this.#client.on('topologyDescriptionChanged', ({ newDescription: { servers } }) => {
      const states = [...servers.values()];
      const unknown = states.every((server) => server.type === 'Unknown');
      this.lost = unknown && this.#answered;
      const failed = states.find((server) => server.error);
      // Once there was an answer, an outage ends the command itself; the monitor may yet find the server.
      const hopeless = unknown && !this.#answered && states.every((server) => server.error);
      if (failed && hopeless) this.#giveUp(failed.error);
    });
    this.#client.on('connectionCreated', () => {
      this.connection = {};
    });
    this.#client.on('error', () => {});
  }

  async run(database: string, command: Document, { signal, remaining }: Deadline) {
    const left = Math.max(1, Math.round(remaining() - MARGIN_MS));
    const maxTimeMS = Math.min(left, Number(command.maxTimeMS ?? left));
    const answer = this.#database(database).command(
      { ...command, maxTimeMS },
      { signal, readPreference: READ_PREFERENCE },
    );
    if (this.#answered) return answer;
    await Promise.race([answer, this.#unreachable]);
    this.#answered = true;
    return answer;
  }

  /** Making a Db copies all options, so each is kept. */
  #database(name: string): Db {
    const db = this.#databases.get(name) ?? this.#client.db(name);
    this.#databases.set(name, db);
    return db;
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
    this.#sockets.destroy();
    this.#client.close().catch(() => {});
  }
}

/** The driver's internals that {@link LiveClient.abandon} uses; without them it is a plain close. */
interface Topology {
  closeCheckedOutConnections?(): void;
  close?(): void;
}

function makeClient(
  { MongoClient }: Driver,
  { connectionType }: Sockets,
  url: Secret,
  mode: ConnectionMode,
  limitMs: number,
): MongoClient {
  const limit = Math.max(1, Math.round(limitMs * SHARE_OF_TIME));
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
    // The scrape's own signal ends what takes too long; Appsmith's limits are not meant for it.
    socketTimeoutMS: 0,
    waitQueueTimeoutMS: 0,
    compressors: ['none'],
    ...(mode === 'direct' && { directConnection: true }),
    ...(connectionType && { connectionType }),
  };
  return accepted((text) => new MongoClient(text, options), url.reveal());
}

/** Options that other drivers know, as the Java driver of Appsmith may, are left out rather than fatal. */
function accepted(make: (url: string) => MongoClient, url: string): MongoClient {
  try {
    return make(url);
  } catch (error) {
    const unknown = unsupportedOptions(error);
    const rest = withoutOptions(url, unknown);
    if (unknown.length > 0 && rest !== url) return accepted(make, rest);
    // The driver's text may quote the connection string.
    const name = error instanceof Error ? error.name : 'error';
    throw new ScrapeError('unsupported', `the driver refuses the connection string (${name})`);
  }
}

/** The names in the driver's `options a, b are not supported`, lower-case; none for any other error. */
function unsupportedOptions(error: unknown): string[] {
  const text = error instanceof Error ? error.message : '';
  return /^options? ([\w, ]+) (?:is|are) not supported$/.exec(text)?.[1]?.split(', ') ?? [];
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
