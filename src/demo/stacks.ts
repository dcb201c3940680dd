// The stacks folder of the embedded Appsmith: what a volume mounted at /appsmith-stacks holds, in a temporary place.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LOG_FOLDERS = [
  'supervisor',
  'backend',
  'cron',
  'editor',
  'rts',
  'mongodb',
  'redis',
  'postgres',
  'appsmithctl',
];
/** Below `/appsmith-stacks`. */
export const FOLDERS = [
  'configuration',
  'data/backup',
  'data/mongodb',
  'data/redis',
  'git-storage',
  'heap_dumps',
  'ssl',
  ...LOG_FOLDERS.map((name) => `logs/${name}`),
];

export interface Stacks {
  readonly dir: string;
  remove(): Promise<void>;
}

/** Creates the folder with its configuration file, which only its owner may read. */
export async function createStacks(dockerEnv: string): Promise<Stacks> {
  const dir = await mkdtemp(join(tmpdir(), 'appsmith-stacks-'));
  await Promise.all(FOLDERS.map((folder) => mkdir(join(dir, folder), { recursive: true })));
  await writeFile(join(dir, 'configuration/docker.env'), dockerEnv, { mode: 0o600 });
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}
