// The built bin in a process of its own, beside an embedded Appsmith, with the variables that a test gives.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';

export interface Dist {
  readonly bin: string;
  remove(): void;
}

/** Builds into a folder of its own; `packages` is whether node_modules is beside it. */
export async function build(packages: boolean): Promise<Dist> {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-traces-'));
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(folder, 'dist')]);
  if (packages) symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    bin: join(folder, 'dist/main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  log(): string;
  stdout(): string;
  seen(pattern: RegExp): Promise<void>;
  scrape(headers?: Record<string, string>): Promise<string>;
  /** SIGTERM; resolves to the exit code and how long it took. */
  stop(): Promise<{ code: number | null; ms: number }>;
}

interface StartOptions {
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly look?: boolean;
}

/** Resolves when it listens and, unless told otherwise, its own look at start-up has ended. */
export async function start(
  bin: string,
  env: Readonly<Record<string, string>>,
  { nodeArgs = [], args = [], look = true }: StartOptions = {},
): Promise<Running> {
  const all = [...nodeArgs, bin, '--web.listen-address=127.0.0.1:0', ...args];
  const options = { env: { PATH: process.env.PATH ?? '', ...env } };
  const child = spawn(process.execPath, all, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const seen = async (pattern: RegExp) => {
    await expect.poll(() => said.err, { timeout: 15_000 }).toMatch(pattern);
  };
  await seen(/msg=listening url=\S+/);
  const url = /msg=listening url=(\S+)/.exec(said.err)![1]!;
  if (look) await seen(/msg="is \w+" target=\S+ component=redis/);
  return {
    child,
    url,
    log: () => said.err,
    stdout: () => said.out,
    seen,
    scrape: async (headers = {}) => (await fetch(`${url}/metrics`, { headers })).text(),
    stop: () => stopped(child),
  };
}

function stopped(child: ChildProcess): Promise<{ code: number | null; ms: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ms: performance.now() - started }));
    child.kill('SIGTERM');
  });
}
