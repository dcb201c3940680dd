// What the backend's panels have in common: the interval of their rates, means of timers, what an empty one says.
import type { MetricDef } from '../../../metrics/index.ts';
import { duration, type Expression, type Fragment, promql, series } from '../../../promql/index.ts';

/** What Grafana makes of the time range and the scrape interval. */
export const RATE = duration('$__rate_interval');

/** Its data comes from the actuator, which is shut unless somebody opened it. */
export const SHUT = 'the actuator is shut: run doctor';

const NONE: Fragment = { fragment: '' };

/** How often a timer was used, per second, by labels. */
export const rateBy = (def: MetricDef, by: string, only = NONE): Expression =>
  promql`sum by (${{ fragment: by }}) (rate(${series(def).count}${only}[${RATE}]))`;

/** Mean of a timer in seconds, by labels; nothing while it is not used. */
export const meanBy = (def: MetricDef, by: string, only = NONE): Expression => {
  const { sum } = series(def);
  return promql`
    sum by (${{ fragment: by }}) (rate(${sum}${only}[${RATE}]))
    / (${rateBy(def, by, only)} > 0)`;
};

/** The same of what happens a few times an hour. */
export const hourlyMeanBy = (def: MetricDef, by: string): Expression => {
  const { sum, count } = series(def);
  return promql`
    sum by (${{ fragment: by }}) (increase(${sum}[1h]))
    / (sum by (${{ fragment: by }}) (increase(${count}[1h])) > 0)`;
};

/**
 * Where a timer has buckets, or had them ten minutes ago: what stands in for a quantile must not come up in the
 * moments after a restart, before there are two scrapes.
 */
export const hadBuckets = (def: MetricDef): Expression =>
  promql`last_over_time(${series(def).bucket}{le="+Inf"}[10m])`;

/** A quantile by labels, where there are buckets. */
export const quantileBy = (q: number, def: MetricDef, by: string, only = NONE): Expression =>
  promql`histogram_quantile(${q}, sum by (${{ fragment: by }}, le) (rate(${series(def).bucket}${only}[${RATE}])))`;
