// Looks at the backend's newest log and at the files that tell a store's version; asks for the newest release if told to.
import { join } from 'node:path';
import type { Collector, ScrapeContext } from '../../scrape/component.ts';
import { AbsentError } from '../../scrape/errors.ts';
import { codeOf, type Files, isForbidden, isGone } from '../../scrape/files/index.ts';
import { upgradeMetrics as m } from './metrics.ts';
import { migrationIn } from './migration.ts';
import type { Newest } from './newest.ts';

/** Each start of the backend writes some 50 KiB about its migrations. */
const TAIL_BYTES = 64 << 10;
/** Files in the folder that are looked at: ten rotated ones for each host that ever ran. */
const MOST_LOGS = 200;

/** Where a store keeps its files' version, and how it is written. */
const DATA = [
  { store: 'postgres', file: 'data/postgres/main/PG_VERSION' },
  { store: 'mongodb', file: 'data/mongodb/.appsmith-mongo-fcv-min' },
] as const;
const VERSION = /^\d{1,4}(?:\.\d{1,4})?$/;

export interface UpgradeOptions {
  /** The stacks volume; undefined where none is known. */
  readonly files: Files | undefined;
  readonly newest: Newest | undefined;
}

export class UpgradeCollector implements Collector {
  readonly #files: Files | undefined;
  readonly #newest: Newest | undefined;

  constructor({ files, newest }: UpgradeOptions) {
    this.#files = files;
    this.#newest = newest;
  }

  async collect(scrape: ScrapeContext): Promise<void> {
    const files = this.#files;
    const isThere = files !== undefined && (await this.#volume(files, scrape));
    if (!isThere && !this.#newest) throw new AbsentError('there are no logs of a backend');
    scrape.answered();
    await this.#newest?.collect(scrape);
  }

  async close(): Promise<void> {
    this.#newest?.close();
  }

  /** False where there is neither a log nor a store's data: then it is not Appsmith's volume. */
  async #volume(files: Files, scrape: ScrapeContext): Promise<boolean> {
    const stores = await Promise.all(DATA.map((data) => this.#data(files, data, scrape)));
    const log = await newestLog(files, scrape.signal);
    if (log === undefined) return stores.some(Boolean);
    const tail = await files.tail(log, TAIL_BYTES, scrape.signal).catch(unlessGone);
    if (tail === undefined) return true;
    const { running, failed, started } = migrationIn(tail);
    scrape.samples.set(m.running, running);
    scrape.samples.set(m.failed, failed);
    if (running || failed) scrape.samples.set(m.started, started);
    return true;
  }

  async #data(
    files: Files,
    { store, file }: (typeof DATA)[number],
    { samples, signal }: ScrapeContext,
  ): Promise<boolean> {
    const text = await files.tail(join(files.root, file), 64, signal).catch(unlessGone);
    const version = text?.trim() ?? '';
    if (VERSION.test(version)) samples.info(m.data, { store, version });
    return text !== undefined;
  }
}

/** The log that was written last: each replica has its own, and old ones are rotated. */
async function newestLog(files: Files, signal: AbortSignal): Promise<string | undefined> {
  const folder = join(files.root, 'logs/backend');
  let newest: { path: string; changed: number } | undefined;
  for (const path of await logsIn(files, folder, signal)) {
    const facts = await files.facts(path, signal).catch(unlessGone);
    if (facts?.kind !== 'file' || (newest && newest.changed >= facts.changed)) continue;
    newest = { path, changed: facts.changed };
  }
  return newest?.path;
}

async function logsIn(files: Files, folder: string, signal: AbortSignal): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const entries of files.entries(folder, signal)) {
      const logs = entries.filter(({ name, folder: inner }) => !inner && /\.log$/.test(name));
      paths.push(...logs.map(({ name }) => join(folder, name)));
      if (paths.length >= MOST_LOGS) break;
    }
  } catch (error) {
    unlessGone(error);
  }
  return paths.slice(0, MOST_LOGS);
}

/** What is not there, not for us, or no file, is left out. */
function unlessGone(error: unknown): undefined {
  const isOdd = ['EISDIR', 'ELOOP'].includes(codeOf(error) ?? '');
  if (!isOdd && !isGone(error) && !isForbidden(error)) throw error;
}
