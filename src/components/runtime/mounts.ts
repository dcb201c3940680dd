// From the path of a cgroup, as /proc tells it, to the folders in which this process can read it.
import type { Folders } from './cgroup.ts';

/** A mounted hierarchy: which part of it stands where. */
interface Mount {
  readonly root: string;
  readonly at: string;
  /** Of version 1; undefined is version 2. */
  readonly controllers?: ReadonlySet<string>;
}

/** Lines of /proc/<pid>/cgroup: the path by controller; the empty name is version 2's. */
export type Paths = ReadonlyMap<string, string>;

export function readPaths(text: string): Paths {
  const paths = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    for (const controller of controllers.split(',')) paths.set(controller, path);
  }
  return paths;
}

/** The mounts of cgroups in the text of /proc/self/mountinfo. */
export function readMounts(text: string): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root, at] = left.split(' ').map(unescaped);
    const [type, , options = ''] = right.split(' ');
    if (root === undefined || at === undefined) continue;
    if (type === 'cgroup2') mounts.push({ root, at });
    if (type === 'cgroup') mounts.push({ root, at, controllers: new Set(options.split(',')) });
  }
  return mounts;
}

/** Undefined where nothing of it is mounted here, as with another container's in a cgroup namespace of our own. */
export function foldersOf(paths: Paths, mounts: readonly Mount[]): Folders | undefined {
  if (!paths.has('memory')) {
    const dir = folderOf(
      paths.get(''),
      mounts.filter(({ controllers }) => !controllers),
    );
    return dir === undefined
      ? undefined
      : { version: 2, memory: dir, cpu: dir, cpuacct: dir, pids: dir };
  }
  const used = ['memory', 'cpu', 'cpuacct', 'pids'] as const;
  // Beside controllers with a group of their own, one at the root is the whole machine's.
  const grouped = used.some((name) => (paths.get(name) ?? '/') !== '/');
  const found = used.map((name) => {
    if (grouped && paths.get(name) === '/') return undefined;
    return folderOf(
      paths.get(name),
      mounts.filter(({ controllers }) => controllers?.has(name)),
    );
  });
  const [memory, cpu, cpuacct, pids] = found;
  if (found.every((one) => one === undefined)) return undefined;
  return { version: 1, memory, cpu, cpuacct, pids };
}

function folderOf(path: string | undefined, mounts: readonly Mount[]): string | undefined {
  for (const { root, at } of mounts) {
    const base = root === '/' ? '' : root;
    if (path === undefined || (path !== root && !path.startsWith(`${base}/`))) continue;
    const rest = path.slice(base.length);
    // Above the namespace's own group: it is not below this mount, whatever the letters say.
    if (rest.split('/').includes('..')) continue;
    return rest === '/' ? at : at + rest;
  }
  return undefined;
}

/** mountinfo writes a blank as `\040`. */
const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
