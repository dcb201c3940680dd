// What a component may ask of a file system: sizes and names, never contents but the end of a log.
import { readFileSync } from 'node:fs';
import { lstat, opendir, statfs } from 'node:fs/promises';
import { type End, endOf } from './end.ts';
import { type Mount, mountOf } from './mounts.ts';

/** The room of a file system, in bytes; inodes are absent where the file system has no fixed number of them. */
export interface Space {
  readonly size: number;
  /** Also for root. */
  readonly free: number;
  /** For everybody. */
  readonly available: number;
  readonly inodes?: number | undefined;
  readonly inodesFree?: number | undefined;
}

/** One file or folder itself: a symbolic link is not followed. */
export interface Facts {
  readonly kind: 'file' | 'folder' | 'other';
  /** What it says its length is. */
  readonly bytes: number;
  /** What it takes on the disk: a sparse file less than its length. */
  readonly allocated: number;
  /** Milliseconds since the epoch. */
  readonly changed: number;
  /** The same for all hard links to it; undefined if there is but one. */
  readonly identity?: string | undefined;
}

export interface Entry {
  readonly name: string;
  readonly folder: boolean;
}

/** An open folder, read some entries at a time. */
export interface Folder {
  /** The next entries; none at the end. */
  read(): Promise<readonly Entry[]>;
  close(): Promise<void>;
}

export interface Disk {
  space(path: string): Promise<Space>;
  facts(path: string): Promise<Facts>;
  folder(path: string): Promise<Folder>;
  /** The last bytes of a file, at most so many; `before` is what they were when it was last asked. */
  tail(path: string, most: number, before?: End): Promise<End>;
  /** What is mounted there, without touching it; undefined where that cannot be known. */
  mount(path: string): Mount | undefined;
}

const BLOCK = 512;
/** Entries fetched by one call. */
const BATCH = 128;

/** The disk of this machine. */
export const realDisk: Disk = {
  async space(path) {
    const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
    const inodes = files > 0 ? { inodes: files, inodesFree: ffree } : {};
    return { size: blocks * bsize, free: bfree * bsize, available: bavail * bsize, ...inodes };
  },

  async facts(path) {
    const stat = await lstat(path);
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
    const linked = kind === 'file' && stat.nlink > 1;
    return {
      kind,
      bytes: stat.size,
      allocated: stat.blocks * BLOCK,
      changed: stat.mtimeMs,
      ...(linked && { identity: `${stat.dev}:${stat.ino}` }),
    };
  },

  async folder(path) {
    const handle = await opendir(path, { bufferSize: BATCH });
    return {
      async read() {
        const entries: Entry[] = [];
        while (entries.length < BATCH) {
          const entry = await handle.read();
          if (!entry) break;
          entries.push({ name: entry.name, folder: entry.isDirectory() });
        }
        return entries;
      },
      close: () => handle.close(),
    };
  },

  tail: endOf,

  mount(path) {
    try {
      // The kernel writes it from its memory: a reading in the pool of threads costs four times as much.
      return mountOf(path, readFileSync('/proc/self/mountinfo', 'utf8'));
    } catch {
      // Not Linux.
      return undefined;
    }
  },
};
