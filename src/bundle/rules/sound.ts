// Holds every rule against the catalogue before it is written: names, labels, and what a rule must keep.
import type { MetricDef } from '../../metrics/index.ts';
import type { Observed } from '../../observe/index.ts';
import { type CheckOptions, describe, type Expression, examine } from '../../promql/index.ts';
import type { Settings } from '../settings/settings.ts';
import { alertExpression } from './expression.ts';
import { HIGHEST_BUCKET, isQuantile } from './quantiles.ts';

/** What rules and panels may use besides the catalogue. */
export function checkOptions(observed: readonly Observed[]): CheckOptions {
  return {
    recorded: observed.flatMap(({ records = [] }) => records.map(({ recorded }) => recorded)),
    names: observed.flatMap(({ aliases = [] }) => aliases.map(({ alias }) => alias)),
  };
}

export const catalogueOf = (observed: readonly Observed[]): readonly MetricDef[] => [
  ...new Set(observed.flatMap(({ metrics }) => metrics)),
];

/** Throws one error with a line for each problem. */
export function checkRules(observed: readonly Observed[], settings: Settings): void {
  const catalogue = catalogueOf(observed);
  const options = checkOptions(observed);
  const problems = [...twice(observed)];
  const look = (what: string, expr: Expression, labels?: readonly string[]) => {
    const verdict = examine(expr, catalogue, options);
    problems.push(...verdict.problems.map((one) => `${what}: ${describe(one)}`));
    if (verdict.problems.length === 0) problems.push(...lost(what, expr, verdict.labels, labels));
  };
  for (const { records = [], aliases = [], alerts } of observed) {
    for (const { recorded, expr } of records) look(recorded.name, expr, recorded.labels);
    for (const { alias, labels, expr } of aliases) look(alias, expr, labels);
    for (const alert of alerts) {
      // What always fires belongs to Prometheus itself, to no Appsmith.
      const labels = alert.severity === 'none' ? [] : undefined;
      look(alert.name, alertExpression(alert, settings.chosen(alert)), labels);
      const value = settings.chosen(alert);
      problems.push(
        ...alert.when.flatMap((one) => deaf(alert.name, one.signal, value(one), observed)),
      );
    }
  }
  if (problems.length > 0) throw new Error(`the rules are not sound:\n${problems.join('\n')}`);
}

/** Without job and instance nobody knows whose trouble it is; recorded labels must be the declared ones. */
function lost(
  what: string,
  { where }: Expression,
  result: ReadonlySet<string> | 'any',
  declared?: readonly string[],
): string[] {
  if (result === 'any') return [];
  const missing = (declared ?? ['job', 'instance']).filter((label) => !result.has(label));
  const undeclared = declared ? [...result].filter((label) => !declared.includes(label)) : [];
  return [
    ...missing.map((label) => `${what}: ${where}: the result has no label ${label}`),
    ...undeclared.map((label) => `${what}: ${where}: the result has the label ${label} as well`),
  ];
}

/** A quantile never exceeds the highest finite bucket, so a threshold there would never fire. */
function deaf(
  what: string,
  { text, where }: Expression,
  threshold: number,
  observed: readonly Observed[],
): string[] {
  if (!isQuantile(text, observed) || threshold < HIGHEST_BUCKET) return [];
  return [
    `${what}: ${where}: ${threshold} s is not below the highest bucket (${HIGHEST_BUCKET} s): it could never fire`,
  ];
}

function twice(observed: readonly Observed[]): string[] {
  const names = observed.flatMap(({ alerts, records = [], aliases = [] }) => [
    ...alerts.map(({ name }) => name),
    ...records.map(({ recorded }) => recorded.name),
    ...aliases.map(({ alias }) => alias),
  ]);
  const again = names.filter((name, i) => names.indexOf(name) !== i);
  return [...new Set(again)].map((name) => `${name}: declared more than once`);
}
