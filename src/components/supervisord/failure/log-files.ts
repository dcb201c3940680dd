// The last lines of a program's log files below the stacks volume: bounded in bytes, files, entries and time.
import { constants } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_BYTES = 16 * 1024;
const MAX_FILES = 3;
const MAX_ENTRIES = 100;
/** The clocks of supervisord and of the file system are the same machine's, but one of them counts whole seconds. */
const SLACK_SECONDS = 5;

/** A name that is a folder's below `logs/` and nothing else. */
const FOLDER = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/**
 * The ends of the newest `*.log` files of one program, the newest last; what was not written to since `startedAt`
 * (seconds since 1970) is about an earlier life and left out. Undefined if there is no file that can be read.
 */
export async function logEnds(
  stacksDir: string,
  program: string,
  startedAt: number,
): Promise<string | undefined> {
  if (!FOLDER.test(program)) return undefined;
  const folder = join(stacksDir, 'logs', program);
  const files: LogFile[] = [];
  // One after the other: on a volume that hangs, each call that is begun holds one of Node's few threads.
  for (const name of await logNames(folder).catch(() => [])) {
    const file = await look(join(folder, name));
    if (file) files.push(file);
  }
  if (files.length === 0) return undefined;
  const fresh = files
    .filter(({ mtime }) => mtime >= startedAt - SLACK_SECONDS)
    .sort((a, b) => a.mtime - b.mtime)
    .slice(-MAX_FILES);
  const ends: string[] = [];
  for (const { path } of fresh) {
    const end = await endOf(path).catch(() => undefined);
    if (end !== undefined) ends.push(end);
  }
  return fresh.length > 0 && ends.length === 0 ? undefined : ends.join('\n');
}

interface LogFile {
  readonly path: string;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** Rotated files (`….log.1`) are older than the newest of them, which is enough. */
async function logNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  let entries = 0;
  for await (const { name } of await opendir(folder)) {
    if (name.endsWith('.log')) names.push(name);
    if (++entries >= MAX_ENTRIES) break;
  }
  return names;
}

/** Undefined for what is gone, shut or no plain file: a pipe would wait for somebody who writes into it. */
async function look(path: string): Promise<LogFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, mtime: found.mtimeMs / 1000 } : undefined;
}

async function endOf(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, MAX_BYTES);
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
