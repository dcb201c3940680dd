// Starts real servers for tests: one child process on a free port, awaited until it answers, and always cleaned up.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findTool } from './need.ts';

/** A real server that runs for a test; every starter returns this or more. */
export interface Peer {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  /** A folder of its own, gone after stop. */
  readonly dir: string;
  /** What it has written to stdout and stderr so far. */
  output(): string;
  /** Freezes or resumes the process: it then accepts connections but never answers. */
  signal(signal: NodeJS.Signals): void;
  /** Ends the process group, waits for it, removes its folder. Any number of calls. */
  stop(): Promise<void>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves true once the server really answers; what it throws counts as not yet. */
  readonly ready: () => Promise<boolean>;
  readonly url: string;
  readonly timeoutMs?: number;
  /** Ends it gently first (default SIGTERM); after `graceMs` (5 s) it is killed. */
  readonly stopSignal?: NodeJS.Signals;
  readonly graceMs?: number;
}

/** Where a test run is killed, no handler of ours runs: with this before a command the kernel ends it (Linux). */
export const DIES_WITH_PARENT = findTool('setpriv') ? ['setpriv', '--pdeathsig', 'TERM'] : [];

const running = new Map<ChildProcess, { dir: string; signal: NodeJS.Signals }>();
process.on('exit', () => {
  for (const [child, { dir, signal }] of running) {
    killGroup(child, signal);
    rmSync(dir, { recursive: true, force: true });
  }
});

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** True if something accepts TCP connections there. */
export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** A response's status of a GET within a second; rejects when nothing answers. */
export async function httpStatus(
  url: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(1000) });
  await response.arrayBuffer();
  return response.status;
}

/** Polls until the condition holds; throws with `what` after the time. */
export async function until(
  condition: () => Promise<boolean>,
  what: string | (() => string),
  timeoutMs = 15_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > end) throw new Error(typeof what === 'string' ? what : what());
    await delay(wait);
  }
}

const PORT_TAKEN = /address already in use|EADDRINUSE|BindException|already listening/i;

/**
 * Starts one server. `plan` gets a free port and a new folder and says how to launch; it is asked again
 * with another port when somebody else took the port in between.
 */
export async function startPeer(
  name: string,
  plan: (port: number, dir: string) => Launch | Promise<Launch>,
): Promise<Peer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const dir = mkdtempSync(join(tmpdir(), `peer-${name}-`));
    try {
      return await launch(name, port, dir, await plan(port, dir));
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      if (attempt === 3 || !PORT_TAKEN.test(String(error))) throw error;
    }
  }
}

async function launch(name: string, port: number, dir: string, plan: Launch): Promise<Peer> {
  const [command = '', ...args] = [...DIES_WITH_PARENT, plan.command, ...plan.args];
  const child = spawn(command, args, {
    cwd: dir,
    detached: true,
    env: { ...process.env, ...plan.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.set(child, { dir, signal: plan.stopSignal === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL' });
  const output = capture(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  let over: string | undefined;
  void ended.then((why) => {
    over = why;
  });
  const stop = () => stopChild(child, ended, dir, plan);
  try {
    const answers = async () => over !== undefined || (await plan.ready());
    await until(answers, () => 'did not become ready', plan.timeoutMs);
    if (over !== undefined) throw new Error(over);
  } catch (error) {
    const said = output();
    await stop();
    throw new Error(`${name} on port ${port}: ${(error as Error).message}\n${said.slice(-4000)}`);
  }
  const signal = (which: NodeJS.Signals) => void killGroup(child, which);
  return { port, url: plan.url, pid: child.pid ?? 0, dir, output, signal, stop };
}

function capture(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<string>,
  dir: string,
  plan: Launch,
): Promise<void> {
  killGroup(child, 'SIGCONT');
  killGroup(child, plan.stopSignal ?? 'SIGTERM');
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), plan.graceMs ?? 5000);
  await ended;
  clearTimeout(timer);
  // What the leader left behind in its group.
  killGroup(child, 'SIGKILL');
  running.delete(child);
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}
