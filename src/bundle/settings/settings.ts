// What the user has chosen: everything that rules, Alertmanager and runbooks ask besides the definitions.
import type { Alert, Observed, Severity } from '../../observe/index.ts';
import { asDefined, type Chosen } from '../rules/expression.ts';
import { type Links, linksOf } from './links.ts';
import { DEFAULT_SLO, type SloTargets } from './slo.ts';

export interface Settings {
  /** The value of Prometheus's `job` label for Appsmith's exporter. */
  readonly job: string;
  /** Added to every alert, for instance `team`. */
  readonly extraLabels: Readonly<Record<string, string>>;
  readonly slo: SloTargets;
  readonly links: Links;
  enabled(alert: Alert): boolean;
  /** As Prometheus writes it: `5m`. */
  forOf(alert: Alert): string;
  severityOf(alert: Alert): Severity;
  /** The numbers that the alert's conditions compare with. */
  chosen(alert: Alert): Chosen;
}

export const DEFAULT_JOB = 'appsmith';
export const DEFAULT_GRAFANA_URL = 'http://localhost:3000';

/** What the definitions say, without any file: the settings of everything that is committed. */
export function defaultSettings(observed: readonly Observed[]): Settings {
  return {
    job: DEFAULT_JOB,
    extraLabels: {},
    slo: DEFAULT_SLO,
    links: linksOf({ grafanaUrl: DEFAULT_GRAFANA_URL }, observed),
    enabled: (alert) => alert.offBecause === undefined,
    forOf: (alert) => alert.for,
    severityOf: (alert) => alert.severity,
    chosen: () => asDefined,
  };
}
