// Asks MongoDB: a ping, then one command after the other; what is refused is left out and said.
import type { Collector, Note, ScrapeContext } from '../../scrape/component.ts';
import type { Secret } from '../../scrape/secret.ts';
import { ASKS, describeServer, type Facts } from './commands.ts';
import { isRefusal, refusalName, toScrapeError } from './errors.ts';
import { Link, type Run } from './link.ts';
import { mongodbMetrics as m } from './metrics.ts';
import type { MongoAddress } from './url.ts';

export interface MongodbOptions {
  readonly url: Secret;
  readonly address: MongoAddress;
  /** Operations that have been running for longer count as slow. */
  readonly slowSeconds: number;
}

/** Reads one MongoDB over one pooled connection, which it keeps from scrape to scrape. */
export class MongodbCollector implements Collector {
  readonly #options: MongodbOptions;
  readonly #link: Link;

  constructor(options: MongodbOptions) {
    this.#options = options;
    this.#link = new Link(options.url, options.address);
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples, signal } = scrape;
    samples.fallback(m.up, 0);
    const { run, pingSeconds } = await this.#link.open(scrape);
    scrape.answered();
    samples.set(m.up, 1);
    samples.set(m.ping, pingSeconds);
    try {
      await this.#ask(run, scrape);
    } catch (error) {
      this.#link.reset();
      throw toScrapeError(error, signal);
    }
  }

  async close(): Promise<void> {
    await this.#link.close();
  }

  /** One command at a time: there is one connection, and the cheap and important ones come first. */
  async #ask(run: Run, { samples, signal, note }: ScrapeContext): Promise<void> {
    const { address, slowSeconds } = this.#options;
    const facts: Facts = { database: address.database, slowSeconds };
    const refused: string[] = [];
    for (const ask of ASKS) {
      if (ask.when && !ask.when(facts)) continue;
      signal.throwIfAborted();
      try {
        ask.read(await ask.run(run, facts), samples, facts);
        samples.set(m.commandAvailable, 1, { command: ask.name });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        samples.set(m.commandAvailable, 0, { command: ask.name });
        refused.push(`${ask.name}: ${refusalName(error)}`);
      }
    }
    describeServer(facts, samples);
    if (refused.length > 0) note(refusalNote(refused));
    if (facts.role === 'standalone' && facts.edition !== 'ferretdb') note(STANDALONE);
  }
}

function refusalNote(refused: readonly string[]): Note {
  return {
    level: 'info',
    code: 'mongodb-commands-refused',
    text: `MongoDB does not answer ${refused.join(', ')}; what they would tell is left out`,
    remedy:
      'if the user lacks rights, grant it clusterMonitor on admin and read on local; managed services may not offer these commands at all',
  };
}

const STANDALONE: Note = {
  level: 'warning',
  code: 'mongodb-standalone',
  text: 'this MongoDB belongs to no replica set, which Appsmith needs',
  remedy: 'start mongod with --replSet mr1 and run rs.initiate()',
};
