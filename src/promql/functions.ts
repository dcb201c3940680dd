// The functions that Prometheus 2.42 and 3.x both have for classic series, with the types of their arguments.

/** v: instant vector, m: range vector, s: scalar, t: string; `?` after an optional one, `*` after one that repeats. */
const BY_SIGNATURE: Readonly<Record<string, string>> = {
  '': 'time pi',
  s: 'vector',
  v: `abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad scalar
    sgn sin sinh sort sort_desc sqrt tan tanh timestamp`,
  'v?': 'day_of_month day_of_week day_of_year days_in_month hour minute month year',
  'vs?': 'round',
  vs: 'clamp_max clamp_min',
  vss: 'clamp',
  m: `absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time
    max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time`,
  ms: 'predict_linear',
  sm: 'quantile_over_time',
  sv: 'histogram_quantile',
  vtttt: 'label_replace',
  'vttt*': 'label_join',
};

export const SIGNATURES: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_SIGNATURE).flatMap(([signature, names]) =>
    names.split(/\s+/).map((name): [string, string] => [name, signature]),
  ),
);

/** Aggregations with the types of their arguments. */
export const AGGREGATIONS: ReadonlyMap<string, string> = new Map([
  ...['avg', 'count', 'group', 'max', 'min', 'stddev', 'stdvar', 'sum'].map(
    (name): [string, string] => [name, 'v'],
  ),
  ...['bottomk', 'quantile', 'topk'].map((name): [string, string] => [name, 'sv']),
  ['count_values', 'tv'],
]);

/** These take every fall for a restart at 0: on a gauge they invent increases. */
export const FOR_COUNTERS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);

/** These take a restart of a counter for a real fall. */
export const FOR_GAUGES: ReadonlySet<string> = new Set([
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
]);
