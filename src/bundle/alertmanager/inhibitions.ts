// Alertmanager's inhibition rules from the dependency graph: what is down speaks for what depends on it.
import type { Alert, Observed } from '../../observe/index.ts';
import { mayLackInstance } from '../rules/template.ts';
import type { Settings } from '../settings/settings.ts';
import { checkDependencies, dependentsOf, refuseCircles } from './dependencies.ts';

/** As Alertmanager's configuration has it. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

const ONE_APPSMITH = ['job', 'instance'];

/**
 * Source and target of a rule never match the same alert: sources are named, targets are of other components or
 * other names. Throws where two alerts would silence each other.
 */
export function inhibitRules(observed: readonly Observed[], settings: Settings): InhibitRule[] {
  checkDependencies(observed);
  refuseCircles(observed, (alert) => settings.severityOf(alert));
  const alerts = observed.flatMap((one) => one.alerts);
  return [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity="warning"'],
      equal: ['component', ...ONE_APPSMITH],
    },
    ...observed.flatMap((one) => byDependency(one, observed)),
    ...alerts.flatMap((alert) => byName(alert, alerts)),
  ];
}

function byDependency(
  { component, alerts }: Observed,
  observed: readonly Observed[],
): InhibitRule[] {
  const down = alerts.filter((alert) => alert.down);
  const dependents = dependentsOf(component, observed);
  if (down.length === 0 || dependents.length === 0) return [];
  const target = [matcher('component', dependents), 'severity!="none"'];
  return [
    { source_matchers: [named(down)], target_matchers: target, equal: ONE_APPSMITH },
    ...fromNowhere(down, target),
  ];
}

function byName(source: Alert, alerts: readonly Alert[]): InhibitRule[] {
  const { inhibits = [], inhibitsWhere: where } = source;
  const labels = Object.entries(where?.labels ?? {}).map(([label, value]) =>
    matcher(label, [value]),
  );
  const of = (names: readonly string[]) => alerts.filter(({ name }) => names.includes(name));
  return [...silences(source, of(inhibits)), ...silences(source, of(where?.alerts ?? []), labels)];
}

/** @param labels matchers that the source must meet as well */
function silences(
  source: Alert,
  targets: readonly Alert[],
  labels: readonly string[] = [],
): InhibitRule[] {
  if (targets.length === 0) return [];
  const rules = [
    {
      source_matchers: [named([source])],
      target_matchers: [named(targets)],
      equal: ONE_APPSMITH,
    },
    ...fromNowhere([source], [named(targets)]),
    ...toNowhere([source], targets),
  ];
  return rules.map((rule) => ({ ...rule, source_matchers: [...rule.source_matchers, ...labels] }));
}

/** An alert without an instance says that nothing of the job is there, so it speaks for every instance. */
function fromNowhere(sources: readonly Alert[], target: readonly string[]): InhibitRule[] {
  const nowhere = sources.filter(mayLackInstance);
  if (nowhere.length === 0) return [];
  return [
    { source_matchers: [named(nowhere), 'instance=""'], target_matchers: target, equal: ['job'] },
  ];
}

/** The other way round: a target without an instance never equals its source's, if that has one. */
function toNowhere(sources: readonly Alert[], targets: readonly Alert[]): InhibitRule[] {
  const nowhere = targets.filter(mayLackInstance);
  if (nowhere.length === 0) return [];
  return [
    {
      source_matchers: [named(sources)],
      target_matchers: [named(nowhere), 'instance=""'],
      equal: ['job'],
    },
  ];
}

const named = (alerts: readonly Alert[]): string =>
  matcher(
    'alertname',
    alerts.map(({ name }) => name),
  );

function matcher(label: string, values: readonly string[]): string {
  return values.length === 1 ? `${label}="${values[0]}"` : `${label}=~"${values.join('|')}"`;
}
