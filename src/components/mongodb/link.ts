// The one client of a MongoDB target: made by the first scrape, kept while it works, dropped when it does not.
import type { Document } from 'mongodb';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Secret } from '../../scrape/secret.ts';
import { type Deadline, LiveClient } from './client.ts';
import { isRefusal, toScrapeError } from './errors.ts';
import { guardReplies } from './guard.ts';
import { connectionClass } from './sockets.ts';
import { checkSrv } from './srv.ts';
import { type ConnectionMode, connectionModes, type MongoAddress } from './url.ts';

/** Runs one command on a database; throws what the driver throws. */
export type Run = (database: string, command: Document) => Promise<Document>;

/** A connection that has just answered a ping. */
export interface Opened {
  readonly run: Run;
  readonly pingSeconds: number;
  /** The same object as long as the pooled connection is the same. */
  readonly connection: object;
}

/** Owns the client: at most one at a time, with one pooled connection and the driver's monitor beside it. */
export class Link {
  readonly #url: Secret;
  readonly #address: MongoAddress;
  readonly #modes: readonly ConnectionMode[];
  /** The mode that worked last; a set that could not be reached is not looked for again. */
  #mode = 0;
  #live: LiveClient | undefined;
  #closed = false;
  /** When the last ping was answered, by the process's own clock. */
  #answeredAt = Number.NEGATIVE_INFINITY;
  #holders = 0;
  readonly #waiting = new Set<() => void>();

  constructor(url: Secret, address: MongoAddress) {
    this.#url = url;
    this.#address = address;
    this.#modes = connectionModes(address);
  }

  /**
   * Gives a connection that has just answered a ping. A client that was kept but fails is replaced
   * once, at once: a server that was restarted between two scrapes costs no gap.
   */
  async open(deadline: Deadline): Promise<Opened> {
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

  /**
   * As {@link open}, but without a ping of its own if the server has answered one since `since`
   * (milliseconds of `performance.now()`).
   */
  async openUnlessAnswered(since: number, deadline: Deadline): Promise<Run> {
    const live = this.#live;
    if (!live || live.lost || this.#answeredAt < since) return (await this.open(deadline)).run;
    return (database, command) => live.run(database, command, deadline);
  }

  /** Keeps those back who wait for {@link idle}; gives the function that lets them go. */
  hold(): () => void {
    this.#holders++;
    return () => {
      if (--this.#holders > 0) return;
      for (const go of this.#waiting) go();
      this.#waiting.clear();
    };
  }

  /** Resolves when nobody holds the link: there is one connection, and slow questions come last. */
  async idle(signal: AbortSignal): Promise<void> {
    if (this.#holders === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    signal.throwIfAborted();
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

  async #connect(deadline: Deadline): Promise<Opened> {
    if (this.#address.srv && !this.#live) await checkSrv(this.#address, deadline);
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
    const [{ MongoClient }, Connection] = await Promise.all([
      import('mongodb'),
      connectionClass(),
      guardReplies(),
    ]);
    const driver = { MongoClient, Connection };
    deadline.signal.throwIfAborted();
    if (this.#closed) throw new ScrapeError('cancelled', 'the collector is closed');
    this.#live ??= new LiveClient(driver, this.#url, mode, deadline.remaining() / share);
    return this.#live;
  }

  async #ping(client: LiveClient, deadline: Deadline): Promise<Opened> {
    const run: Run = (database, command) => client.run(database, command, deadline);
    const started = performance.now();
    try {
      await run('admin', { ping: 1 });
    } catch (error) {
      this.#drop(client);
      throw error;
    }
    this.#answeredAt = performance.now();
    const pingSeconds = (this.#answeredAt - started) / 1000;
    return { run, pingSeconds, connection: client.connection };
  }

  #drop(client: LiveClient): void {
    if (this.#live === client) this.#live = undefined;
    client.abandon();
  }
}
