// Recording rules of the backend and of queries: what their alerts and panels share, and the tutorial's name.
import type { Alias, RecordingRule } from '../../observe/index.ts';
import { matchers, promql, recorded, series } from '../../promql/index.ts';
import { backendMetrics as m } from './metrics.ts';

const TARGET = ['job', 'instance'] as const;
const PLUGIN = [...TARGET, 'plugin'] as const;

/** Paths that nobody but machines asks. */
export const PROBES = '/actuator.*|/api/v1/health';

/**
 * Requests of which a person expects an answer at once. Left out: probes, and what takes as long as a datasource,
 * a Git server or a large file takes. An empty `uri` is the actuator's JSON, which does not tell paths apart.
 */
export const PROMPT = matchers({
  uri: {
    notRe: `|${PROBES}|/api/v1/tenants/current|.*/actions/execute|.*/datasources/.+|.*/git/.*|.*/(import|export|fork|clone)(/.*)?`,
  },
});

/** Collectors whose pools each say the whole heap as their limit, or none. */
const WHOLE_HEAP = matchers({ area: 'heap', id: { re: 'G1 .*|Z.*|Shenandoah.*' } });
const HEAP = matchers({ area: 'heap' });
const http = series(m.httpRequests);
const query = series(m.queryExecution);

export const heapUsed = recorded('appsmith:jvm_heap_used_bytes:sum', { labels: TARGET });
export const heapLimit = recorded('appsmith:jvm_heap_limit_bytes:max', { labels: TARGET });
export const heapRatio = recorded('appsmith:jvm_heap_used:ratio', { labels: TARGET });
/** Requests and failures without probes: they are no users, and there are more of them at night. */
export const httpRate = recorded('appsmith:http_requests:rate5m', { labels: TARGET });
export const httpFailedRate = recorded('appsmith:http_errors:rate5m', { labels: TARGET });
export const promptRate = recorded('appsmith:http_requests_prompt:rate5m', { labels: TARGET });
export const promptP99 = recorded('appsmith:http_requests_prompt:p99_5m', { labels: TARGET });
export const promptMean = recorded('appsmith:http_requests_prompt:mean5m', { labels: TARGET });
export const queryRate = recorded('appsmith:queries:rate5m', { labels: PLUGIN });
export const queryP95 = recorded('appsmith:queries:p95_5m', { labels: PLUGIN });
export const queryMean = recorded('appsmith:queries:mean5m', { labels: PLUGIN });

const heapRecords: readonly RecordingRule[] = [
  {
    recorded: heapUsed,
    expr: promql`sum by (job, instance) (${m.memoryUsed}${HEAP})`,
    why: 'The heap panels.',
  },
  {
    recorded: heapLimit,
    expr: promql`
      max by (job, instance) (${m.memoryMax}${WHOLE_HEAP})
      or
      sum by (job, instance) (${m.memoryMax}${HEAP})`,
    why: 'What each garbage collector says of its limit, as one number: the heap panels and the ratio.',
  },
  {
    recorded: heapRatio,
    expr: promql`${heapUsed} / on (job, instance) ${heapLimit}`,
    why: 'JvmHeapHigh and its panel.',
  },
];

const asked = { uri: { notRe: PROBES } } as const;

const httpRecords: readonly RecordingRule[] = [
  // Long windows look at these two, one series an Appsmith: over days the raw ones would be too many samples.
  {
    recorded: httpRate,
    expr: promql`sum by (job, instance) (rate(${http.count}${matchers(asked)}[5m]))`,
    why: 'Requests of users: Http5xxRatio and the availability objective.',
  },
  {
    recorded: httpFailedRate,
    expr: promql`
      sum by (job, instance) (rate(${http.count}${matchers({ ...asked, status: { re: '5..' } })}[5m]))
      or ${httpRate} * 0`,
    why: 'Requests that the backend failed: Http5xxRatio and the availability objective.',
  },
  {
    recorded: promptRate,
    expr: promql`sum by (job, instance) (rate(${http.count}${PROMPT}[5m]))`,
    why: 'The traffic floor of HttpP99Slow and HttpSlow.',
  },
  {
    recorded: promptP99,
    expr: promql`histogram_quantile(0.99, sum by (job, instance, le) (rate(${http.bucket}${PROMPT}[5m])))`,
    why: 'HttpP99Slow and its panel.',
  },
  {
    recorded: promptMean,
    expr: promql`
      sum by (job, instance) (rate(${http.sum}${PROMPT}[5m]))
      / on (job, instance)
      sum by (job, instance) (rate(${http.count}${PROMPT}[5m]))`,
    why: 'HttpSlow and its panel, where there are no buckets.',
  },
];

export const backendRecords: readonly RecordingRule[] = [...heapRecords, ...httpRecords];

export const queriesRecords: readonly RecordingRule[] = [
  {
    recorded: queryRate,
    expr: promql`sum by (job, instance, plugin) (rate(${query.count}[5m]))`,
    why: 'The traffic floor of QueryP95Slow and QuerySlow.',
  },
  {
    recorded: queryP95,
    expr: promql`histogram_quantile(0.95, sum by (job, instance, plugin, le) (rate(${query.bucket}[5m])))`,
    why: 'QueryP95Slow and its panel.',
  },
  {
    recorded: queryMean,
    expr: promql`
      sum by (job, instance, plugin) (rate(${query.sum}[5m]))
      / on (job, instance, plugin)
      sum by (job, instance, plugin) (rate(${query.count}[5m]))`,
    why: 'QuerySlow and its panel, where there are no buckets.',
  },
];

const WHY = 'The name by which a widespread tutorial’s panels and alerts know query times.';

/** `appsmith_query_execution_time_…`: the same series under the tutorial's name. */
export const queriesAliases: readonly Alias[] = [
  {
    alias: 'appsmith_query_execution_time_bucket',
    labels: [...PLUGIN, 'le'],
    expr: promql`${query.bucket}`,
    why: WHY,
  },
  {
    alias: 'appsmith_query_execution_time_sum',
    labels: PLUGIN,
    expr: promql`${query.sum}`,
    why: WHY,
  },
  {
    alias: 'appsmith_query_execution_time_count',
    labels: PLUGIN,
    expr: promql`${query.count}`,
    why: WHY,
  },
];
