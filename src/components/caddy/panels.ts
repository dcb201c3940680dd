// How to look at the proxy: the row Proxy of Edge & processes.
import { query, type Row } from '../../observe/index.ts';
import { duration, matchers, promql, series } from '../../promql/index.ts';
import { caddyUpstreamUnhealthy, edge5xxRatio } from './alerts.ts';
import { caddyMetrics as m } from './metrics.ts';
import { GATEWAY, proxyAnswers, proxyFailed, proxyRate } from './records.ts';

const RATE = duration('$__rate_interval');
const OFF = 'Caddy counts no requests here: run doctor';
const NGINX = matchers({ proxy: 'nginx' });

const quantile = (q: number) =>
  promql`histogram_quantile(${q}, sum by (le) (rate(${series(m.duration).bucket}[${RATE}])))`;

export const caddyRows: readonly Row[] = [
  {
    dashboard: 'edge',
    title: 'Proxy',
    panels: [
      {
        title: 'Answers at the front door',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [query(promql`sum by (code) (${proxyAnswers})`, '{{code}}')],
        shows:
          'What Caddy answered, a second, by status code. 499 is somebody who did not wait. A Caddy before 2.8 leaves out its own errors.',
        normal: 'Nearly all 200 and 304.',
        act: '429: the limit of requests (APPSMITH_RATE_LIMIT) holds somebody back. Many 401: sessions were lost.',
        alerts: [caddyUpstreamUnhealthy],
        empty: OFF,
        stacked: true,
      },
      {
        title: 'Failed at the front door',
        kind: 'timeseries',
        unit: 'ratio',
        queries: [
          query(promql`${proxyFailed} / on (job, instance) ${proxyRate}`, 'failed'),
          query(
            promql`(sum by (job, instance) (${proxyAnswers}${GATEWAY}) or ${proxyRate} * 0) / on (job, instance) ${proxyRate}`,
            'a part did not answer',
          ),
        ],
        shows:
          'Share of requests that failed, and share of those that failed because the part behind Caddy did not answer (502, 503, 504).',
        normal: 'Close to 0.',
        alerts: [edge5xxRatio, caddyUpstreamUnhealthy],
        empty: OFF,
      },
      {
        title: 'Time at the front door',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [
          query(quantile(0.5), 'median'),
          query(quantile(0.95), '95th percentile'),
          query(quantile(0.99), '99th percentile'),
        ],
        shows:
          'How long requests take through Caddy, files and queries together. Caddy’s buckets end at 10 s: what takes longer is shown as 10 s.',
        normal: 'A median of milliseconds; queries make the 99th percentile.',
        act: 'Compare with “Time of requests” on Backend & JVM: what is slow here and not there waits in Caddy or on the network to the user.',
        empty: OFF,
      },
      {
        title: 'Requests in flight by part',
        kind: 'timeseries',
        unit: 'count',
        queries: [query(promql`max by (upstream) (${m.upstreamRequests})`, '{{upstream}}')],
        shows:
          'Requests that Caddy has passed on and that are not answered yet: 8080 is the backend, 8091 RTS, 9001 supervisord.',
        normal: 'A few.',
        act: 'It climbs and does not fall: that part hangs. Restart it with supervisorctl.',
        empty: 'Caddy is not asked: see doctor',
      },
      {
        title: 'Caddy',
        kind: 'state-timeline',
        unit: 'up',
        queries: [
          query(promql`${m.up} unless on (job, instance) ${m.info}${NGINX}`, '{{instance}}'),
        ],
        shows: 'Whether Caddy’s admin endpoint answers.',
        normal: 'Up all the time.',
        act: 'Down while people are served: only its numbers are missing; see doctor. Down and nobody gets in: ProcessNotRunning and EdgeDown say so.',
        empty: 'Caddy is not asked: see doctor',
      },
      {
        title: 'Requests at the front door',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [query(promql`sum by (instance) (${proxyRate})`, '{{instance}}')],
        shows:
          'Requests that reach Caddy, each counted once: pages and their files, the API, probes.',
        normal: 'It follows the day’s load; Docker’s own health check asks twice a minute.',
        act: 'None at all while people should be at work: they do not reach Caddy. Look at DNS and at the load balancer.',
        empty: OFF,
      },
    ],
  },
  {
    dashboard: 'edge',
    title: 'Proxy: NGINX',
    collapsed: true,
    panels: [
      {
        title: 'NGINX connections',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`sum by (instance) (${m.reading})`, 'reading'),
          query(promql`sum by (instance) (${m.writing})`, 'writing'),
          query(promql`sum by (instance) (${m.waiting})`, 'waiting'),
        ],
        shows: 'Connections to NGINX, which older images of Appsmith have at the front door.',
        normal: 'It follows the day’s load.',
        act: 'Writing climbs without more requests: the backend does not answer.',
        empty: 'no NGINX with a status page: see doctor',
        width: 12,
        stacked: true,
      },
      {
        title: 'NGINX requests',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(promql`sum by (instance) (rate(${m.httpRequests}[${RATE}]))`, '{{instance}}'),
        ],
        shows: 'Requests to NGINX; it does not tell how they ended.',
        normal: 'It follows the day’s load.',
        act: 'None while people should be at work: they do not reach it.',
        empty: 'no NGINX with a status page: see doctor',
        width: 12,
      },
    ],
  },
];
