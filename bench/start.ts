// How long the built exporter takes from process start to its first complete scrape, on the embedded Appsmith.
import { spawn } from 'node:child_process';
import { startAppsmith } from '../src/demo/appsmith.ts';
import { median, type Row } from './measure.ts';

const RUNS = 7;

/** The row `start_to_first_scrape`; `dist/` must be built. */
export async function startRows(): Promise<Row[]> {
  const appsmith = await startAppsmith();
  try {
    const seconds: number[] = [];
    for (let i = 0; i < RUNS; i++) seconds.push(await runOnce(appsmith.env));
    const bare: number[] = [];
    for (let i = 0; i < RUNS; i++) bare.push(await timed(['--version'], {}));
    const peer = { peer: 'node --version', peerValue: median(bare) };
    return [{ name: 'start_to_first_scrape', value: median(seconds), unit: 's', ...peer }];
  } finally {
    await appsmith.stop();
  }
}

const runOnce = (env: Readonly<Record<string, string>>): Promise<number> =>
  timed(['dist/main.js', 'serve', '--once'], env);

/** Seconds from start to end of a Node process; one that fails rejects. */
function timed(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // Its log is of interest only if it fails.
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve((performance.now() - started) / 1000);
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${log}`));
    });
  });
}
