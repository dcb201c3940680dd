// What happens to each family of Temporal's own metrics: a chosen few get a name of their own, the rest is left out.
import type { FamilyRule, LabelRule, Rules } from '../../exposition/index.ts';
import type { MetricDef } from '../../metrics/index.ts';
import { foreignMetrics } from './foreign.ts';

/** Every label that a server may write on the chosen families. */
const UPSTREAM = [
  'namespace',
  'namespace_state',
  'operation',
  'service_name',
  'error_type',
  'taskqueue',
  'task_type',
  'task_priority',
  'partition',
  'worker_build_id',
  'worker_version',
  'worker_deployment_name',
  'cluster',
  'type',
] as const;

const DROP: LabelRule = { drop: true };

/**
 * At rest 155 families with 5,227 series, a histogram for each operation of each service in each namespace. What is
 * equal without those labels adds up; some 100 series remain.
 */
const CHOSEN: ReadonlyMap<string, FamilyRule> = new Map(
  Object.values(foreignMetrics).flatMap((def: MetricDef) => {
    const rule = ruleOf(def);
    // OpenTelemetry's exporter writes counters with their suffix, the older one without.
    return [def.source, `${def.source}_total`].map((name) => [name, rule] as const);
  }),
);
const UNWANTED: FamilyRule = { drop: true };

export const temporalRules: Rules = (name) => CHOSEN.get(name) ?? UNWANTED;

function ruleOf(def: MetricDef): FamilyRule {
  const others = UPSTREAM.filter((label) => !def.labels.includes(label));
  return {
    name: def.name,
    help: `${def.help} Temporal: ${def.source}.`,
    type: def.type,
    ...(def.unit !== undefined && { unit: def.unit }),
    labels: Object.fromEntries(others.map((label) => [label, DROP])),
    merge: 'sum',
  };
}
