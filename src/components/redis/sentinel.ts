// Asks the Sentinels, one after the other, which server is the master now.
import type { ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Connection } from './connection.ts';
import { parseInfo } from './info.ts';
import { within } from './limit.ts';
import { addSentinel, type StoreLabels } from './samples.ts';
import type { Endpoint } from './url.ts';

/**
 * The master's address, from the first Sentinel that knows it; that one's own state becomes samples.
 * Each Sentinel gets an equal share of half the time, so that one that hangs does not cost the scrape.
 */
export async function askSentinels(
  sentinels: readonly Connection[],
  master: string,
  scrape: ScrapeContext,
  labels: StoreLabels,
): Promise<Endpoint> {
  const share = scrape.remaining() / 2 / sentinels.length;
  let failure: unknown;
  for (const sentinel of sentinels) {
    const signal = within(scrape.signal, share);
    try {
      return await ask(sentinel, master, { ...scrape, signal }, labels);
    } catch (error) {
      scrape.signal.throwIfAborted();
      failure ??= error;
    }
  }
  throw failure;
}

async function ask(
  sentinel: Connection,
  master: string,
  scrape: ScrapeContext,
  labels: StoreLabels,
): Promise<Endpoint> {
  await sentinel.open(scrape.signal, scrape.remaining());
  const query = ['get-master-addr-by-name', master] as const;
  const reply = await sentinel.call(scrape.signal, 'SENTINEL', ...query);
  const [host, port] = Array.isArray(reply) ? reply : [];
  if (typeof host !== 'string' || !Number(port)) {
    throw new ScrapeError('no_primary', `${sentinel} knows no master named ${master}`);
  }
  // What the Sentinel says about itself is welcome, not needed: it may be refused.
  const info = await sentinel.call(scrape.signal, 'INFO').catch(() => '');
  if (typeof info === 'string') addSentinel(scrape.samples, parseInfo(info), labels);
  return { host, port: Number(port) };
}
