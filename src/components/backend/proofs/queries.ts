// Proofs of the alerts on users' queries.
import { fires, histogramOf, input, type Load, silent } from '../../../observe/index.ts';
import { series } from '../../../promql/index.ts';
import { executeTimeouts, queryP95Slow, querySlow } from '../alerts/queries.ts';
import { backendMetrics as m } from '../metrics.ts';

const shut = [input(m.up, {}, '1x120')];
const of = (plugin: string, ...loads: readonly Load[]) =>
  histogramOf(m.queryExecution, { plugin }, loads);
const fast = of('restapi', { perMinute: 100, seconds: 0.2 });
const load = (perMinute: number, seconds: number): Load => ({ perMinute, seconds });

const p95Proofs = [
  fires(
    queryP95Slow,
    'postgres at 10.5 s, the others fast',
    [...of('postgres', load(36, 0.1), load(2, 12)), ...fast],
    { at: '11m', labels: { plugin: 'postgres' }, value: '10.5s' },
  ),
  fires(queryP95Slow, 'a little use: 11 queries in five minutes', of('mysql', load(2.2, 12)), {
    at: '15m',
    labels: { plugin: 'mysql' },
    value: '19.5s',
  }),
  silent(queryP95Slow, 'just under', of('postgres', load(20, 0.1), load(20, 7))),
  silent(queryP95Slow, 'too little use, while another plugin is busy', [
    ...of('mysql', load(1.9, 12)),
    ...fast,
  ]),
  silent(queryP95Slow, 'no queries', of('postgres', load(0, 1))),
  silent(queryP95Slow, 'a report that keeps the datasource busy for five minutes', [
    ...of('postgres', load(40, 0.1)).map((line) =>
      // Three long ones of each forty between minutes 20 and 25: cumulative counts and their later course.
      line.labels.le === '+Inf' || line.name.endsWith('_count')
        ? { ...line, values: '0+40x20 843+43x4 1055+40x90' }
        : line,
    ),
  ]),
  silent(queryP95Slow, 'the actuator is shut', shut),
];

/** Count and sum alone, as without buckets. */
const means = (plugin: string, perMinute: number, seconds: number) => [
  input(series(m.queryExecution).count, { plugin }, `0+${perMinute}x120`),
  input(series(m.queryExecution).sum, { plugin }, `0+${perMinute * seconds}x120`),
];

const meanProofs = [
  fires(
    querySlow,
    'a mean of 5.5 s, the others fast',
    [...means('postgres', 40, 5.5), ...means('restapi', 100, 0.2)],
    { at: '11m', labels: { plugin: 'postgres' }, value: '5.5s' },
  ),
  fires(querySlow, 'a little use: 11 queries in five minutes', means('mysql', 2.2, 8), {
    at: '15m',
    labels: { plugin: 'mysql' },
    value: '8s',
  }),
  silent(querySlow, 'just under', means('postgres', 40, 4.5)),
  silent(querySlow, 'too little use: 9 queries in five minutes', means('mysql', 1.8, 8)),
  silent(querySlow, 'with buckets QueryP95Slow speaks', of('postgres', load(40, 8))),
  silent(querySlow, 'slow until the backend was restarted', [
    input(series(m.queryExecution).count, { plugin: 'mysql' }, '0+40x5 _ 0+40x110'),
    input(series(m.queryExecution).sum, { plugin: 'mysql' }, '0+320x5 _ 0+4x110'),
  ]),
  silent(querySlow, 'the actuator is shut', shut),
];

const { count } = series(m.httpRequests);
const EXECUTE = { method: 'POST', uri: '/api/v1/actions/execute', exception: 'none' };
const executed = (good: number, bad: number, status = '504', uri = EXECUTE.uri) => [
  input(count, { ...EXECUTE, status: '200', outcome: 'SUCCESS' }, `0+${good}x120`),
  input(count, { ...EXECUTE, uri, status, outcome: 'SERVER_ERROR' }, `0+${bad}x120`),
];

const timeoutProofs = [
  fires(executeTimeouts, '11 % of 100 a minute', executed(89, 11), { at: '11m', value: '11%' }),
  fires(executeTimeouts, 'clients that give up', executed(89, 11, 'UNKNOWN'), {
    at: '11m',
    value: '11%',
  }),
  fires(executeTimeouts, 'a little use: 21 in five minutes', executed(2.2, 2), {
    at: '15m',
    value: '47.62%',
  }),
  fires(executeTimeouts, 'few timeouts: 5.5 in five minutes', executed(3.9, 1.1), {
    at: '15m',
    value: '22%',
  }),
  silent(executeTimeouts, 'just under', executed(90.5, 9.5)),
  silent(executeTimeouts, 'too little use: 19 in five minutes', executed(1.8, 2)),
  silent(executeTimeouts, 'too few timeouts: 4.5 in five minutes', executed(4.1, 0.9)),
  silent(executeTimeouts, 'other failures', executed(50, 50, '500')),
  silent(executeTimeouts, 'timeouts elsewhere', executed(89, 50, '504', '/api/v1/pages/{id}')),
  silent(executeTimeouts, 'the actuator is shut', shut),
];

export const queriesProofs = [...p95Proofs, ...meanProofs, ...timeoutProofs];
