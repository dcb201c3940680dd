// Overview, second row: who is hurt, in requests, their times, queries and people.

import { http5xxRatio, httpP99Slow } from '../../components/backend/alerts/http.ts';
import { queryP95Slow } from '../../components/backend/alerts/queries.ts';
import { foreignMetrics, ownMetrics } from '../../components/backend/metrics.ts';
import { hadBuckets } from '../../components/backend/panels/common.ts';
import {
  httpFailedRate,
  httpRate,
  promptMean,
  promptP99,
  queryMean,
  queryP95,
} from '../../components/backend/records.ts';
import { usageMetrics } from '../../components/mongodb/usage/metrics.ts';
import { query, type Row } from '../../observe/index.ts';
import { matchers, promql, series } from '../../promql/index.ts';

const HEIGHT = 7;
const SHUT = 'the actuator is shut: run doctor';
const { count: logins } = series(foreignMetrics.login);

export const hurtRow: Row = {
  dashboard: 'overview',
  title: 'Who is hurt?',
  panels: [
    {
      title: 'Requests',
      kind: 'timeseries',
      unit: 'per-second',
      queries: [
        query(promql`sum(${httpRate})`, 'all'),
        query(promql`sum(${httpFailedRate})`, 'failed (5xx)'),
      ],
      shows: 'Requests of users to the backend, and those that it failed.',
      normal: 'It follows the working day; failed ones are 0.',
      alerts: [http5xxRatio],
      empty: SHUT,
      width: 6,
      height: HEIGHT,
    },
    {
      title: 'Answer time',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(promql`max(${promptP99})`, 'requests, 99th percentile'),
        query(
          promql`max(${promptMean} unless on (job, instance) ${hadBuckets(foreignMetrics.httpRequests)})`,
          'requests, mean',
        ),
        query(promql`max(${ownMetrics.healthDuration})`, 'health check'),
      ],
      shows:
        'How long people wait: 99 of 100 requests were faster than this; the mean where there are no buckets. The health check is there on every deployment.',
      normal:
        'Requests below a second or two; the health check some ten milliseconds, below one second.',
      alerts: [httpP99Slow],
      empty: 'no answer to time',
      width: 6,
      height: HEIGHT,
    },
    {
      title: 'Query time by plugin',
      kind: 'timeseries',
      unit: 'seconds',
      queries: [
        query(promql`max by (plugin) (${queryP95})`, '{{plugin}}'),
        query(
          promql`
            max by (plugin) (
              ${queryMean} unless on (job, instance, plugin) ${hadBuckets(foreignMetrics.queryExecution)}
            )`,
          '{{plugin}}, mean',
        ),
      ],
      shows:
        '95 of 100 queries were faster than this, by kind of datasource; the mean where there are no buckets.',
      normal: 'What the datasource itself takes; it differs by plugin, and should not change.',
      alerts: [queryP95Slow],
      empty: SHUT,
      width: 6,
      height: HEIGHT,
    },
    {
      title: 'People',
      kind: 'timeseries',
      unit: 'count',
      queries: [
        query(promql`sum(${usageMetrics.activeUsers}${matchers({ window: '5m' })})`, 'active'),
        query(promql`sum(increase(${logins}[1h]))`, 'logins in an hour'),
        query(
          promql`sum(increase(${foreignMetrics.loginFailures}[1h]))`,
          'failed logins in an hour',
        ),
      ],
      shows:
        'People who used Appsmith within five minutes, where they are counted, and logins within the hour before.',
      normal: 'A peak in the morning.',
      act: 'A sudden peak in the middle of the day: sessions were lost, look at Redis. Many failed ones: the identity provider, or somebody who tries passwords.',
      empty: SHUT,
      width: 6,
      height: HEIGHT,
    },
  ],
};
