// The few files that a configuration reads, and what to say when one cannot be read.
import { readFileSync, statSync } from 'node:fs';

/** Reads a file as UTF-8; throws Node's system error. */
export type ReadFile = (path: string) => string;

/** Far above any configuration; what is larger is something else, mounted in its place. */
const MAX_BYTES = 16 << 20;

export const readUtf8: ReadFile = (path) => {
  if (statSync(path).size > MAX_BYTES) {
    throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  }
  return readFileSync(path, 'utf8');
};

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EFBIG: 'it is larger than 16 MiB',
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
