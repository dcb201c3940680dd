// Appsmith's processes among those that this one can see, and the cgroup that they are in.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from './files.ts';

/** More than any machine that runs an Appsmith has; the rest is not looked at. */
const MOST = 10_000;

export interface Process {
  readonly pid: number;
  /** Text of its /proc/<pid>/cgroup. */
  readonly cgroup: string;
  /** It is the backend itself. */
  readonly backend: boolean;
}

/** One process for each cgroup that Appsmith's processes are in, the backend first. */
export async function appsmithProcesses(
  procfs: string,
  signal: AbortSignal,
): Promise<readonly Process[]> {
  const found = new Map<string, Process>();
  const entries = await readdir(procfs).catch(() => []);
  for (const pid of entries.filter((name) => /^\d+$/.test(name)).slice(0, MOST)) {
    signal.throwIfAborted();
    const kind = kindOf(await commandLine(procfs, pid));
    if (kind === undefined) continue;
    const cgroup = await text(join(procfs, pid, 'cgroup'));
    const backend = kind === 'backend';
    if (cgroup !== undefined && (backend || !found.has(cgroup))) {
      found.set(cgroup, { pid: Number(pid), cgroup, backend });
    }
  }
  return [...found.values()];
}

/** Files and sockets that it holds open; undefined without the right to look, which only its own user and root have. */
export async function openFds(procfs: string, { pid }: Process): Promise<number | undefined> {
  try {
    return (await readdir(join(procfs, String(pid), 'fd'))).length;
  } catch {
    return undefined;
  }
}

async function commandLine(procfs: string, pid: string): Promise<readonly string[]> {
  try {
    return (await readFile(join(procfs, pid, 'cmdline'), 'utf8')).split('\0');
  } catch {
    return [];
  }
}

/**
 * By what Appsmith's own scripts start: `java … -Dserver.port=8080 … -jar server.jar`, and MongoDB on the stacks
 * volume, which is there while Java is not. A word alone is not enough: somebody's `docker run -v …:/appsmith-stacks`
 * runs outside the container.
 */
function kindOf([program = '', ...args]: readonly string[]): 'backend' | 'store' | undefined {
  const name = basename(program);
  if (name === 'java') {
    const jar = args.some(
      (arg, i) => arg === '-jar' && basename(args[i + 1] ?? '') === 'server.jar',
    );
    return jar && args.includes('-Dserver.port=8080') ? 'backend' : undefined;
  }
  const onVolume = args.some((arg) => arg.includes('/appsmith-stacks/data/mongodb'));
  return name === 'mongod' && onVolume ? 'store' : undefined;
}
