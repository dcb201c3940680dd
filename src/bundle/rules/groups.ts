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
  readonly rules: readonly Rule[];
}

/** An alert's annotations: summary, description, where its runbook and its dashboard are. */
export type Words = (alert: Alert) => Readonly<Record<string, string>>;

/** One group a component that records anything: rules of a group see each other's results in their order. */
export function recordingGroups(observed: readonly Observed[], settings: Settings): Group[] {
  return observed
    .map(({ component, records = [], aliases = [] }) => ({
      name: `appsmith-${component}-recording`,
      rules: [...records, ...aliases].map((rule) => recordingRule(rule, settings)),
    }))
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
