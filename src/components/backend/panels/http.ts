// HTTP requests on the Backend dashboard: how many, how slow, which fail, on which path.
import { query, type Row } from '../../../observe/index.ts';
import { matchers, promql, series } from '../../../promql/index.ts';
import { http5xxRatio, httpP99Slow, httpSlow } from '../alerts/http.ts';
import { backendMetrics as m } from '../metrics.ts';
import { httpFailedRate, httpRate, PROMPT, promptMean, promptP99 } from '../records.ts';
import { hadBuckets, meanBy, quantileBy, RATE, rateBy, SHUT } from './common.ts';

const http = series(m.httpRequests);
const PEOPLE = matchers({ uri: { notRe: '/actuator.*|/api/v1/health' } });

export const httpRow: Row = {
  dashboard: 'backend',
  title: 'HTTP',
  panels: [
    {
      title: 'Requests by status',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [query(rateBy(m.httpRequests, 'status', PEOPLE), '{{status}}')],
      shows:
        'Requests to the backend a second, by status code; UNKNOWN had gone before its answer.',
      normal: 'Nearly all 200. A failed query is a 200, too.',
      act: 'Many 401 or 403: sessions were lost (Redis), or somebody tries passwords. Many UNKNOWN: people do not wait any more, see “Time of requests”.',
      empty: SHUT,
      stacked: true,
    },
    {
      title: 'Time of requests, 99th percentile',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(promql`${promptP99}`, '99th percentile'),
        query(
          promql`${promptMean} unless on (job, instance) ${hadBuckets(m.httpRequests)}`,
          'mean (buckets are off)',
        ),
      ],
      shows:
        'How long the slowest of a hundred requests takes, without queries, Git, imports and exports. Without buckets: the mean.',
      normal: 'Well below a second.',
      alerts: [httpP99Slow, httpSlow],
      empty: SHUT,
    },
    {
      title: 'Failed requests',
      kind: 'timeseries',
      unit: 'ratio',
      queries: [query(promql`${httpFailedRate} / on (job, instance) ${httpRate}`, '{{instance}}')],
      shows: 'Share of the requests that end in a server error (5xx).',
      normal: 'Below 1 %.',
      alerts: [http5xxRatio],
      empty: SHUT,
    },
    {
      title: 'Time of requests',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(quantileBy(0.5, m.httpRequests, 'job', PROMPT), 'median'),
        query(quantileBy(0.95, m.httpRequests, 'job', PROMPT), '95th percentile'),
        query(meanBy(m.httpRequests, 'job', PROMPT), 'mean'),
        query(promql`max(${m.httpRequestsMax}${PROMPT})`, 'longest of the last minutes'),
      ],
      shows: 'How long requests take, without queries, Git, imports and exports.',
      normal: 'A median of some ten milliseconds; the longest may be seconds now and then.',
      act: 'All of them rise: look at collections, CPU and stores. Only the longest: look at “Time by path”.',
      empty: SHUT,
    },
    {
      title: 'Time by path',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [query(promql`topk(8, ${meanBy(m.httpRequests, 'uri', PEOPLE)})`, '{{uri}}')],
      shows: 'The eight slowest paths, by their mean.',
      normal: 'Executions of queries, Git and datasources above all others, always the same ones.',
      act: 'A path that is new here: what changed with it? One application, one page?',
      empty: SHUT,
    },
    {
      title: 'Requests in progress',
      kind: 'timeseries',
      unit: 'count',
      queries: [query(promql`sum(rate(${http.sum}${PEOPLE}[${RATE}]))`, 'at once, on average')],
      shows:
        'How many requests the backend works on at the same time: their rate times their time.',
      normal: 'It follows the day’s load.',
      act: 'It climbs without more requests: they pile up. Look what they wait for.',
      empty: SHUT,
    },
    {
      title: 'Requests a second by path',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [query(promql`topk(8, ${rateBy(m.httpRequests, 'uri', PEOPLE)})`, '{{uri}}')],
      shows: 'The eight busiest paths.',
      normal: 'Executions of queries and page views lead.',
      act: 'One path far above its habit: an application that asks in a loop, or a client of the API.',
      empty: SHUT,
      width: 12,
    },
    {
      title: 'Failed requests by path',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [
        query(
          promql`
            topk(8, ${rateBy(m.httpRequests, 'uri', matchers({ status: { re: '5..' } }))} > 0)
            or
            label_replace(0 * sum(rate(${http.count}[${RATE}])), "uri", "none", "", "")`,
          '{{uri}}',
        ),
      ],
      shows: 'Server errors (5xx) a second, by path.',
      normal: 'None.',
      act: 'One path: that feature, or its store. All paths: a store or the backend itself; see Http5xxRatio.',
      empty: SHUT,
      width: 12,
    },
  ],
};
