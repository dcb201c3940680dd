// Where Appsmith's cgroup is: a folder that somebody named, that of Appsmith's processes, or of the container whose network is shared.
import { join } from 'node:path';
import type { Note } from '../../scrape/component.ts';
import { type Folders, unified } from './cgroup.ts';
import { networkOwner } from './engine.ts';
import { exists, text } from './files.ts';
import { foldersOf, type Paths, readMounts, readPaths } from './mounts.ts';
import { appsmithProcesses, type Process } from './processes.ts';

export interface Place {
  readonly folders: Folders;
  /** The backend's process, if it was seen. */
  readonly backend?: Process | undefined;
  /** Its path, for telling what it runs on; empty for a folder that somebody named. */
  readonly path: string;
}

/** Either where it is, or why it cannot be told. */
export type Located = { readonly place: Place } | { readonly unknown: Note };

export const UNSEEN: Note = {
  level: 'info',
  code: 'container-unseen',
  text: 'Appsmith’s container cannot be seen from here: no CPU, memory and OOM kills of it; the exporter’s own are not Appsmith’s',
  remedy:
    'with Docker add compose/runtime.yml; elsewhere mount Appsmith’s cgroup read-only and set APPSMITH_EXPORTER_RUNTIME_CGROUP; on Kubernetes the kubelet has the same figures',
};

const SEVERAL: Note = {
  level: 'info',
  code: 'container-several',
  text: 'processes of more than one Appsmith run here: which container is meant is not known',
  remedy: 'set APPSMITH_EXPORTER_RUNTIME_CGROUP to the folder of its cgroup',
};

const OWN: Note = {
  level: 'warning',
  code: 'container-own',
  text: 'the named cgroup is the exporter’s own and not Appsmith’s: nothing is read from it',
  remedy:
    'set APPSMITH_EXPORTER_RUNTIME_CGROUP to the folder of Appsmith’s cgroup, or leave it out',
};

/** Looks at all processes and mounts; costs a read for each process, so its answer is kept for a while. */
export async function locate(procfs: string, signal: AbortSignal): Promise<Located> {
  const mountinfo = (await text(join(procfs, 'self/mountinfo'))) ?? '';
  const mounts = readMounts(mountinfo);
  const processes = await appsmithProcesses(procfs, signal);
  if (processes.length > 1) return { unknown: SEVERAL };
  const [seen] = processes;
  const own = readPaths((await text(join(procfs, 'self/cgroup'))) ?? '');
  const paths = seen ? readPaths(seen.cgroup) : networkOwner(own, mountinfo);
  const folders = paths && foldersOf(paths, mounts);
  if (!paths || !folders) return { unknown: UNSEEN };
  const backend = seen?.backend ? seen : undefined;
  return { place: { folders, backend, path: longest(paths) } };
}

/**
 * A folder that somebody named: version 2, one with a folder for each controller, or one controller's, beside which
 * the others are found. The exporter's own is refused unless Appsmith's processes are in it too.
 */
export async function named(dir: string, procfs: string, signal: AbortSignal): Promise<Located> {
  const folders = (await exists(join(dir, 'cgroup.controllers'))) ? unified(dir) : await split(dir);
  const own = await holds(folders, process.pid);
  if (!own) return { place: { folders, path: '' } };
  const seen = await locate(procfs, signal);
  const same = 'place' in seen && (await holds(seen.place.folders, process.pid));
  return same ? { place: { ...seen.place, folders } } : { unknown: OWN };
}

/** `/sys/fs/cgroup/memory/docker/<id>`: the same path below the other controllers; or a folder that has them all. */
async function split(dir: string): Promise<Folders> {
  if (await exists(join(dir, 'memory.current'))) return unified(dir);
  const here = /^(.*\/)memory(\/.*)?$/.exec(dir);
  const at = (controller: string) =>
    here ? `${here[1]}${controller}${here[2] ?? ''}` : join(dir, controller);
  return {
    version: 1,
    memory: at('memory'),
    cpu: at('cpu'),
    cpuacct: at('cpuacct'),
    pids: at('pids'),
  };
}

async function holds({ memory, pids }: Folders, pid: number): Promise<boolean> {
  const dir = memory ?? pids;
  if (dir === undefined) return false;
  const members = (await text(join(dir, 'cgroup.procs'))) ?? '';
  return members.split('\n').includes(String(pid));
}

const longest = (paths: Paths): string =>
  [...paths.values()].reduce((one, other) => (other.length > one.length ? other : one), '');
