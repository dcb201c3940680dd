// What happens to each family of Keycloak's own metrics: a chosen few get a name of their own, the rest is left out.
import type { FamilyRule, LabelRule, Rules } from '../../exposition/index.ts';
import type { MetricDef } from '../../metrics/index.ts';
import { foreignMetrics } from './foreign.ts';

/** Paths that Keycloak has no template for, and whatever else could be of any length. */
const MOST = 80;
const ID = /(^|\/)(?:\d+|[\da-f]{24}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?=\/|$)/gi;

/** A path with `{id}` for segments that are ids, and of bounded length. */
export function boundedUri(path: string): string {
  const short = path.replace(ID, '$1{id}');
  return short.length > MOST ? `${short.slice(0, MOST - 1)}…` : short;
}

const DROP: LabelRule = { drop: true };
const LABELS: Readonly<Record<string, LabelRule>> = {
  uri: { map: boundedUri },
  // One series a client or an identity provider, and the way of hashing: nobody asks by these.
  client_id: DROP,
  idp: DROP,
  algorithm: DROP,
  hashing_strength: DROP,
  url_scheme: DROP,
};

/**
 * Some 140 families and 2,000 series at rest, most of them of its caches by the host's name; of use to somebody who
 * runs Appsmith are these. What Keycloak's own name is stands in `source`.
 */
const CHOSEN: ReadonlyMap<string, FamilyRule> = new Map(
  Object.values(foreignMetrics).map((def: MetricDef) => [def.source, ruleOf(def)]),
);
const UNWANTED: FamilyRule = { drop: true };

export const keycloakRules: Rules = (name) => CHOSEN.get(name) ?? UNWANTED;

function ruleOf(def: MetricDef): FamilyRule {
  const isMax = def.source.endsWith('_max');
  return {
    name: def.name,
    help: `${def.help} Keycloak: ${def.source}.`,
    ...(def.unit !== undefined && { unit: def.unit }),
    labels: LABELS,
    merge: isMax ? 'max' : 'sum',
    ...(def === foreignMetrics.memoryMax && { dropNegative: true as const }),
  };
}
