// What happens to each family of Caddy's admin endpoint: a few of its own are kept, with labels that stay bounded.
import type { FamilyRule, LabelRule, Rules } from '../../exposition/index.ts';
import type { MetricDef } from '../../metrics/index.ts';
import { caddyFamilies, ownMetrics } from './metrics.ts';

/** Caddy names these itself and calls every other method OTHER; a proxy before it might not. */
const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)$/;
const MAX_TEXT = 80;
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24,}/gi;

export const methodName = (value: string): string => (METHODS.test(value) ? value : 'OTHER');

/** Three digits; Caddy writes whatever number a handler gave. */
export const statusCode = (value: string): string => (/^[1-9]\d\d$/.test(value) ? value : 'other');

/** An address as it is configured; what a placeholder put into it (ids of pods, of requests) is collapsed. */
export const upstreamAddress = (value: string): string =>
  value.replace(IDS, '{id}').slice(0, MAX_TEXT);

const name = (value: string): string => value.replace(IDS, '{id}').slice(0, MAX_TEXT);

/** `(devel)` of a build with plugins, empty of a distribution's: both tell nothing. */
export const versionOf = (value: string): string => (/^v\d/.test(value) ? value : 'unknown');

const DROP: LabelRule = { drop: true };
const LABELS: Readonly<Record<string, LabelRule>> = {
  // With metrics by host it is whatever clients write into their requests.
  host: DROP,
  server: { map: name },
  handler: { map: name },
  method: { map: methodName },
  code: { map: statusCode },
  upstream: { map: upstreamAddress },
};

const KEPT: ReadonlyMap<string, FamilyRule> = new Map(
  Object.values(caddyFamilies).map((def: MetricDef) => [
    def.name,
    {
      help: `${def.help} Caddy: ${def.source}.`,
      ...(def.unit !== undefined && { unit: def.unit }),
      labels: LABELS,
      merge: def === caddyFamilies.inFlight ? 'sum' : 'first',
    },
  ]),
);

/** Go's collector tells the version of the program's main module. */
const BUILD: FamilyRule = {
  name: ownMetrics.info.name,
  help: ownMetrics.info.help,
  type: 'info',
  labels: { checksum: DROP, path: DROP, version: { map: versionOf } },
  add: { proxy: 'caddy' },
};

/**
 * Left out on purpose: Go's runtime and process, the admin endpoint's own requests, times to the first byte and sizes,
 * whose buckets double the series and tell little of what these do not.
 */
export const caddyRules: Rules = (family) => {
  if (family === 'go_build_info') return BUILD;
  return KEPT.get(family) ?? { drop: true };
};
