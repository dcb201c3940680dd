// Asks one server everything: PING, INFO, slow log, latency spikes, limits, the cluster as it sees it.

import type { Examination, ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { withPatience } from '../../scrape/patience.ts';
import type { Connection, Reply } from './connection.ts';
import { isRefusal, ReplyFailure } from './errors.ts';
import { numberOf, parseInfo } from './info.ts';
import { ownMetrics as m } from './metrics/detail.ts';
import { clusterMetrics, clusterStateOk } from './metrics/topology.ts';
import { Refusals } from './refusals.ts';
import { addInfo, type StoreLabels } from './samples.ts';
import { addLatency, addSlowlog } from './slow.ts';

/** A connection that breaks without a word answers nothing: do not wait for it all the time there is. */
const STALE_PING_MS = 2000;

/** One server over the life of the process. */
export class Node {
  readonly connection: Connection;
  readonly #refusals = new Refusals();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Adds all that this server tells. Throws a ScrapeError if it cannot be read or does not serve
   * commands; what it refuses in part is absent, with `redis_command_available` 0.
   */
  async collect(scrape: ScrapeContext, labels: StoreLabels, read: () => void): Promise<void> {
    scrape.samples.fallback(m.up, 0, labels);
    const unwell = await this.#ping(scrape, labels);
    const info = await this.#info(scrape, labels, unwell);
    read();
    if (unwell) throw unwell;
    scrape.samples.set(m.up, 1, labels);
    await Promise.all([
      this.#slowlog(scrape, labels),
      this.#latency(scrape, labels),
      info.has('maxclients') ? undefined : this.#limits(scrape, labels),
      info.get('cluster_enabled') === '1' ? this.#cluster(scrape, labels) : undefined,
    ]);
    this.#refusals.report(scrape.samples, labels);
  }

  /** Reads the server's clock over the connection of the scrape before; INFO tells it since Redis 6.2. */
  async examine({ signal, clock }: Examination): Promise<void> {
    if (!this.connection.isOpen) return;
    const asked = Date.now();
    const info = await this.connection.call(signal, 'INFO', 'server');
    const fields = typeof info === 'string' ? parseInfo(info).fields : undefined;
    const told = numberOf(fields?.get('server_time_usec'));
    if (told !== undefined) return clock(told / 1000, asked, 1);
    const reply = await this.connection.call(signal, 'TIME');
    const [seconds, micros] = Array.isArray(reply) ? reply.map(Number) : [];
    if (seconds && micros !== undefined) clock(seconds * 1000 + micros / 1000, asked, 1);
  }

  /** Opens the connection if there is none. */
  async open(scrape: ScrapeContext): Promise<void> {
    if (!this.connection.isOpen) this.#refusals.forget();
    await this.connection.open(scrape.signal, scrape.remaining());
  }

  /** Sends a command that may be refused; undefined if it is, and then it is not sent again for a while. */
  async ask(scrape: ScrapeContext, command: string, ...args: string[]): Promise<Reply | undefined> {
    if (this.#refusals.isRefused(command)) return undefined;
    try {
      const reply = await this.connection.call(scrape.signal, command, ...args);
      this.#refusals.accepted(command);
      return reply;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#refusals.refused(command);
      return undefined;
    }
  }

  /** Opens the connection if need be; resolves to what PING complains of, e.g. that data is being loaded. */
  async #ping(scrape: ScrapeContext, labels: StoreLabels): Promise<ReplyFailure | undefined> {
    const reused = this.connection.isOpen;
    if (!reused) return this.#roundTrip(scrape, labels);
    const limit = Math.min(STALE_PING_MS, scrape.remaining() / 2);
    try {
      return await withPatience(scrape, limit, (signal) =>
        this.#roundTrip({ ...scrape, signal }, labels),
      );
    } catch (error) {
      // It may have been restarted, or a firewall has forgotten us: once more with a new connection.
      if (scrape.signal.aborted || error instanceof ReplyFailure) throw error;
      return this.#roundTrip(scrape, labels);
    }
  }

  async #roundTrip(scrape: ScrapeContext, labels: StoreLabels): Promise<ReplyFailure | undefined> {
    await this.open(scrape);
    const started = performance.now();
    try {
      const pong = await this.ask(scrape, 'PING');
      if (pong === undefined) return undefined;
      if (pong !== 'PONG') throw this.#nonsense('PING is not answered with PONG');
      scrape.samples.set(m.pingDuration, (performance.now() - started) / 1000, labels);
      return undefined;
    } catch (error) {
      if (error instanceof ReplyFailure && error.reason === 'unhealthy') return error;
      throw error;
    }
  }

  /** All sections, or the default ones where the server knows no `all`; the fields. */
  async #info(
    scrape: ScrapeContext,
    labels: StoreLabels,
    unwell: ReplyFailure | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const text = await this.#infoText(scrape.signal).catch((error: unknown) => {
      throw unwell ?? error;
    });
    if (typeof text !== 'string') throw this.#nonsense('INFO is not answered with text');
    const info = parseInfo(text);
    if (info.fields.size === 0) throw this.#nonsense('INFO holds no fields');
    addInfo(scrape.samples, info, labels);
    return info.fields;
  }

  async #infoText(signal: AbortSignal): Promise<Reply> {
    const all = await this.connection.call(signal, 'INFO', 'all').catch((error: unknown) => {
      if (isRefusal(error) && error.reason !== 'forbidden') return '';
      throw error;
    });
    return all === '' ? this.connection.call(signal, 'INFO') : all;
  }

  /** Whatever is at the other end, replies and commands may no longer belong together: do not go on with it. */
  #nonsense(text: string): ScrapeError {
    this.connection.close();
    return new ScrapeError('protocol', text);
  }

  async #slowlog(scrape: ScrapeContext, labels: StoreLabels): Promise<void> {
    const length = await this.ask(scrape, 'SLOWLOG', 'LEN');
    if (length === undefined) return;
    const newest = length === 0 ? undefined : await this.ask(scrape, 'SLOWLOG', 'GET', '1');
    addSlowlog(scrape.samples, length, newest, labels);
  }

  async #latency(scrape: ScrapeContext, labels: StoreLabels): Promise<void> {
    addLatency(scrape.samples, await this.ask(scrape, 'LATENCY', 'LATEST'), labels);
  }

  /** Before Redis 7 INFO does not tell how many clients may connect. */
  async #limits(scrape: ScrapeContext, labels: StoreLabels): Promise<void> {
    const reply = await this.ask(scrape, 'CONFIG', 'GET', 'maxclients');
    const value = Array.isArray(reply) ? numberOf(String(reply[1] ?? '')) : undefined;
    scrape.samples.set(m.maxClients, value, labels);
  }

  async #cluster(scrape: ScrapeContext, labels: StoreLabels): Promise<void> {
    const reply = await this.ask(scrape, 'CLUSTER', 'INFO');
    if (typeof reply !== 'string') return;
    const { fields } = parseInfo(reply);
    const state = fields.get('cluster_state');
    const { samples } = scrape;
    samples.set(clusterMetrics.state, state === undefined ? state : clusterStateOk(state), labels);
    for (const def of Object.values(clusterMetrics)) {
      const field = /^CLUSTER INFO: (.*)$/.exec(def.source)?.[1];
      if (field === undefined || def === clusterMetrics.state) continue;
      samples.set(def, numberOf(fields.get(field)), labels);
    }
  }
}
