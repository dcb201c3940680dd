// Which folder of the stacks volume an entry is counted for.
import { posix } from 'node:path';

/** Where Appsmith's container has the volume. */
const INSIDE = '/appsmith-stacks';
const GIT = 'git-storage';
/** In the order in which they are counted: what an alert looks at first, what has most files last. */
const KNOWN = [
  'logs',
  'data/backup',
  'data/restore',
  'heap_dumps',
  'configuration',
  'ssl',
  'data/redis',
  'data/mongodb',
  'data/postgres',
] as const;
/** Everything else on the volume, however it is called. */
const OTHER = 'other';
/** Programs with a log folder of their own; a default Appsmith has nine. */
const MOST_PROGRAMS = 24;

/** What a walk is made of: one folder from its root on, or the entries of a folder without those below. */
export interface Part {
  /** Relative to the stacks folder; empty is itself. */
  readonly path: string;
  readonly label: string;
}

export interface Plan {
  readonly parts: readonly Part[];
  /** Names at the volume's top, and below `data`, that belong to a part. */
  isPart(path: string): boolean;
  /** The further label of something below `logs`. */
  readonly other: string;
}

/** @param gitRoot where Appsmith was told to keep its Git repositories, as a path in its container */
export function planOf(gitRoot: string | undefined): Plan {
  const own = gitRoot === undefined ? undefined : withinStacks(gitRoot);
  const repositories = new Set([...(own === undefined ? [] : [own]), 'git-storage', 'git']);
  const parts: Part[] = [
    ...KNOWN.map((path) => ({ path, label: path })),
    ...[...repositories].map((path) => ({ path, label: GIT })),
  ];
  const paths = new Set(parts.map(({ path }) => path));
  return { parts, isPart: (path) => paths.has(path), other: OTHER };
}

/** Relative to the volume; undefined for what lies elsewhere in the container, memory for instance. */
function withinStacks(path: string): string | undefined {
  const relative = posix.relative(INSIDE, posix.resolve('/', path));
  return relative === '' || relative.startsWith('..') ? undefined : relative;
}

/** Labels of the log folders, by name, the first so many in the order in which they are found. */
export class LogFolders {
  readonly #names = new Set<string>();

  /** `logs/backend`; undefined beyond the limit, and for a name that is no program's. */
  labelOf(name: string): string | undefined {
    if (!/^[\w.-]{1,40}$/.test(name)) return undefined;
    if (!this.#names.has(name) && this.#names.size >= MOST_PROGRAMS) return undefined;
    this.#names.add(name);
    return `logs/${name}`;
  }
}
