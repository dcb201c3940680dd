// Asks MongoDB: a ping, then one command after the other; what is refused is left out and said.
import type { Collector, Examination, Note, ScrapeContext } from '../../scrape/component.ts';
import type { Secret } from '../../scrape/secret.ts';
import { ASKS, type Ask, describeServer, type Facts } from './commands.ts';
import { isNotOffered, isRefusal, refusalName, toScrapeError } from './errors.ts';
import { examine } from './examine.ts';
import type { Run } from './link.ts';
import { Memory } from './memory.ts';
import { mongodbMetrics as m } from './metrics.ts';
import { type Lease, leaseLink } from './share.ts';
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
  readonly #lease: Lease;
  readonly #memory = new Memory();

  constructor(options: MongodbOptions) {
    this.#options = options;
    this.#lease = leaseLink(options.url, options.address);
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const { samples, signal } = scrape;
    samples.fallback(m.up, 0);
    const { link } = this.#lease;
    const letGo = link.hold();
    try {
      const { run, pingSeconds, connection } = await link.open(scrape);
      this.#memory.recall(connection);
      scrape.answered();
      samples.set(m.up, 1);
      samples.set(m.ping, pingSeconds);
      await this.#ask(run, scrape).catch((error) => {
        link.reset();
        throw toScrapeError(error, signal);
      });
    } finally {
      letGo();
    }
  }

  async examine(examination: Examination): Promise<void> {
    const { run } = await this.#lease.link.open(examination);
    await examine(run, this.#options.address, examination);
  }

  async close(): Promise<void> {
    await this.#lease.release();
  }

  async #ask(run: Run, scrape: ScrapeContext): Promise<void> {
    const { address, slowSeconds } = this.#options;
    const facts: Facts = { database: address.database, slowSeconds, memory: this.#memory };
    const refused: string[] = [];
    try {
      for (const ask of ASKS) await tryAsk(ask, run, scrape, facts, refused);
    } finally {
      describeServer(facts, scrape.samples);
    }
    if (refused.length > 0) scrape.note(refusalNote(refused));
    if (facts.role === 'standalone' && facts.edition !== 'ferretdb') scrape.note(STANDALONE);
  }
}

/** One command; a refusal is a fact about the server, anything else ends the scrape. */
async function tryAsk(
  ask: Ask,
  run: Run,
  { samples, signal }: ScrapeContext,
  facts: Facts,
  refused: string[],
): Promise<void> {
  if (ask.when && !ask.when(facts)) return;
  const { notOffered } = facts.memory;
  const refuse = (why: string) => {
    samples.set(m.commandAvailable, 0, { command: ask.name });
    refused.push(`${ask.name}: ${why}`);
  };
  const known = notOffered.get(ask.name);
  if (known !== undefined) return refuse(known);
  signal.throwIfAborted();
  try {
    ask.read(await ask.run(run, facts), samples, facts);
    samples.set(m.commandAvailable, 1, { command: ask.name });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refuse(refusalName(error));
    if (isNotOffered(error)) notOffered.set(ask.name, refusalName(error));
  }
}

function refusalNote(refused: readonly string[]): Note {
  return {
    level: 'info',
    code: 'mongodb-commands-refused',
    text: `MongoDB does not answer ${refused.join(', ')}; what they would tell is left out`,
    remedy:
      "managed services may not offer these commands at all; if the user lacks rights, grant them:\ndb.getSiblingDB('admin').grantRolesToUser('<user>', [{ role: 'clusterMonitor', db: 'admin' }, { role: 'read', db: 'local' }])",
  };
}

const STANDALONE: Note = {
  level: 'warning',
  code: 'mongodb-standalone',
  text: 'this MongoDB belongs to no replica set, which Appsmith needs',
  remedy: 'start mongod with --replSet mr1 and run rs.initiate()',
};
