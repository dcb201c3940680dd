// The few files that a configuration reads, and what to say when one cannot be read.
import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Reads a file as UTF-8; throws Node's system error. */
export type ReadFile = (path: string) => string;

/** Far above any configuration; what is larger is something else, mounted in its place. */
const MAX_BYTES = 16 << 20;

export const readUtf8: ReadFile = (path) => {
  if (statSync(path).size > MAX_BYTES) throw tooLarge();
  return readFileSync(path, 'utf8');
};

/** A disk answers in milliseconds, a slow network in tenths of a second. */
const HANGS_AFTER_MS = 2000;
/** Questions that have not been answered in time: each holds a thread, so that none is asked twice. */
const hanging = new Map<string, Promise<unknown>>();

/** The same for a file on a volume that may hang: throws a system error `ETIMEDOUT` then. */
export async function readInTime(path: string, ms = HANGS_AFTER_MS): Promise<string> {
  if (hanging.has(path)) throw timedOut();
  const reading = readSmall(path);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      hanging.set(path, reading);
      reject(timedOut());
    }, ms);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
    // Told by the race, or of no use to anybody by then.
    reading.catch(() => {}).finally(() => hanging.delete(path));
  }
}

/** Resolves when whatever did not answer {@link readInTime} has answered, with a text or an error; at once if all did. */
export async function answersAgain(): Promise<void> {
  await Promise.allSettled(hanging.values());
}

async function readSmall(path: string): Promise<string> {
  if ((await stat(path)).size > MAX_BYTES) throw tooLarge();
  return readFile(path, 'utf8');
}

const tooLarge = () => Object.assign(new Error('too large'), { code: 'EFBIG' });
const timedOut = () => Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EFBIG: 'it is larger than 16 MiB',
  ETIMEDOUT: 'its file system does not answer',
  ELOOP: 'its symbolic links go round in circles',
};

/** A system error in words, with owner and mode where permission is what is missing. */
export function whyUnreadable(error: unknown, path: string): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return `permission denied (${ownership(path)})`;
  return MEANINGS[code] ?? `it cannot be read (${code})`;
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error';
}

function ownership(path: string): string {
  const me = process.getuid?.() ?? '?';
  try {
    const { uid, gid, mode } = statSync(path);
    return `it belongs to ${uid}:${gid} with mode ${(mode & 0o7777).toString(8)}, the exporter is user ${me}`;
  } catch {
    return `the exporter is user ${me}, and a folder above it is closed to that user`;
  }
}
