// Files that an earlier version generated and this one does not: an alert that is gone leaves a runbook behind.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../bundle/file.ts';

/** In the head or the foot of every generated text. */
const MARK = 'enerated by `npm run generate`; do not edit.';

/** Folders in which every file is one of a set, named after what it is about. */
const SETS = ['alerts', 'alerts/tests', 'alerts/examples', 'docs/runbooks'];

/** Paths below `output`; only files that say themselves that they were generated, so nothing of a user's. */
export async function staleFiles(
  output: string,
  files: readonly GeneratedFile[],
): Promise<string[]> {
  const wanted = new Set(files.map(({ path }) => path));
  const written = SETS.filter((folder) => files.some(({ path }) => dirname(path) === folder));
  const found = await Promise.all(
    written.map(async (folder) => {
      const names = await readdir(join(output, folder)).catch(() => []);
      return names.map((name) => `${folder}/${name}`).filter((path) => !wanted.has(path));
    }),
  );
  const marked = await Promise.all(
    found.flat().map(async (path) => {
      const text = await readFile(join(output, path), 'utf8').catch(() => '');
      return text.includes(MARK) ? [path] : [];
    }),
  );
  return marked.flat();
}
