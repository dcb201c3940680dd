// Lists the archives of a folder, and tells those that are still being written.
import { join } from 'node:path';
import { type Files, isGone } from '../../scrape/files/index.ts';
import { type Archive, archiveOf, type Kind } from './archives.ts';

/** A folder of years of nightly archives of four kinds. */
const MOST_ARCHIVES = 2000;
/** Names of other things that lie there. */
const MOST_ENTRIES = 20_000;

export interface Shelf {
  /** The oldest first; those being written are not among them. */
  readonly archives: readonly Archive[];
  readonly writing: boolean;
  /** There are more than are looked at. */
  readonly cut: boolean;
}

/** Remembers the sizes of the scrape before: what has grown since is being written. */
export class Shelves {
  #before: ReadonlyMap<string, number> | undefined;
  #now = new Map<string, number>();
  #begun = false;

  /** To be called before the folders of one scrape are read. */
  begin(): void {
    this.#before = this.#begun ? this.#now : undefined;
    this.#begun = true;
    this.#now = new Map();
  }

  /** Throws if the folder cannot be read; one that is not there is empty. */
  async read(files: Files, folder: string, signal: AbortSignal): Promise<Shelf> {
    const { names, cut } = await namesIn(files, folder, signal);
    const archives: Archive[] = [];
    let writing = false;
    for (const name of names) {
      const archive = await this.#look(files, folder, name, signal);
      if (archive === 'writing') writing = true;
      else if (archive) archives.push(archive);
    }
    return { archives: archives.sort((a, b) => a.at - b.at), writing, cut };
  }

  async #look(files: Files, folder: string, name: string, signal: AbortSignal) {
    const path = join(folder, name);
    const facts = await files.facts(path, signal).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      throw error;
    });
    const named = archiveOf(name);
    if (!named || facts?.kind !== 'file') return undefined;
    this.#now.set(path, facts.bytes);
    // At the first look all are taken to be finished.
    if (this.#before && this.#before.get(path) !== facts.bytes) return 'writing' as const;
    const { kind, encrypted, at = facts.changed } = named;
    return { kind, encrypted, name, at, bytes: facts.bytes };
  }
}

async function namesIn(files: Files, folder: string, signal: AbortSignal) {
  const names: string[] = [];
  let seen = 0;
  try {
    for await (const batch of files.entries(folder, signal)) {
      seen += batch.length;
      for (const { name } of batch) if (archiveOf(name)) names.push(name);
      if (seen >= MOST_ENTRIES || names.length >= MOST_ARCHIVES) break;
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  const cut = seen >= MOST_ENTRIES || names.length >= MOST_ARCHIVES;
  return { names: names.slice(0, MOST_ARCHIVES), cut };
}

export const ofKind = (archives: readonly Archive[], kind: Kind): readonly Archive[] =>
  archives.filter((archive) => archive.kind === kind);
