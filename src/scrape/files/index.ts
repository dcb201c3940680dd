// The room's front door: a disk, and the way to it on which nothing can hang for long.
import { type Disk, type Facts, type Folder, realDisk, type Space } from './disk.ts';
import type { End } from './end.ts';
import { Gate } from './gate.ts';
import type { Mount } from './mounts.ts';

export { type Disk, type Entry, type Facts, type Folder, realDisk, type Space } from './disk.ts';
export { callsUnderWay, Gate, HANGS_AFTER_MS } from './gate.ts';
export { type Mount, mountOf } from './mounts.ts';

/** Of 64 KiB each at most. */
const MOST_ENDS = 8;

const gates = new Map<string, Gate>();

/** The one gate of everything below `root`, whoever asks for it. */
function gateOf(root: string): Gate {
  let gate = gates.get(root);
  if (!gate) {
    gate = new Gate();
    gates.set(root, gate);
  }
  return gate;
}

/** Several calls to what lies below `root` as one, for who brings calls of their own. */
export function through<T>(root: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return gateOf(root).pass(work, signal);
}

/** Files below one root; every question goes through the gate and ends at the signal at the latest. */
export class Files {
  readonly root: string;
  readonly #disk: Disk;
  readonly #gate: Gate;
  readonly #ends = new Map<string, End>();

  constructor(root: string, disk: Disk = realDisk, gate: Gate = gateOf(root)) {
    this.root = root;
    this.#disk = disk;
    this.#gate = gate;
  }

  space(path: string, signal?: AbortSignal): Promise<Space> {
    return this.#gate.pass(() => this.#disk.space(path), signal);
  }

  facts(path: string, signal?: AbortSignal): Promise<Facts> {
    return this.#gate.pass(() => this.#disk.facts(path), signal);
  }

  /** The end of a regular file; what has not changed since it was last asked is not read again. */
  async tail(path: string, most: number, signal?: AbortSignal): Promise<string> {
    const before = this.#ends.get(path);
    const end = await this.#gate.pass(() => this.#disk.tail(path, most, before), signal);
    this.#remember(path, end);
    return end.text;
  }

  /** Asks the kernel's list of mounts, which never hangs, so it does not wait for the gate. */
  mount(path: string): Mount | undefined {
    return this.#disk.mount(path);
  }

  /** Logs are rotated under new names: what was asked for the longest ago is forgotten. */
  #remember(path: string, end: End): void {
    this.#ends.delete(path);
    if (end.state !== undefined) this.#ends.set(path, end);
    if (this.#ends.size > MOST_ENDS) this.#ends.delete(this.#ends.keys().next().value!);
  }

  /** A folder's entries in batches; it is closed whatever happens. */
  async *entries(path: string, signal?: AbortSignal): AsyncGenerator<Entries> {
    const close = (folder: Folder) => this.#gate.tidy(() => folder.close());
    const folder = await this.#gate.pass(() => this.#disk.folder(path), signal, close);
    try {
      for (;;) {
        const entries = await this.#gate.pass(() => folder.read(), signal);
        if (entries.length === 0) return;
        yield entries;
      }
    } finally {
      close(folder);
    }
  }
}

type Entries = Awaited<ReturnType<Folder['read']>>;

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Of no use to a person: there is nothing, or it went while it was looked at. */
export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

/** It is there, but not for us. */
export const isForbidden = (error: unknown): boolean =>
  ['EACCES', 'EPERM'].includes(codeOf(error) ?? '');
