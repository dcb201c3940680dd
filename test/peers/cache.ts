// A folder that outlives test runs, for what is slow to build; built once, also by concurrent test files.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const DONE = '.complete';
/** A lock whose holder has not touched it for this long belongs to a dead process. */
const STALE_MS = 30_000;

/** `$APPSMITH_OBSERVABILITY_CACHE`, or a folder in the user's cache. */
export function cacheFolder(): string {
  const set = process.env.APPSMITH_OBSERVABILITY_CACHE;
  return set || join(homedir(), '.cache', 'appsmith-observability');
}

/**
 * The folder `name-<key's hash>` in the cache, filled by `build` if it is not complete yet. Concurrent
 * callers, in this process or another, wait for the one that builds.
 */
export async function builtOnce(
  name: string,
  key: readonly string[],
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `${name}-${hash}`);
  if (existsSync(join(folder, DONE))) return folder;
  await locked(`${folder}.lock`, async () => {
    if (existsSync(join(folder, DONE))) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await build(folder);
    mkdirSync(join(folder, DONE));
  });
  return folder;
}

/** Every file below a folder, path and content, as a key for {@link builtOnce}. */
export function sourcesOf(folder: string, skip: readonly string[] = ['target']): string[] {
  const parts: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
    if (skip.includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) parts.push(entry.name, ...sourcesOf(path, skip));
    else parts.push(entry.name, readFileSync(path, 'utf8'));
  }
  return parts;
}

async function locked(lock: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  while (!tryLock(lock)) await delay(200);
  const heartbeat = setInterval(() => touch(lock), STALE_MS / 6);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Making a folder is atomic: it succeeds for one caller only. */
function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > STALE_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
