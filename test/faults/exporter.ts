// The built exporter as a process of its own, so that its memory, descriptors and event loop can be watched.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../peers/process.ts';

/** Bundles the exporter once; call `remove` at the end. */
export async function buildExporter(): Promise<{ bin: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-faults-'));
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', folder]);
  return {
    bin: join(folder, 'main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const WATCH = new URL('event-loop.mjs', import.meta.url).href;

export interface Running {
  readonly url: string;
  readonly pid: number;
  /** What it wrote to standard error. */
  log(): string;
  /** Body of GET `path`, with the scrape's time limit as Prometheus announces it. */
  get(path: string, timeoutSeconds?: number): Promise<string>;
  descriptors(): number;
  /** Bytes of resident memory now, and at most since the start. */
  memory(): { now: number; peak: number };
  /** Milliseconds of CPU of the longest turn of its event loop since the last call. */
  longestTurn(): Promise<number>;
  /** The 99th percentile of its turns since the last call of either. */
  turnsP99(): Promise<number>;
  /** How it ended, once it has. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
  /** Further flags. */
  readonly args?: readonly string[];
  /** Whether its event loop is watched; that has a cost of its own. Default true. */
  readonly watch?: boolean;
  /** Before `node`, e.g. `prlimit --nofile=40`. */
  readonly wrapper?: readonly string[];
  /** Where standard error goes; by default it is read. */
  readonly stderr?: number;
  /** Where it listens, if its log cannot tell. */
  readonly port?: number;
}

/** Starts `serve` on a free port of loopback and waits until it listens. */
export async function startExporter(options: StartOptions): Promise<Running> {
  const { bin, env, wrapper = [], stderr, port = 0, watch = true } = options;
  const [command = '', ...args] = [...wrapper, process.execPath, bin, ...(options.args ?? [])];
  const child = spawn(command, [...args, `--web.listen-address=127.0.0.1:${port}`], {
    env: { PATH: process.env.PATH, ...(watch && { NODE_OPTIONS: `--import=${WATCH}` }), ...env },
    stdio: ['ignore', 'ignore', stderr ?? 'pipe'],
  });
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  let end: string | undefined;
  const over = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      end = `ended with ${signal ?? code}`;
      resolve();
    });
  });
  const url = () => /url=(\S+)/.exec(text)?.[1] ?? (port ? `http://127.0.0.1:${port}` : undefined);
  try {
    await until(
      async () => end !== undefined || (await body(`${url()}/-/healthy`, 1)) !== '',
      () => 'the exporter does not listen',
    );
    if (end !== undefined) throw new Error(end);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${(error as Error).message}: ${text}`);
  }
  const proc = `/proc/${child.pid}`;
  const ask = async (figure: string) => {
    const told = () => [...text.matchAll(new RegExp(`^turns.* ${figure}=(\\S+)`, 'gm'))];
    const before = told().length;
    child.kill('SIGUSR2');
    await until(async () => told().length > before, 'the event loop tells nothing');
    return Number(told().at(-1)![1]);
  };
  return {
    url: url()!,
    pid: child.pid!,
    log: () => text,
    get: (path, seconds = 10) => body(url() + path, seconds),
    descriptors: () => readdirSync(`${proc}/fd`).length,
    memory: () => ({ now: status(proc, 'VmRSS'), peak: status(proc, 'VmHWM') }),
    longestTurn: () => ask('longest'),
    turnsP99: () => ask('p99'),
    ended: () => end,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await over;
      clearTimeout(timer);
    },
  };
}

function status(proc: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(
    readFileSync(`${proc}/status`, 'utf8'),
  )?.[1];
  return Number(kilobytes) * 1024;
}

function body(url: string, seconds = 10): Promise<string> {
  const headers = { 'x-prometheus-scrape-timeout-seconds': String(seconds) };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(seconds * 1000 + 2000);
    const sent = get(url, { headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
  });
}

/** Value of a series in an exposition; undefined if it is not there. */
export function sampleOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** The reason given for a component, if any. */
export function reasonFor(text: string, component: string): string | undefined {
  const pattern = `^appsmith_exporter_collector_error\\{component="${component}",reason="(\\w+)"\\} 1$`;
  return new RegExp(pattern, 'm').exec(text)?.[1];
}
