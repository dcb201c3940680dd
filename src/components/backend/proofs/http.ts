// Proofs of the HTTP alerts: quantiles on the shipped buckets, means without any, shares with their floors.
import {
  fires,
  histogramOf,
  type InputSeries,
  input,
  type Load,
  silent,
} from '../../../observe/index.ts';
import { series } from '../../../promql/index.ts';
import { http5xxRatio, httpP99Slow, httpSlow } from '../alerts/http.ts';
import { backendMetrics as m } from '../metrics.ts';

const ok = { method: 'GET', status: '200', outcome: 'SUCCESS', error: 'none', exception: 'none' };
const at = (uri: string) => ({ ...ok, error_code: 'none', uri });
const PAGE = at('/api/v1/consolidated-api/view');
const buckets = (loads: readonly Load[], labels = PAGE) =>
  histogramOf(m.httpRequests, labels, loads);
/** 99th percentile of 5.25 s, and of 4.75 s. */
const SLOW = [
  { perMinute: 94, seconds: 0.1 },
  { perMinute: 1, seconds: 6 },
];
const JUST_UNDER = [
  { perMinute: 90, seconds: 0.1 },
  { perMinute: 10, seconds: 4 },
];
const asSlow = (perMinute: number) => [{ perMinute, seconds: 6 }];
/** Up to minute 20 only. */
const ended = (lines: readonly InputSeries[]) =>
  lines.map((line) => ({ ...line, values: line.values.replace(/x\d+$/, 'x20 _x100') }));

const p99Proofs = [
  fires(httpP99Slow, '5.25 s', buckets(SLOW), { at: '11m', value: '5.25s' }),
  fires(httpP99Slow, 'a little traffic: 21 requests in five minutes', buckets(asSlow(4.2)), {
    at: '15m',
    value: '9.95s',
  }),
  silent(httpP99Slow, 'just under', buckets(JUST_UNDER)),
  silent(httpP99Slow, 'too little traffic: 19 requests in five minutes', buckets(asSlow(3.8))),
  silent(httpP99Slow, 'no traffic at all', buckets([{ perMinute: 0, seconds: 1 }])),
  silent(httpP99Slow, 'only what takes its time, and what machines ask', [
    ...buckets(JUST_UNDER),
    ...buckets(asSlow(60), at('/api/v1/actions/execute')),
    ...buckets(asSlow(60), at('/api/v1/git/commit/{appId}')),
    ...buckets(asSlow(60), at('/api/v1/applications/import/{workspaceId}')),
    ...buckets(asSlow(60), at('/api/v1/datasources/{id}/structure')),
    ...buckets(asSlow(60), at('/api/v1/health')),
  ]),
  silent(httpP99Slow, 'slow until the target vanished', [
    ...ended(buckets(SLOW)).map((line) => ({
      ...line,
      values: line.values.replace('x20', 'x5'),
    })),
    input('up', {}, '1x5 0x110'),
  ]),
  silent(httpP99Slow, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

/** Count and sum alone, as without buckets. */
const means = (perMinute: number, seconds: number, labels = PAGE) => [
  input(series(m.httpRequests).count, labels, `0+${perMinute}x120`),
  input(series(m.httpRequests).sum, labels, `0+${Number((perMinute * seconds).toFixed(6))}x120`),
];

const slowProofs = [
  fires(httpSlow, 'a mean of 2.1 s', means(60, 2.1), { at: '11m', value: '2.1s' }),
  fires(httpSlow, 'a little traffic: 21 requests in five minutes', means(4.2, 3), {
    at: '15m',
    value: '3s',
  }),
  silent(httpSlow, 'just under', means(60, 1.9)),
  silent(httpSlow, 'too little traffic: 19 requests in five minutes', means(3.8, 3)),
  silent(httpSlow, 'with buckets HttpP99Slow speaks', buckets([{ perMinute: 60, seconds: 3 }])),
  silent(httpSlow, 'only what takes its time', [
    ...means(60, 0.2),
    ...means(600, 5, at('/api/v1/actions/execute')),
  ]),
  silent(httpSlow, 'the actuator’s JSON, which tells no paths', means(60, 5, { ...PAGE, uri: '' })),
  silent(httpSlow, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

const { count } = series(m.httpRequests);
const FAILED = {
  ...PAGE,
  status: '500',
  outcome: 'SERVER_ERROR',
  error: 'AppEx',
  error_code: 'AE-APP-5000',
};
const answered = (good: number, bad: number, labels = FAILED) => [
  input(count, PAGE, `0+${good}x120`),
  input(count, labels, `0+${bad}x120`),
];

const failureProofs = [
  fires(http5xxRatio, '5.5 % of 200 a minute', answered(189, 11), { at: '11m', value: '5.5%' }),
  fires(http5xxRatio, 'a little traffic: 21 requests in five minutes', answered(2.2, 2), {
    at: '15m',
    value: '47.62%',
  }),
  fires(http5xxRatio, 'few failures: 5.5 in five minutes', answered(8.9, 1.1), {
    at: '15m',
    value: '11%',
  }),
  silent(http5xxRatio, 'just under', answered(190.5, 9.5)),
  silent(http5xxRatio, 'too little traffic: 19 requests in five minutes', answered(1.8, 2)),
  silent(http5xxRatio, 'too few failures: 4.5 in five minutes', answered(8.1, 0.9)),
  silent(http5xxRatio, 'users’ own mistakes', answered(50, 50, { ...FAILED, status: '404' })),
  silent(http5xxRatio, 'a failing health check alone', [
    ...answered(100, 0),
    input(count, { ...FAILED, uri: '/api/v1/health' }, '0+100x120'),
  ]),
  silent(http5xxRatio, 'all fail for three minutes, then a restart', [
    input(count, PAGE, '0+60x20 1200x3 0+60x95'),
    input(count, FAILED, '0x20 0+20x2 _x95'),
  ]),
  silent(http5xxRatio, 'the actuator is shut', [input(m.up, {}, '1x120')]),
];

export const httpProofs = [...p99Proofs, ...slowProofs, ...failureProofs];
