// The exporter as it is shipped: built into a folder of its own, run in a process of its own.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A built program; `remove` deletes it. */
export interface Built {
  readonly bin: string;
  remove(): void;
}

/** Bundles the sources; under a second. */
export async function build(): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-built-'));
  const dist = join(folder, 'dist');
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', dist]);
  return {
    bin: join(dist, 'main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A running `serve`. */
export interface Serving {
  readonly url: string;
  readonly pid: number;
  /** What it has logged so far. */
  log(): string;
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number | null>;
  /** Asks it to stop; resolves to its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `serve` on a free port with these variables alone; resolves when it listens. */
export async function startServe(
  { bin }: Built,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Serving> {
  const argv = [bin, 'serve', '--web.listen-address=127.0.0.1:0', ...args];
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      const found = /msg=listening url=(\S+)/.exec(log);
      if (found) resolve(found[1]!);
    });
    void ended.then((code) => reject(new Error(`serve ended with ${code}:\n${log}`)));
  });
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, pid: child.pid!, log: () => log, ended, stop };
}
