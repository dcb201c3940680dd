// Counts what the folders of the stacks volume take: bounded, one entry after the other, without following links.
import { join, posix } from 'node:path';
import { ScrapeError } from '../../scrape/errors.ts';
import { codeOf, type Entry, type Facts, type Files, isGone } from '../../scrape/files/index.ts';
import { LogFolders, type Part, type Plan } from './folders.ts';

export interface Limits {
  /** Entries looked at in one folder of the plan. */
  readonly entries: number;
  readonly depth: number;
  readonly milliseconds: number;
}

export const LIMITS: Limits = { entries: 50_000, depth: 32, milliseconds: 60_000 };

/** What one folder holds. */
export interface Count {
  bytes: number;
  files: number;
  unreadable: number;
  complete: boolean;
}

export interface Walked {
  readonly folders: ReadonlyMap<string, Count>;
  readonly seconds: number;
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly labels: readonly string[];
}

/**
 * One walk over everything. Rejects with `timeout` if the file system hangs, with the signal's reason when it fires;
 * what may not be read, or goes away meanwhile, is no failure.
 */
export async function walk(
  files: Files,
  plan: Plan,
  signal: AbortSignal,
  limits: Limits = LIMITS,
): Promise<Walked> {
  const begun = performance.now();
  const walker = new Walker(files, plan, signal, limits, begun + limits.milliseconds);
  for (const part of plan.parts) await walker.count(part);
  await walker.countRest();
  return { folders: walker.counts, seconds: (performance.now() - begun) / 1000 };
}

class Walker {
  readonly counts = new Map<string, Count>();
  readonly #files: Files;
  readonly #plan: Plan;
  readonly #signal: AbortSignal;
  readonly #limits: Limits;
  readonly #end: number;
  readonly #logs = new LogFolders();
  /** Files with several names that have been counted. */
  readonly #seen = new Set<string>();
  readonly #within = new Map<string, boolean>();
  #left = 0;

  constructor(files: Files, plan: Plan, signal: AbortSignal, limits: Limits, end: number) {
    this.#files = files;
    this.#plan = plan;
    this.#signal = signal;
    this.#limits = limits;
    this.#end = end;
  }

  /** A folder of the plan with everything below it; nothing is counted for one that is not there. */
  async count({ path, label }: Part): Promise<void> {
    // Rather no number than one that is far too low.
    if (performance.now() >= this.#end) return;
    this.#left = this.#limits.entries;
    if (!(await this.#isWithin(posix.dirname(path)))) return;
    const place = { path: join(this.#files.root, path), depth: 0, labels: [label] };
    if ((await this.#look(place)) === 'folder') await this.#descend(place);
  }

  /** What is at the volume's top and in `data` and belongs to no folder of the plan. */
  async countRest(): Promise<void> {
    if (performance.now() >= this.#end) return;
    this.#left = this.#limits.entries;
    const { root } = this.#files;
    const isRest = (path: string) => !this.#plan.isPart(path) && path !== 'data';
    const labels = [this.#plan.other];
    const tops: Place[] = [];
    for (const folder of ['', 'data']) {
      if (!(await this.#isWithin(folder))) continue;
      const place = { path: join(root, folder), depth: 0, labels };
      for (const { name } of await this.#list(place)) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (isRest(path)) tops.push({ path: join(root, path), depth: 1, labels });
      }
    }
    for (const top of tops) if ((await this.#look(top)) === 'folder') await this.#descend(top);
  }

  /** Whether the way from the root to a folder leads over no link to somewhere else. */
  async #isWithin(path: string): Promise<boolean> {
    if (path === '' || path === '.') return true;
    const known = this.#within.get(path);
    if (known !== undefined) return known;
    const facts = () => this.#files.facts(join(this.#files.root, path), this.#signal);
    const isFolder = async () => (await facts().catch(forgiven))?.kind === 'folder';
    const within = (await this.#isWithin(posix.dirname(path))) && (await isFolder());
    this.#within.set(path, within);
    return within;
  }

  /** Depth first, so that what is still to do stays short. */
  async #descend(from: Place): Promise<void> {
    const todo = [from];
    for (let place = todo.pop(); place; place = todo.pop()) {
      if (place.depth >= this.#limits.depth) {
        this.#incomplete(place);
        continue;
      }
      for (const entry of await this.#list(place)) {
        const inner = this.#inside(place, entry);
        if (this.#isOver(inner)) return;
        if ((await this.#look(inner)) === 'folder') todo.push(inner);
      }
    }
  }

  #isOver(place: Place): boolean {
    if (--this.#left >= 0 && performance.now() < this.#end) return false;
    this.#incomplete(place);
    return true;
  }

  #inside({ path, depth, labels }: Place, { name, folder }: Entry): Place {
    const program =
      folder && depth === 0 && labels[0] === 'logs' ? this.#logs.labelOf(name) : undefined;
    return {
      path: join(path, name),
      depth: depth + 1,
      labels: program === undefined ? labels : [...labels, program],
    };
  }

  /** Names in a folder, as many as may still be looked at. */
  async #list(place: Place): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    try {
      for await (const batch of this.#files.entries(place.path, this.#signal)) {
        entries.push(...batch);
        if (entries.length > this.#left) break;
      }
    } catch (error) {
      this.#cannot(place, error);
    }
    return entries;
  }

  /** Counts one file or folder itself; says what it is. */
  async #look({ path, labels, depth }: Place): Promise<Facts['kind'] | undefined> {
    try {
      const facts = await this.#files.facts(path, this.#signal);
      // The root of a folder may be a link to somewhere else, whose space is not this volume's.
      if (depth === 0 && facts.kind !== 'folder') return undefined;
      if (facts.identity !== undefined && this.#seen.has(facts.identity)) return facts.kind;
      if (facts.identity !== undefined) this.#seen.add(facts.identity);
      for (const label of labels) {
        const count = this.#of(label);
        count.bytes += facts.allocated;
        if (facts.kind !== 'folder') count.files++;
      }
      return facts.kind;
    } catch (error) {
      this.#cannot({ path, labels, depth }, error);
      return undefined;
    }
  }

  #cannot(place: Place, error: unknown): void {
    if (isGone(error)) return;
    forgiven(error);
    for (const label of place.labels) this.#of(label).unreadable++;
    this.#incomplete(place);
  }

  #incomplete({ labels }: Place): void {
    for (const label of labels) this.#of(label).complete = false;
  }

  #of(label: string): Count {
    let count = this.counts.get(label);
    if (!count) {
      count = { bytes: 0, files: 0, unreadable: 0, complete: true };
      this.counts.set(label, count);
    }
    return count;
  }
}

/** Throws if the file system hangs or nobody wants the count any more; else it is one file that cannot be asked. */
function forgiven(error: unknown): undefined {
  if (error instanceof ScrapeError || codeOf(error) === undefined) throw error;
  return undefined;
}
