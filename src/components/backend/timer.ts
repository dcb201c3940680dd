// A Micrometer timer in the catalogue: the distribution, and the gauge with its maximum beside it.
import { gauge, histogram, type MetricDef, summary } from '../../metrics/index.ts';

interface Timer<Label extends string> {
  /** In full, `_seconds` included. */
  readonly name: string;
  readonly help: string;
  /** Micrometer's name of the meter. */
  readonly source: string;
  readonly labels?: readonly Label[];
}

/** Count and sum; buckets too if somebody turns them on. */
export function timer<Label extends string = never>(options: Timer<Label>): MetricDef<Label> {
  return summary({ ...options, unit: 'seconds', foreign: true });
}

/** A timer whose buckets the shipped settings turn on; count and sum alone where they are off. */
export function bucketed<Label extends string = never>(options: Timer<Label>): MetricDef<Label> {
  return histogram({ ...options, unit: 'seconds', foreign: true });
}

/** The `_max` gauge beside a timer: Micrometer's decaying maximum of about the last two minutes. */
export function maxOf<Label extends string>(def: MetricDef<Label>): MetricDef<Label> {
  return gauge({
    name: `${def.name}_max`,
    help: `Longest of the last two minutes or so: ${def.help}`,
    source: `${def.source}: maximum`,
    labels: def.labels,
    foreign: true,
  });
}
