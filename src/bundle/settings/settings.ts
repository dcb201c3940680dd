// What the user has chosen: everything that rules, Alertmanager and runbooks ask besides the definitions.
import {
  type Alert,
  budgetOf,
  type Condition,
  OBJECTIVES,
  type ObjectiveName,
  type Observed,
  type Severity,
} from '../../observe/index.ts';
import type { MuteTime } from '../alertmanager/mute-times.ts';
import type { Receiver } from '../alertmanager/receivers.ts';
import { asDefined, type Chosen } from '../rules/expression.ts';
import { type Links, linksOf } from './links.ts';

export interface Settings {
  /** The value of Prometheus's `job` label for Appsmith's exporter. */
  readonly job: string;
  /** Added to every alert, for instance `team`. */
  readonly extraLabels: Readonly<Record<string, string>>;
  /** The part of events that must be good, by objective: 0.995. */
  readonly slo: Readonly<Record<ObjectiveName, number>>;
  readonly links: Links;
  readonly receivers: readonly Receiver[];
  readonly muteTimes: readonly MuteTime[];
  enabled(alert: Alert): boolean;
  /** As Prometheus writes it: `5m`. */
  forOf(alert: Alert): string;
  severityOf(alert: Alert): Severity;
  /** The numbers that the alert's conditions compare with. */
  chosen(alert: Alert): Chosen;
}

/** What `observability.yml` may say of one alert; thresholds by their settings' keys. */
export interface AlertValues {
  readonly enabled?: boolean;
  readonly for?: string;
  readonly severity?: Severity;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Values {
  readonly job?: string | undefined;
  readonly grafanaUrl?: string | undefined;
  readonly runbookBaseUrl?: string | undefined;
  readonly extraLabels?: Readonly<Record<string, string>>;
  readonly slo?: Readonly<Partial<Record<ObjectiveName, number>>>;
  readonly alerts?: Readonly<Record<string, AlertValues>>;
  readonly receivers?: readonly Receiver[];
  readonly muteTimes?: readonly MuteTime[];
}

export const DEFAULT_JOB = 'appsmith';
export const DEFAULT_GRAFANA_URL = 'http://localhost:3000';

/** What the definitions say, without any file: the settings of everything that is committed. */
export const defaultSettings = (observed: readonly Observed[]): Settings =>
  settingsOf({}, observed);

/** Definitions where the user says nothing. Values must have been checked. */
export function settingsOf(values: Values, observed: readonly Observed[]): Settings {
  const { grafanaUrl = DEFAULT_GRAFANA_URL, runbookBaseUrl, alerts = {} } = values;
  const slo = {
    availability: OBJECTIVES.availability.target,
    latency: OBJECTIVES.latency.target,
    ...values.slo,
  };
  return {
    job: values.job ?? DEFAULT_JOB,
    extraLabels: values.extraLabels ?? {},
    slo,
    links: linksOf({ grafanaUrl, runbookBaseUrl }, observed),
    receivers: values.receivers ?? [],
    muteTimes: values.muteTimes ?? [],
    enabled: ({ name, offBecause }) => alerts[name]?.enabled ?? offBecause === undefined,
    forOf: (alert) => alerts[alert.name]?.for ?? alert.for,
    severityOf: ({ name, severity }) => alerts[name]?.severity ?? severity,
    chosen: ({ name }) => {
      const numbers = alerts[name]?.numbers ?? {};
      return (condition) =>
        burnt(condition, slo) ?? own(condition, numbers) ?? asDefined(condition);
    },
  };
}

/** A burn rate's threshold follows from its objective's target. */
function burnt({ than }: Condition, slo: Settings['slo']): number | undefined {
  if (typeof than !== 'object' || than.burn === undefined) return undefined;
  const { objective, rate } = than.burn;
  return Number((rate * budgetOf(slo[objective])).toPrecision(6));
}

function own({ than, setting }: Condition, numbers: AlertValues['numbers']): number | undefined {
  return typeof than === 'object' && setting !== undefined ? numbers[setting] : undefined;
}
