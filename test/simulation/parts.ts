// A long simulation on several processors: each part lets the time before it pass and scrapes only its own.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { build } from 'esbuild';
import type { Script } from './course.ts';
import { type Columns, Recording } from './recording.ts';

/**
 * The same Appsmith, seen by one exporter after the other: at each of `cuts` (minutes) a new one begins, as when its
 * container is made anew. All parts run at once.
 */
export async function simulateInParts(script: Script, cuts: readonly number[]): Promise<Recording> {
  const bundle = await bundled();
  try {
    const bounds = [0, ...cuts, script.minutes];
    const parts = bounds.slice(1).map((to, i) => ({ ...script, from: bounds[i]!, minutes: to }));
    const columns = await Promise.all(parts.map((part) => run(bundle, part)));
    const whole = new Recording(script.needed, script.start / 1000);
    for (const one of columns) whole.append(one);
    return whole;
  } finally {
    await rm(bundle, { force: true });
  }
}

/** The part's program; beside the packages that it imports. */
async function bundled(): Promise<string> {
  const outfile = fileURLToPath(
    new URL(`../../node_modules/.simulation-${process.pid}.mjs`, import.meta.url),
  );
  await build({
    entryPoints: [fileURLToPath(new URL('part.ts', import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' },
    logLevel: 'error',
  });
  return outfile;
}

function run(program: string, script: Script): Promise<Columns> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(deserialize(Buffer.concat(chunks)) as Columns);
      else reject(new Error(`a part of the simulation ended with ${code}`));
    });
    child.stdin.end(serialize(script));
  });
}
