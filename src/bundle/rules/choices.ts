// What a user may choose about the rules, and the choices that the definitions themselves make.
import type { Alert, Severity } from '../../observe/index.ts';
import { asDefined, type Chosen } from './expression.ts';

export interface Choices {
  /** The job that every selector is tied to. */
  readonly job: string;
  /** Put on every alert. */
  readonly extraLabels: Readonly<Record<string, string>>;
  enabled(alert: Alert): boolean;
  chosen(alert: Alert): Chosen;
  forOf(alert: Alert): string;
  severityOf(alert: Alert): Severity;
}

export const DEFINED: Choices = {
  job: 'appsmith',
  extraLabels: {},
  enabled: ({ offBecause }) => offBecause === undefined,
  chosen: () => asDefined,
  forOf: (alert) => alert.for,
  severityOf: ({ severity }) => severity,
};
