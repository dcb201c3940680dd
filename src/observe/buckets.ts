// Series of a histogram with the shipped buckets, for proofs.
import { type MetricDef, SHIPPED_BUCKETS } from '../metrics/index.ts';
import { series } from '../promql/index.ts';
import { type InputSeries, input } from './proof.ts';

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
