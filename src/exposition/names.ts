// Names of families and samples: which samples a family bears, snake_case, and legal names for quoted ones.
import type { MetricType } from '../metrics/index.ts';

const SUFFIXES: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  histogram: ['', '_bucket', '_sum', '_count', '_created'],
  summary: ['', '_sum', '_count', '_created'],
};

/** The names that are no other family's to use, its own among them; as text 0.0.4 has them. */
export function sampleNames(family: string, type: MetricType): string[] {
  return (SUFFIXES[type] ?? ['']).map((suffix) => family + suffix);
}

const LEGAL_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

export const isLegalMetric = (name: string): boolean => LEGAL_METRIC.test(name);

/** A UTF-8 name becomes a legal one the way Prometheus's `underscores` escaping does it. */
export function legalMetric(name: string): string {
  if (isLegalMetric(name)) return name;
  return name.replace(/[^a-zA-Z0-9_:]/gu, '_').replace(/^(?=[0-9])/, '_');
}

/** The same for a label's name. */
export function legalLabel(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/gu, '_').replace(/^(?=[0-9])/, '_');
}

/** camelCase to snake_case, for names of metrics and labels; what is snake_case already stays. */
export function snakeCase(name: string): string {
  if (!/[A-Z]/.test(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1_')
    .toLowerCase();
}
