// What happens to each family of the actuator: which are kept, under what name, with which labels.
import type { FamilyRule, LabelRule, Merge, Rules } from '../../exposition/index.ts';
import type { MetricDef } from '../../metrics/index.ts';
import { DROP, PLUGIN, REMOTE, TEXT, URI } from './labels.ts';
import { foreignMetrics } from './metrics.ts';
import { renameOf } from './renames.ts';

const KNOWN: ReadonlyMap<string, MetricDef> = new Map(
  Object.values(foreignMetrics).map((def: MetricDef) => [def.name, def]),
);

/** Of Netty's families only these are of use and bounded. */
const NETTY_KEPT =
  /^reactor_netty_(eventloop_pending_tasks|bytebuf_allocator_used_(direct|heap)_memory|connection_provider_(active|idle|pending|total)_connections)$/;

/**
 * Left out on purpose:
 * - `…_active_seconds…`: requests in flight as Micrometer's long-task timers, of three shapes by client, gauges
 *   under TYPE summary or histogram, without the labels that would make them useful;
 * - `reactor_netty_http_*`: their `uri` is the raw path, a series for every page id; the rest of Netty's are constants
 *   of its allocator, by an id that changes at every start;
 * - `spring_security_*`: positions in filter chains, dozens of series of no use to somebody who runs Appsmith;
 * - `process_cpu_time_ns_total`, `jvm_compilation_time_ms_total`: not in base units, and `process_cpu_usage` says what counts;
 * - `appsmith_exporter_*`: names of the exporter's own.
 */
function isUnwanted(name: string): boolean {
  if (name.startsWith('reactor_netty_')) return !NETTY_KEPT.test(name);
  return /_active_seconds(_|$)|^spring_security_|^process_cpu_time_|^jvm_compilation_time_|^appsmith_exporter_/.test(
    name,
  );
}

/** Labels by the beginning of the family's name; the first that fits. */
const LABELS: readonly (readonly [RegExp, Readonly<Record<string, LabelRule>>])[] = [
  [/^appsmith_login_/, { message: DROP }],
  [/^appsmith_/, { plugin: PLUGIN }],
  [/^http_(server|client)_requests_/, { uri: URI, exception: TEXT }],
  // New at every start of the backend; what is equal without it is one pool to whoever looks.
  [/^mongodb_driver_/, { cluster_id: DROP }],
  [/^lettuce_/, { local: DROP, remote: REMOTE }],
  [/^reactor_netty_bytebuf_/, { id: DROP }],
  [/^reactor_netty_connection_/, { id: DROP, remote_address: DROP }],
];

const SUMS = /^mongodb_driver_pool_|^reactor_netty_(bytebuf|connection)_/;

/** Names remembered; a backend has some hundred families. */
const REMEMBERED = 2048;
const remembered = new Map<string, FamilyRule>();

/**
 * The rules for a body of `/actuator/prometheus`; families that nobody knows are kept as they are. A rule
 * depends on the name alone, and every scrape brings the same names: each is worked out once.
 */
export const backendRules: Rules = (name) => {
  const known = remembered.get(name);
  if (known) return known;
  const rule = ruleOf(name);
  if (remembered.size < REMEMBERED) remembered.set(name, rule);
  return rule;
};

function ruleOf(name: string): FamilyRule {
  if (isUnwanted(name)) return { drop: true };
  // A timer's maximum is a family of its own and follows the timer.
  const isMax = name.endsWith('_seconds_max');
  const base = isMax ? name.slice(0, -'_max'.length) : name;
  const rename = renameOf(base);
  const newName = rename && rename.name + (isMax ? '_max' : '');
  const labels = LABELS.find(([pattern]) => pattern.test(base))?.[1];
  return {
    ...(newName !== undefined && { name: newName }),
    ...(rename?.add && { add: rename.add }),
    ...(labels && { labels }),
    ...said(KNOWN.get(newName ?? name)),
    merge: mergeOf(name, isMax),
    ...(name === 'jvm_memory_max_bytes' && { dropNegative: true as const }),
  };
}

/** What the catalogue knows better than the upstream. */
function said(def: MetricDef | undefined): FamilyRule {
  if (!def) return {};
  return {
    // The upstream's name stands in the help: most have another one here.
    help: `${def.help} Micrometer: ${def.source}.`,
    ...(def.unit !== undefined && { unit: def.unit }),
    // Micrometer's text format knows no info.
    ...(def.type === 'info' && { type: def.type }),
  };
}

function mergeOf(name: string, isMax: boolean): Merge {
  if (isMax) return 'max';
  return SUMS.test(name) ? 'sum' : 'first';
}
