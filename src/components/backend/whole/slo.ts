// Recording rules of the service level objectives: shares of bad events over the windows of the burn-rate alerts.
import { type ObjectiveName, type RecordingRule, SLOW_SECONDS } from '../../../observe/index.ts';
import {
  duration,
  type Expression,
  matchers,
  promql,
  type Recorded,
  recorded,
  series,
} from '../../../promql/index.ts';
import { foreignMetrics, ownMetrics } from '../metrics.ts';
import { httpFailedRate, httpRate, PROBES } from '../records.ts';

/** Of the burn-rate alerts, the short ones beside the long ones. */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type Window = (typeof WINDOWS)[number];

const labels = ['job', 'instance'] as const;
const rule = (name: string, expr: Expression, why: string, slow = false): RecordingRule => ({
  recorded: recorded(`appsmith:${name}`, { labels, kind: 'gauge' }),
  expr,
  why,
  ...(slow && { everyMinute: true }),
});

const { bucket } = series(foreignMetrics.httpRequests);
/** A query takes as long as its datasource. */
const TIMED = { uri: { notRe: `${PROBES}|.*/actions/execute` } } as const;

const timed = rule(
  'http_timed:rate5m',
  promql`sum by (job, instance) (rate(${bucket}${matchers({ ...TIMED, le: '+Inf' })}[5m]))`,
  'Requests whose time counts, for the latency objective; only where there are buckets.',
);
const slow = rule(
  'http_slow:rate5m',
  promql`
    ${timed.recorded}
    - sum by (job, instance) (rate(${bucket}${matchers({ ...TIMED, le: String(SLOW_SECONDS) })}[5m]))
  `,
  `Requests that took longer than ${SLOW_SECONDS} s, for the latency objective.`,
);

/** Events weigh alike, whenever they came: the sum of the bad over the sum of all. */
function share(bad: Recorded, all: Recorded, window: Window): Expression {
  if (window === '5m') return promql`${bad} / (${all} > 0)`;
  const over = duration(window);
  return promql`sum_over_time(${bad}[${over}]) / (sum_over_time(${all}[${over}]) > 0)`;
}

/** Hours of the windows over which a young history would weigh too much. */
const HOURS: Partial<Readonly<Record<Window, number>>> = { '2h': 2, '6h': 6, '1d': 24, '3d': 72 };

/** The share of the window in which Appsmith was down; a time of which nothing is known counts as good. */
function down(window: Window): Expression {
  const over = duration(window);
  const share = promql`1 - avg_over_time(${ownMetrics.up}[${over}])`;
  const hours = HOURS[window];
  if (hours === undefined) return share;
  const samples = promql`count_over_time(${ownMetrics.up}[${over}])`;
  const anHour = promql`count_over_time(${ownMetrics.up}[1h])`;
  return promql`${share} * clamp_max(${samples} / (${anHour} * ${hours}), 1)`;
}

/** Failed requests, or the time that Appsmith was down, whichever is worse: who is down has no requests to fail. */
function unavailable(window: Window): Expression {
  const requested = share(httpFailedRate, httpRate, window);
  const lost = down(window);
  return promql`
    (${requested} >= on (job, instance) ${lost})
    or on (job, instance) ${lost}
    or on (job, instance) ${requested}
  `;
}

const ratioName = (name: ObjectiveName, window: Window) => `${name}_errors:ratio_${window}`;
const ratios = WINDOWS.flatMap((window) => [
  rule(
    ratioName('availability', window),
    unavailable(window),
    'Burn rate of the availability objective.',
    window in HOURS,
  ),
  rule(
    ratioName('latency', window),
    share(slow.recorded, timed.recorded, window),
    'Burn rate of the latency objective.',
    window in HOURS,
  ),
]);

/** Of a rate per second, sampled once a minute. */
const sixHours = (perSecond: Recorded) => promql`sum_over_time(${perSecond}[6h:1m]) * 60`;
/** A probe each 15 seconds would have failed as often. */
const downProbes = promql`sum_over_time((1 - ${ownMetrics.up})[6h:1m]) * 4`;

const failures = rule(
  'http_errors:count_6h',
  sixHours(httpFailedRate),
  'The floor of the low-traffic alert: failed requests.',
  true,
);
const badEvents = rule(
  'availability_errors:count_6h',
  promql`
    ${failures.recorded} + on (job, instance) ${downProbes}
    or on (job, instance) ${downProbes}
    or on (job, instance) ${failures.recorded}
  `,
  'The floor of the burn-rate alerts: failed requests, and each 15 s of being down count as one more.',
  true,
);
const slowRequests = rule(
  'latency_errors:count_6h',
  sixHours(slow.recorded),
  'The floor below which a share of slow requests is a matter of chance.',
  true,
);

export const sloRecords: readonly RecordingRule[] = [
  timed,
  slow,
  ...ratios,
  failures,
  badEvents,
  slowRequests,
];

/** The share of bad events over the window. */
export function badShare(objective: ObjectiveName, window: Window): Recorded {
  const name = `appsmith:${ratioName(objective, window)}`;
  const found = ratios.find(({ recorded: one }) => one.name === name);
  if (!found) throw new Error(`${name} is not recorded`);
  return found.recorded;
}

/** About how many bad events there were in six hours: `requests` alone, or with the time that Appsmith was down. */
export const badCount = (objective: ObjectiveName, of: 'all' | 'requests' = 'all'): Recorded => {
  if (objective === 'latency') return slowRequests.recorded;
  return (of === 'all' ? badEvents : failures).recorded;
};
