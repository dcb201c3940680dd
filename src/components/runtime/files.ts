// Small files of the kernel: a number, a table of names and numbers, or nothing where they cannot be read.
import { readFileSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text without its last newline; undefined where it cannot be read. */
export async function text(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trimEnd();
  } catch {
    return undefined;
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The same at once, for a cgroup's files: the kernel writes them from its memory in some microseconds, a tenth of what
 * the way through the pool of threads and back costs.
 */
export function textNow(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

/** A whole number; undefined for `max`, for what is no number, and where there is no such file. */
export function number(dir: string | undefined, name: string): number | undefined {
  return dir === undefined ? undefined : numberOf(textNow(join(dir, name)));
}

/** Lines of `name value`; empty where there is no such file. */
export function table(dir: string | undefined, name: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (dir === undefined) return found;
  for (const line of (textNow(join(dir, name)) ?? '').split('\n')) {
    const [key = '', value] = line.split(' ');
    const parsed = numberOf(value);
    if (parsed !== undefined) found.set(key, parsed);
  }
  return found;
}

export function numberOf(given: string | undefined): number | undefined {
  return given !== undefined && /^-?\d+$/.test(given) ? Number(given) : undefined;
}
