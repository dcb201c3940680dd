// When something in Appsmith's container last wrote a log, from the stacks volume that both share.
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Rotated logs may be many; those written now are among the programs' own folders. */
const MOST_FILES = 500;

/** The newest time of change below `logs/`, in milliseconds since the epoch; undefined if there is none to be read. */
export async function newestLog(stacksDir: string): Promise<number | undefined> {
  let newest: number | undefined;
  let left = MOST_FILES;
  const look = async (folder: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(folder)) {
      if (--left < 0) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth > 0) await look(path, depth - 1).catch(() => undefined);
      else if (entry.isFile()) {
        const { mtimeMs } = await stat(path);
        newest = Math.max(newest ?? 0, mtimeMs);
      }
    }
  };
  await look(join(stacksDir, 'logs'), 2).catch(() => undefined);
  return newest;
}
