// The stacks volume of the embedded Appsmith: its files, as long as the model says, and without taking any space.
import { mkdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Attempt, VolumeModel } from '../model/volume.ts';
import type { Part, World } from '../parts.ts';

export async function startVolume({ model, stacksDir }: World): Promise<Part> {
  const files = new SparseFiles(stacksDir);
  let told: readonly Attempt[] = [];
  const settle = async () => {
    const { volume } = model;
    await files.settle(volume);
    if (told === volume.attempts) return;
    told = volume.attempts;
    await writeFile(join(stacksDir, 'logs/appsmithctl/backup.log'), logOf(told));
  };
  await settle();
  return {
    env: {},
    settle,
    stop: async () => {},
  };
}

class SparseFiles {
  readonly #dir: string;
  #written: ReadonlyMap<string, number> = new Map();

  constructor(dir: string) {
    this.#dir = dir;
  }

  async settle({ files, archives }: VolumeModel): Promise<void> {
    const before = this.#written;
    this.#written = files;
    for (const path of before.keys()) if (!files.has(path)) await rm(join(this.#dir, path));
    for (const [path, bytes] of files) {
      if (before.get(path) === bytes) continue;
      if (!before.has(path)) await this.#create(path);
      await truncate(join(this.#dir, path), bytes);
    }
    if (before.size === files.size && [...files.keys()].every((path) => before.has(path))) return;
    const made = [...files.keys()].filter((path) => path.startsWith('data/backup/'));
    for (const [i, path] of made.entries()) {
      const at = (archives[i]?.at ?? 0) / 1000;
      await utimes(join(this.#dir, path), at, at);
    }
  }

  async #create(path: string): Promise<void> {
    await mkdir(join(this.#dir, dirname(path)), { recursive: true });
    await writeFile(join(this.#dir, path), '');
  }
}

/** As appsmithctl writes it. */
const logOf = (attempts: readonly Attempt[]): string =>
  attempts
    .map(({ at, error }) => {
      const time = new Date(at).toISOString();
      return error === undefined
        ? `${time} [ INFO ] Finished taking a backup at /appsmith-stacks/data/backup\n`
        : `${time} [ ERROR ] ${error}\n    at checkAvailableBackupSpace (/opt/appsmith/rts/bundle/ctl/index.js:1:1)\n`;
    })
    .join('');
