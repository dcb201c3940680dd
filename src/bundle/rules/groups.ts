// Prometheus rule groups, as objects, from what the components declare.
import type { Alert, Alias, Observed, RecordingRule } from '../../observe/index.ts';
import { scoped } from '../scope.ts';
import type { Settings } from '../settings/settings.ts';
import { alertExpression } from './expression.ts';

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Group {
  readonly name: string;
  /** Prometheus's own evaluation interval unless said. */
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/** An alert's annotations: summary, description, where its runbook and its dashboard are. */
export type Words = (alert: Alert) => Readonly<Record<string, string>>;

/** Rules of a group see each other's results in their order; those that look over hours have a slower one. */
export function recordingGroups(observed: readonly Observed[], settings: Settings): Group[] {
  return observed
    .flatMap(({ component, records = [], aliases = [] }): Group[] => {
      const name = `appsmith-${component}-recording`;
      const written = (rules: readonly (RecordingRule | Alias)[]) =>
        rules.map((rule) => recordingRule(rule, settings));
      return [
        { name, rules: written([...records.filter((one) => !one.everyMinute), ...aliases]) },
        {
          name: `${name}-slow`,
          interval: '1m',
          rules: written(records.filter((one) => one.everyMinute)),
        },
      ];
    })
    .filter(({ rules }) => rules.length > 0);
}

export function alertingGroups(
  observed: readonly Observed[],
  settings: Settings,
  words: Words,
): Group[] {
  return observed
    .map(({ component, alerts }) => ({
      name: `appsmith-${component}`,
      rules: alerts
        .filter((alert) => settings.enabled(alert))
        .map((alert) => alertingRule(alert, settings, words)),
    }))
    .filter(({ rules }) => rules.length > 0);
}

export function recordingRule(rule: RecordingRule | Alias, { job }: Settings): Rule {
  const record = 'alias' in rule ? rule.alias : rule.recorded.name;
  return { record, expr: scoped(rule.expr.text, matcherOf(job)) };
}

export function alertingRule(alert: Alert, settings: Settings, words: Words): Rule {
  const { name, component, keepFiringFor } = alert;
  const expression = alertExpression(alert, settings.chosen(alert));
  return {
    alert: name,
    expr: scoped(expression.text, matcherOf(settings.job)),
    for: settings.forOf(alert),
    ...(keepFiringFor !== undefined && { keep_firing_for: keepFiringFor }),
    labels: { ...settings.extraLabels, component, severity: settings.severityOf(alert) },
    annotations: words(alert),
  };
}

const matcherOf = (job: string): string => `job=${JSON.stringify(job)}`;
