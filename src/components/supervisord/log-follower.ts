// Reads what has been added to a log file since the last look, across rotation and truncation, in bounded steps.
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, opendir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const CHUNK_BYTES = 64 * 1024;
/** Read at one look; what is beyond it waits for the next one. */
const MAX_BYTES = 1024 * 1024;
/** An unfinished line that is kept; a longer one is no line that anybody waits for. */
const MAX_LINE = 4096;
/** What stood just before the place is compared: a file that was emptied may have grown past it again. */
const PRINT_BYTES = 64;
const MAX_ENTRIES = 200;

interface Place {
  /** Device and inode. */
  readonly file: string;
  readonly offset: number;
  /** The bytes just before `offset`. */
  readonly print: Buffer;
}

export class LogFollower {
  readonly #path: string;
  readonly #onLine: (line: string) => void;
  #place: Place | undefined;
  #rest = '';
  /** There was no file at the first look: when it comes, all of it is new. */
  #fromStart = false;

  constructor(path: string, onLine: (line: string) => void) {
    this.#path = path;
    this.#onLine = onLine;
  }

  /**
   * Hands over each complete line that was added since the last look; at the first one none, since nobody knows how
   * old they are. False if there is no such file. Throws what the file system throws otherwise.
   */
  async look(): Promise<boolean> {
    const now = await found(this.#path);
    if (!now) {
      this.#fromStart ||= this.#place === undefined;
      return this.#place !== undefined;
    }
    const before = this.#place;
    if (before && before.file !== nameOf(now)) await this.#finishRotated(before);
    await this.#readOn(now);
    return true;
  }

  /** What was written between the last look and the rotation stands in the renamed file, if it is still there. */
  async #finishRotated(before: Place): Promise<void> {
    const path = await this.#rotated(before.file).catch(() => undefined);
    if (path !== undefined) await this.#read(path, before).catch(() => undefined);
    this.#fromStart = true;
    this.#place = undefined;
    this.#rest = '';
  }

  async #rotated(file: string): Promise<string | undefined> {
    const folder = dirname(this.#path);
    let entries = 0;
    for await (const { name } of await opendir(folder)) {
      if (++entries > MAX_ENTRIES) return undefined;
      if (!name.startsWith(basename(this.#path))) continue;
      const stats = await found(join(folder, name));
      if (stats && nameOf(stats) === file) return join(folder, name);
    }
    return undefined;
  }

  async #readOn(now: BigIntStats): Promise<void> {
    const size = Number(now.size);
    const first: Place = {
      file: nameOf(now),
      offset: this.#fromStart ? 0 : size,
      print: Buffer.alloc(0),
    };
    const from = this.#place ?? first;
    if (this.#place && size === from.offset) return;
    this.#place = await this.#read(this.#path, from);
  }

  /** Reads from a place on, or from the start if the file no longer is what it was there. */
  async #read(path: string, from: Place): Promise<Place> {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const same = (await bytes(handle, from.offset - from.print.length, from.print.length)).equals(
        from.print,
      );
      if (!same) this.#rest = '';
      const start = same ? from.offset : 0;
      const end = await this.#lines(handle, start);
      const length = Math.min(PRINT_BYTES, end);
      return { file: from.file, offset: end, print: await bytes(handle, end - length, length) };
    } finally {
      await handle.close();
    }
  }

  /** @returns the offset at which it stopped */
  async #lines(handle: FileHandle, start: number): Promise<number> {
    let offset = start;
    while (offset < start + MAX_BYTES) {
      const chunk = await bytes(handle, offset, CHUNK_BYTES);
      if (chunk.length === 0) break;
      offset += chunk.length;
      const lines = (this.#rest + chunk.toString('latin1')).split('\n');
      this.#rest = lines.pop()!.slice(-MAX_LINE);
      for (const line of lines) this.#onLine(line);
    }
    return offset;
  }
}

/** Undefined where there is no plain file: a pipe would wait for somebody who writes into it. */
async function found(path: string): Promise<BigIntStats | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    return stats.isFile() ? stats : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

const nameOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** As many bytes as there are from `offset` on, up to `length`. */
async function bytes(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, Math.max(0, offset));
  return buffer.subarray(0, bytesRead);
}
