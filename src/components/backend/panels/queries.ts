// The Queries & datasources dashboard: users' queries by plugin, how long they take, and where the time goes.
import type { MetricDef } from '../../../metrics/index.ts';
import { query, type Row } from '../../../observe/index.ts';
import { promql, series } from '../../../promql/index.ts';
import { executeTimeouts, queryP95Slow, querySlow } from '../alerts/queries.ts';
import { backendMetrics as m } from '../metrics.ts';
import { queryMean, queryP95 } from '../records.ts';
import { hadBuckets, meanBy, quantileBy, RATE, rateBy, SHUT } from './common.ts';

const q = m.queryExecution;
const { bucket } = series(q);
const PLUGIN = '{{plugin}}';
const http = series(m.httpRequests);
/** A step of every query, if this version tells it. */
const step = (def: MetricDef, legend: string) => query(meanBy(def, 'job'), legend);

const usage: Row = {
  dashboard: 'queries',
  title: 'By plugin',
  panels: [
    {
      title: 'Queries a second',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [query(rateBy(q, 'plugin'), PLUGIN)],
      shows: 'Queries that the backend ran for users, by plugin (the kind of datasource).',
      normal: 'It follows the day’s load.',
      act: 'One plugin far above its habit: an application that asks in a loop.',
      empty: SHUT,
      stacked: true,
    },
    {
      title: 'Query time, 95th percentile',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(promql`max by (plugin) (${queryP95})`, PLUGIN),
        query(
          promql`
            max by (plugin) (
              ${queryMean} unless on (job, instance, plugin) ${hadBuckets(q)}
            )`,
          '{{plugin}}, mean (buckets are off)',
        ),
      ],
      shows: 'How long the slowest of twenty queries takes. Without buckets: the mean.',
      normal: 'Below a second for databases; as long as they take for APIs.',
      alerts: [queryP95Slow, querySlow],
      empty: SHUT,
    },
    {
      title: 'Executions without an answer',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [
        query(
          promql`
            (
              sum(rate(${http.count}{uri=~".*/actions/execute",status=~"408|504|UNKNOWN"}[${RATE}]))
              or
              0 * sum(rate(${http.count}{uri=~".*/actions/execute"}[${RATE}]))
            )
            / sum(rate(${http.count}{uri=~".*/actions/execute"}[${RATE}]))`,
          'without an answer',
        ),
      ],
      shows:
        'Share of the executions that timed out in the backend, or whose client had gone before the answer. A query that reaches its own limit is not among them.',
      normal: 'Below 1 %: people close pages.',
      alerts: [executeTimeouts],
      empty: SHUT,
    },
  ],
};

const times: Row = {
  dashboard: 'queries',
  title: 'How long they take',
  panels: [
    {
      title: 'Query time, median',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(quantileBy(0.5, q, 'plugin'), PLUGIN),
        query(
          promql`
            ${meanBy(q, 'plugin')}
            unless on (plugin) ${hadBuckets(q)}`,
          '{{plugin}}, mean (buckets are off)',
        ),
      ],
      shows: 'How long the middle one of all queries takes. Without buckets: the mean.',
      normal: 'Some ten milliseconds for databases.',
      act: 'All queries of a plugin slower: the datasource itself, or the network to it.',
      empty: SHUT,
    },
    {
      title: 'Query time, 99th percentile',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(quantileBy(0.99, q, 'plugin'), PLUGIN),
        query(
          promql`
            max by (plugin) (${m.queryExecutionMax})
            unless on (plugin) ${hadBuckets(q)}`,
          '{{plugin}}, longest (buckets are off)',
        ),
      ],
      shows:
        'How long the slowest of a hundred takes. Without buckets: the longest of the last minutes.',
      normal: 'A few seconds: reports and large results.',
      act: 'Only this one high, the median low: single queries. Ask the applications’ developers.',
      empty: SHUT,
    },
    {
      title: 'Longest query',
      kind: 'bargauge',
      unit: 'seconds',
      queries: [query(promql`topk(10, max by (plugin) (${m.queryExecutionMax}))`, PLUGIN, true)],
      shows: 'The longest query of each plugin within the last two minutes or so.',
      normal: 'Below 10 s, the limit that a query has unless somebody changed it.',
      act: 'At the limit: that query fails. Find it on the datasource, and shorten it.',
      empty: SHUT,
    },
    {
      title: 'Query times',
      kind: 'heatmap',
      unit: 'seconds',
      queries: [query(promql`sum by (le) (increase(${bucket}[${RATE}]))`, '{{le}}')],
      shows: 'How many queries took how long.',
      normal: 'One or two bands (databases, APIs) that stay where they are.',
      act: 'A new band above: a datasource has become slow, see which in the panels by plugin.',
      empty: 'histogram buckets are off: run doctor',
      width: 24,
    },
  ],
};

const where: Row = {
  dashboard: 'queries',
  title: 'Where the time goes',
  panels: [
    {
      title: 'Query time, mean',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(meanBy(q, 'plugin'), PLUGIN)],
      shows: 'Mean time within the plugin: the datasource’s own, for the most part.',
      normal: 'Flat; it follows the load a little.',
      act: 'A rise with the load: the datasource is at its limit. Without: look what changed there.',
      empty: SHUT,
    },
    {
      title: 'Backend’s share of a query',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(
          promql`clamp_min(${meanBy(m.serverExecution, 'plugin')} - ${meanBy(q, 'plugin')}, 0)`,
          PLUGIN,
        ),
      ],
      shows: 'Mean time of a query in the backend beside its plugin: the whole less the plugin’s.',
      normal: 'About ten milliseconds, the same for all plugins.',
      act: 'A rise for all plugins is the backend: collections, CPU, MongoDB.',
      empty: SHUT,
    },
    {
      title: 'Waiting for a connection',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(meanBy(m.datasourceContext, 'plugin'), PLUGIN),
        query(promql`max by (plugin) (${m.datasourceContextMax})`, '{{plugin}}, longest'),
      ],
      shows:
        'Time until a query had its datasource’s connection or pool, by mean, and the longest.',
      normal: 'Milliseconds; a first connection takes longer.',
      act: 'Seconds: the datasource does not take connections, or its pool is made anew over and over.',
      empty: SHUT,
    },
    {
      title: 'Steps of a query',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        step(m.datasourceContext, 'connection'),
        step(m.requestParsing, 'parsing the request'),
        step(m.actionViewMode, 'loading the action'),
        step(m.actionUnpublished, 'loading the action under edit'),
        step(m.datasourceCached, 'finding the datasource'),
        step(m.actionRepositoryCall, 'reading MongoDB'),
        step(m.actualApiCall, 'HTTP call'),
      ],
      shows: 'Mean time of the steps before and in a query, as far as this version tells them.',
      normal: 'Milliseconds for each but the HTTP call.',
      act: 'Loading slow: MongoDB. Parsing slow: huge parameters, files sent through a query.',
      empty: SHUT,
      width: 12,
    },
    {
      title: 'Longest wait for a connection',
      kind: 'bargauge',
      unit: 'seconds',
      queries: [query(promql`topk(10, max by (plugin) (${m.datasourceContextMax}))`, PLUGIN, true)],
      shows: 'The longest wait of each plugin’s queries within the last two minutes or so.',
      normal: 'Milliseconds, or a second where a connection was opened.',
      act: 'Whoever is far above the others: begin with that datasource.',
      empty: SHUT,
      width: 12,
    },
  ],
};

export const queriesRows: readonly Row[] = [usage, times, where];
