// The histogram buckets that the compose add-on turns on in Appsmith's backend, and series of them for proofs.
import type { MetricDef } from '../metrics/index.ts';
import { series } from '../promql/index.ts';
import { type InputSeries, input } from './proof.ts';

/**
 * Upper bounds in seconds, as `MANAGEMENT_METRICS_DISTRIBUTION_SLO_…` sets them. A latency threshold must lie below
 * the last one: at or above it `histogram_quantile` can never exceed it.
 */
export const SHIPPED_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60] as const;

/** How many observations of how many seconds come each minute. */
export interface Load {
  readonly perMinute: number;
  readonly seconds: number;
}

/**
 * All series of one histogram with the shipped buckets, over `minutes`, under a constant load. Micrometer writes
 * the bounds as `0.05` … `60.0`; Prometheus 2 keeps them so.
 */
export function histogramOf(
  def: MetricDef,
  labels: Readonly<Record<string, string>>,
  loads: readonly Load[],
  minutes = 120,
): InputSeries[] {
  const { bucket, sum, count } = series(def);
  const rising = (perMinute: number) => `0+${Number(perMinute.toFixed(6))}x${minutes}`;
  const upTo = (bound: number) =>
    loads.filter(({ seconds }) => seconds <= bound).reduce((all, one) => all + one.perMinute, 0);
  const total = upTo(Number.POSITIVE_INFINITY);
  const time = loads.reduce((all, { perMinute, seconds }) => all + perMinute * seconds, 0);
  return [
    ...SHIPPED_BUCKETS.map((bound) =>
      input(bucket, { ...labels, le: written(bound) }, rising(upTo(bound))),
    ),
    input(bucket, { ...labels, le: '+Inf' }, rising(total)),
    input(count, labels, rising(total)),
    input(sum, labels, rising(time)),
  ];
}

const written = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : `${bound}`);
