// What has been built: documents counted by the collection's own counter, less those that are marked as deleted.
import type { Document } from 'mongodb';
import type { MetricDef } from '../../../metrics/index.ts';
import { at, numberOf } from '../read/rows.ts';
import { MAX_TIME_MS } from './activity.ts';
import { FEW_DOCUMENTS, usageMetrics as m } from './metrics.ts';
import { type Asking, type Row, TooMuch } from './question.ts';

/** Marked as deleted: a date, so that an index on it finds these few rather than all the others. */
const DELETED = { deletedAt: { $gte: new Date(0) } };

/** A collection, and which of its documents do not count. */
interface Counted {
  readonly question: string;
  readonly collection: string;
  readonly metric: MetricDef;
  readonly less: Document;
}

export const COLLECTIONS: readonly Counted[] = [
  {
    question: 'users',
    collection: 'user',
    metric: m.users,
    less: { $or: [DELETED, { email: 'anonymousUser' }] },
  },
  { question: 'workspaces', collection: 'workspace', metric: m.workspaces, less: DELETED },
  { question: 'applications', collection: 'application', metric: m.applications, less: DELETED },
  { question: 'pages', collection: 'newPage', metric: m.pages, less: DELETED },
  {
    question: 'queries',
    collection: 'newAction',
    metric: m.queries,
    less: { $or: [DELETED, { pluginType: 'JS' }] },
  },
  { question: 'js_objects', collection: 'actionCollection', metric: m.jsObjects, less: DELETED },
];

/**
 * The whole collection is counted without reading it. Only a small one is then looked through for what does not
 * count: these documents are large, and most of them have no index that would help.
 */
export async function countDocuments(asking: Asking, counted: Counted): Promise<Row[]> {
  const { collection, less, metric, question } = counted;
  const all = await count(asking, collection);
  if (question === 'users') asking.known.noUsers = all === 0;
  if (all === undefined || asking.known.noUsers) return [];
  const without = all > 0 && all <= FEW_DOCUMENTS ? await count(asking, collection, less) : 0;
  return [{ metric, labels: {}, value: Math.max(0, all - (without ?? 0)) }];
}

async function count(
  { run, database }: Asking,
  collection: string,
  query?: Document,
): Promise<number | undefined> {
  const command = { count: collection, ...(query && { query }), maxTimeMS: MAX_TIME_MS };
  return numberOf((await run(database, command)).n);
}

/** Plugins with a series of their own. */
const MOST_PLUGINS = 50;
/** Plugins that are looked up; Appsmith has about thirty. */
const MAX_PLUGINS = 500;
const MAX_DATASOURCES = 100_000;

/** Datasources by the short name of their plugin, which is mostly the one that query times have. */
export async function countDatasources(asking: Asking): Promise<Row[]> {
  const all = (await count(asking, 'datasource')) ?? 0;
  if (asking.known.noUsers || all === 0) return [];
  if (all > MAX_DATASOURCES) throw new TooMuch(`over ${MAX_DATASOURCES} datasources`);
  const groups = await batch(asking, {
    aggregate: 'datasource',
    pipeline: [
      { $match: { deletedAt: null } },
      { $group: { _id: '$pluginId', datasources: { $sum: 1 } } },
    ],
    cursor: { batchSize: MAX_PLUGINS },
  });
  const plugins = await batch(asking, {
    find: 'plugin',
    projection: { packageName: 1 },
    limit: MAX_PLUGINS,
    batchSize: MAX_PLUGINS,
    singleBatch: true,
  });
  return datasourceRows(groups, plugins);
}

function datasourceRows(groups: readonly Document[], plugins: readonly Document[]): Row[] {
  const names = new Map(
    plugins.map(({ _id, packageName }) => [String(_id), shortName(packageName)]),
  );
  const sums = new Map<string, number>();
  for (const { _id, datasources } of groups) {
    const name = names.get(String(_id)) ?? 'unknown';
    sums.set(name, (sums.get(name) ?? 0) + (numberOf(datasources) ?? 0));
  }
  const byCount = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const rest = byCount.slice(MOST_PLUGINS).reduce((sum, [, n]) => sum + n, 0);
  const shown = byCount.slice(0, MOST_PLUGINS);
  return [...shown, ...(rest > 0 ? [['other', rest] as const] : [])].map(([plugin, value]) => ({
    metric: m.datasources,
    labels: { plugin },
    value,
  }));
}

/** `postgres-plugin` → `postgres`, `restapi-plugin` → `restapi`. */
function shortName(packageName: unknown): string {
  const name = String(packageName ?? '').toLowerCase();
  const clean = name.replace(/-plugin$/, '').replace(/[^a-z0-9_-]+/g, '_');
  return clean.slice(0, 40) || 'unknown';
}

async function batch({ run, database }: Asking, command: Document): Promise<Document[]> {
  const answer = await run(database, { ...command, maxTimeMS: MAX_TIME_MS });
  const found = at(answer, ['cursor', 'firstBatch']);
  return Array.isArray(found) ? found : [];
}
