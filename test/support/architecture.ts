// The rules of the architecture: which room may import which, where drivers and the environment belong, sizes.
import { type Import, importsOf, readsEnvironment, type Sources } from './imports.ts';

/** Imports allowed besides those within a room; a pattern ending in `/` is a folder. `*` is everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  metrics: [],
  exposition: ['metrics/'],
  lifeline: [],
  promql: ['metrics/'],
  observe: ['metrics/', 'promql/'],
  scrape: ['metrics/', 'exposition/'],
  component: [
    'metrics/',
    'exposition/',
    'scrape/component.ts',
    'scrape/errors.ts',
    'scrape/files/',
    'scrape/secret.ts',
    'scrape/http.ts',
    'scrape/patience.ts',
  ],
  'component list': ['components/', 'scrape/component.ts'],
  config: ['scrape/'],
  telemetry: ['scrape/', 'exposition/', 'metrics/'],
  doctor: ['metrics/', 'exposition/', 'scrape/', 'config/'],
  server: ['metrics/', 'exposition/', 'scrape/', 'telemetry/', 'config/'],
  demo: ['metrics/', 'exposition/'],
  bundle: ['metrics/', 'promql/', 'observe/', 'components/', 'config/', 'scrape/', 'server/'],
  commands: ['*'],
  main: ['commands/index.ts'],
};

/** Files of a component that only `generate` reads; they may use PromQL. */
const BUILD_TIME =
  /^components\/[^/]+\/(whole\/.+|([^/]+\/)?(observed\.ts|(panels|alerts|records|proofs)(\.ts|\/.+)))$/;
const NOT_IN_SERVE = [BUILD_TIME, /^bundle\//, /^observe\//, /^promql\//, /^demo\//];

/** Where a driver may be loaded, lazily. The demo's MongoDB speaks BSON, which comes with the driver. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  mongodb: ['components/mongodb/', 'demo/'],
  pg: ['components/postgres/'],
  ioredis: ['components/redis/'],
};

/** Packages before 1.0 stay behind one file each. */
const BEHIND: Readonly<Record<string, string>> = {
  '@grafana/grafana-foundation-sdk': 'bundle/dashboards/sdk.ts',
};

const MAX_LINES = 250;
const MEDIAN_LINES = 150;

/** Every rule broken, one line each. */
export function architectureViolations(sources: Sources, packages: ReadonlySet<string>): string[] {
  const imports = [...sources.keys()].flatMap((path) => importsOf(sources, path, packages));
  if (imports.length === 0) return ['no import was resolved: the check itself is broken'];
  return [
    ...imports.flatMap(badImport),
    ...servedBuildTime(imports),
    ...[...sources].flatMap(([path, text]) => badFile(path, text)),
    ...badMedian(sources),
  ];
}

function badImport(one: Import): string[] {
  if (one.to === undefined) return [`${one.from} imports ${one.request}, which leads nowhere`];
  if (one.kind === 'package') return badPackage(one, one.to);
  if (one.kind === 'file' && !allowed(one.from, one.to)) {
    return [`${one.from} must not import ${one.to}`];
  }
  return [];
}

function badPackage({ from, dynamic, typeOnly }: Import, name: string): string[] {
  const door = BEHIND[name];
  if (door !== undefined && from !== door) return [`${from} must not import ${name}`];
  const places = DRIVERS[name];
  if (!places) return [];
  if (!places.some((place) => from.startsWith(place))) return [`${from} must not import ${name}`];
  return dynamic || typeOnly ? [] : [`${from} must import ${name} lazily`];
}

function allowed(from: string, to: string): boolean {
  const room = roomOf(from);
  if (room === roomOf(to) && folderOf(from) === folderOf(to)) return true;
  const patterns = [
    ...(MAY_IMPORT[room] ?? []),
    ...(BUILD_TIME.test(from) ? ['promql/', 'observe/'] : []),
  ];
  return patterns.some((p) => p === '*' || to === p || (p.endsWith('/') && to.startsWith(p)));
}

function roomOf(path: string): string {
  if (/^components\/[^/]+\//.test(path)) return 'component';
  if (path.startsWith('components/')) return 'component list';
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

/** Siblings among the components are as foreign to each other as two rooms. */
function folderOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'components' ? `${top}/${second}` : top;
}

/** What `serve` reaches at run time but must not load. */
function servedBuildTime(imports: readonly Import[]): string[] {
  const reached = new Set(['commands/serve.ts']);
  for (const path of reached) {
    for (const { from, to, typeOnly } of imports) {
      if (from === path && to !== undefined && !typeOnly) reached.add(to);
    }
  }
  return [...reached]
    .filter((path) => NOT_IN_SERVE.some((pattern) => pattern.test(path)))
    .map((path) => `serve reaches ${path}, which belongs to another command`);
}

function badFile(path: string, text: string): string[] {
  const found: string[] = [];
  const lines = text.trimEnd().split('\n');
  const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
  if (!/^\/\/ \S/.test(first ?? '')) found.push(`${path} does not open with what it is for`);
  if (lines.length > MAX_LINES) found.push(`${path} has ${lines.length} lines`);
  // Node holds a composite signal that somebody listens to for ever once its sources are gone: a leak a scrape.
  const composed = /\bAbortSignal\s*\.\s*(any|timeout)\b/.exec(text)?.[0];
  if (composed) found.push(`${path} uses ${composed}: take scrape/patience.ts`);
  // The bin hands the environment on as a whole; only the configuration looks into it.
  const mayRead = path.startsWith('config/') || path === 'main.ts';
  if (!mayRead && readsEnvironment(path, text)) found.push(`${path} reads the environment`);
  return found;
}

function badMedian(sources: Sources): string[] {
  const sizes = [...sources.values()].map((text) => text.trimEnd().split('\n').length);
  const median = sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
  return median > MEDIAN_LINES ? [`the median file has ${median} lines`] : [];
}
