// The recorded bodies of real systems.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Format } from '../../src/exposition/index.ts';

export const fixtures = (folder: string): string =>
  fileURLToPath(new URL(`../fixtures/${folder}/`, import.meta.url));

/** File names and paths. */
export const recorded = ['backend', 'exposition'].flatMap((dir) =>
  readdirSync(fixtures(dir))
    .filter((file) => /\.prom(\.gz)?$/.test(file))
    .map((file) => [file, fixtures(dir) + file] as const),
);

export function read(path: string): Buffer {
  const bytes = readFileSync(path);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export const formatOf = (path: string): Format =>
  path.includes('openmetrics') ? 'openmetrics' : 'text';
