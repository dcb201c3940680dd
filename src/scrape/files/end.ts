// The end of a file, read again only when the file is another one or has changed.
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';

/** What the end of a file was. */
export interface End {
  readonly text: string;
  /** By which it is told that the file is still as it was; undefined while that cannot be told. */
  readonly state: string | undefined;
}

/** Neither waits for a pipe's other end nor follows a link. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/**
 * Two writes can carry one time: a file system counts it in steps of some milliseconds, old ones of two seconds. What
 * was written so shortly before it was read is read again.
 */
const SETTLED_MS = 10_000;

/** The last bytes of a file, at most so many; `before` itself, with one question to the disk, if nothing has changed. */
export async function endOf(path: string, most: number, before?: End): Promise<End> {
  if (before?.state !== undefined) {
    const stats = await lstat(path, { bigint: true });
    if (stateOf(stats, most) === before.state) return before;
  }
  const file = await open(path, READ);
  try {
    return await read(file, most);
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, most: number): Promise<End> {
  const stats = await file.stat({ bigint: true });
  const size = Number(stats.size);
  const length = Math.min(size, most);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString('utf8', 0, bytesRead);
  const settled = Date.now() - Number(stats.ctimeMs) > SETTLED_MS;
  return { text, state: settled ? stateOf(stats, most) : undefined };
}

const stateOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats, most: number): string =>
  [dev, ino, size, mtimeNs, ctimeNs, most].join(' ');
