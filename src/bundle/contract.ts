// The metric contract: which scraped series the rules and panels live on, and who needs each.
import type { Alias, Observed, RecordingRule } from '../observe/index.ts';
import type { Expression } from '../promql/index.ts';
import { conditionsOf } from './rules/template.ts';

/** Names of series as they are scraped (`…_bucket` included), each with the rules or panels that read it. */
export type Needs = ReadonlyMap<string, readonly string[]>;

/** What alerts and recording rules read, directly. */
export function neededByRules(observed: readonly Observed[]): Needs {
  return collected(
    observed.flatMap(({ alerts, records = [], aliases = [] }) => [
      ...alerts.flatMap((alert) =>
        conditionsOf(alert).map(({ signal }) => uses(alert.name, signal)),
      ),
      ...[...records, ...aliases].map((rule) => uses(nameOf(rule), rule.expr)),
    ]),
  );
}

/** What panels read, directly. */
export function neededByPanels(observed: readonly Observed[]): Needs {
  return collected(
    observed.flatMap(({ rows }) =>
      rows.flatMap(({ dashboard, panels }) =>
        panels.flatMap(({ title, queries }) =>
          queries.map(({ expr }) => uses(`${dashboard}: ${title}`, expr)),
        ),
      ),
    ),
  );
}

interface Use {
  readonly by: string;
  readonly series: readonly string[];
}

function uses(by: string, { references }: Expression): Use {
  const scraped = references.filter(({ target }) => 'def' in target);
  return { by, series: scraped.map(({ target }) => target.name) };
}

function collected(all: readonly Use[]): Needs {
  const needs = new Map<string, Set<string>>();
  for (const { by, series } of all) {
    for (const name of series) needs.set(name, (needs.get(name) ?? new Set()).add(by));
  }
  const sorted = [...needs].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([name, by]) => [name, [...by].toSorted()]));
}

const nameOf = (rule: RecordingRule | Alias): string =>
  'alias' in rule ? rule.alias : rule.recorded.name;
