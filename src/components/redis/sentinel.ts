// Asks the Sentinels, one after the other, which server is the master now, and how well they could replace it.
import type { ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { withPatience } from '../../scrape/patience.ts';
import type { Connection, Reply } from './connection.ts';
import { isRefusal, ReplyFailure } from './errors.ts';
import { parseInfo } from './info.ts';
import { sentinelMetrics as m } from './metrics/topology.ts';
import { Refusals } from './refusals.ts';
import { addSentinel, type StoreLabels } from './samples.ts';
import { type Endpoint, endpointText } from './url.ts';

/** A master has two or three of each. */
const MAX_OTHERS = 64;

/** One Sentinel over the life of the process. */
export class Sentinel {
  readonly connection: Connection;
  readonly #refusals = new Refusals();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Opens the connection if need be, and asks for the master's address. Throws `no_primary` if it knows none. */
  async master(scrape: ScrapeContext, name: string): Promise<Endpoint> {
    const { connection } = this;
    if (!connection.isOpen) this.#refusals.forget();
    await connection.open(scrape.signal, scrape.remaining());
    const query = ['get-master-addr-by-name', name] as const;
    const reply = await connection.call(scrape.signal, 'SENTINEL', ...query);
    const [host, port] = Array.isArray(reply) ? reply : [];
    if (typeof host !== 'string' || !Number(port)) {
      throw new ScrapeError('no_primary', `${connection} knows no master named ${name}`);
    }
    return { host, port: Number(port) };
  }

  /** Adds what it says about itself and the others: welcome, not needed; it may be refused. */
  async view(scrape: ScrapeContext, name: string, master: Endpoint, store: StoreLabels) {
    const { samples } = scrape;
    const labels = { ...store, master_name: name, master_address: endpointText(master) };
    const [info, replicas, sentinels, quorum] = await Promise.all([
      this.#ask(scrape, 'INFO', []),
      this.#ask(scrape, 'SENTINEL replicas', ['replicas', name]),
      this.#ask(scrape, 'SENTINEL sentinels', ['sentinels', name]),
      this.#quorum(scrape, name),
    ]);
    if (typeof info === 'string') addSentinel(samples, parseInfo(info), store);
    samples.set(m.masterOkReplicas, countOk(replicas, 'slave'), labels);
    const others = countOk(sentinels, 'sentinel');
    samples.set(m.masterOkSentinels, others === undefined ? others : others + 1, labels);
    samples.set(m.masterQuorum, quorum, labels);
  }

  /** Undefined where it is refused, and then it is not sent again for a while. */
  async #ask(scrape: ScrapeContext, what: string, args: readonly string[]) {
    if (this.#refusals.isRefused(what)) return undefined;
    try {
      return await this.connection.call(scrape.signal, what.split(' ')[0]!, ...args);
    } catch (error) {
      if (isRefusal(error)) this.#refusals.refused(what);
      return undefined;
    }
  }

  /** `OK 3 usable Sentinels …`, or the error `NOQUORUM …`. */
  async #quorum(scrape: ScrapeContext, name: string): Promise<boolean | undefined> {
    const what = 'SENTINEL ckquorum';
    if (this.#refusals.isRefused(what)) return undefined;
    try {
      const reply = await this.connection.call(scrape.signal, 'SENTINEL', 'ckquorum', name);
      return typeof reply === 'string' && reply.startsWith('OK') ? true : undefined;
    } catch (error) {
      if (error instanceof ReplyFailure && /\bNOQUORUM\b/.test(error.message)) return false;
      if (isRefusal(error)) this.#refusals.refused(what);
      return undefined;
    }
  }
}

/**
 * The master's address, from the first Sentinel that knows it; that one's own view becomes samples.
 * Each Sentinel gets an equal share of half the time, so that one that hangs does not cost the scrape.
 */
export async function askSentinels(
  sentinels: readonly Sentinel[],
  name: string,
  scrape: ScrapeContext,
  labels: StoreLabels,
): Promise<Endpoint> {
  const share = scrape.remaining() / 2 / sentinels.length;
  let failure: unknown;
  for (const sentinel of sentinels) {
    try {
      return await withPatience(scrape, share, async (signal) => {
        const limited = { ...scrape, signal };
        const master = await sentinel.master(limited, name);
        await sentinel.view(limited, name, master, labels);
        return master;
      });
    } catch (error) {
      scrape.signal.throwIfAborted();
      failure ??= error;
    }
  }
  throw failure;
}

/** How many of them have no flag but their kind: not `s_down`, `o_down`, `disconnected`. */
function countOk(reply: Reply | undefined, kind: string): number | undefined {
  if (!Array.isArray(reply)) return undefined;
  return reply.slice(0, MAX_OTHERS).filter((one) => flagsOf(one) === kind).length;
}

/** Each is a list of names and values in turn. */
function flagsOf(one: Reply): Reply | undefined {
  const at = Array.isArray(one) ? one.indexOf('flags') : -1;
  return Array.isArray(one) && at >= 0 ? one[at + 1] : undefined;
}
