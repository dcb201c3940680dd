// Parses an exposition body with the reference parsers of Python's prometheus_client.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builtOnce } from './cache.ts';
import { need } from './need.ts';
import { pipeInto } from './promtool.ts';

const run = promisify(execFile);
const VERSION = '0.26.0';
const SCRIPT = fileURLToPath(new URL('openmetrics.py', import.meta.url));

export interface ParsedFamily {
  /** In OpenMetrics a counter's name is without `_total`; in text 0.0.4 the parser cuts it off too. */
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: number;
}

export type Parsed = { readonly families: readonly ParsedFamily[] } | { readonly error: string };

export const needPython = (): boolean => need('python3', 'apt-get install python3 python3-venv');

/** What the reference parser makes of the body; the first call of a machine installs it. */
export async function parseReference(
  format: 'openmetrics' | 'text',
  body: string | Uint8Array,
): Promise<Parsed> {
  const { stdout, output } = await pipeInto(await python(), [SCRIPT, format], body);
  if (stdout === '') throw new Error(`the reference parser said nothing:\n${output}`);
  return JSON.parse(stdout) as Parsed;
}

/** The Python of a virtual environment with prometheus_client, in the cache folder. */
async function python(): Promise<string> {
  const folder = await builtOnce('python', [VERSION], async (venv) => {
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin', 'pip'), ['install', '-q', `prometheus_client==${VERSION}`]);
  });
  return join(folder, 'bin', 'python');
}
