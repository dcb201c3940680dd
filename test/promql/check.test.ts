// The check against the catalogue: every kind of problem is found, where it is, and sound queries pass.
import { describe, expect, it } from 'vitest';
import {
  type CheckOptions,
  check,
  promql,
  recorded,
  series,
  describe as told,
} from '../../src/promql/index.ts';
import { catalogue, m } from './catalogue.ts';

const BUCKET = 'app_request_duration_seconds_bucket';
const rule = recorded('app:errors:rate5m', { labels: ['uri'], kind: 'gauge' });
const options: CheckOptions = { recorded: [rule], names: ['probe_success'], labels: ['cluster'] };

describe('sound queries', () => {
  it.each([
    'histogram_quantile(0.99, sum by (le, uri) (rate(app_request_duration_seconds_bucket[5m])))',
    'histogram_quantile(0.99, rate(app_request_duration_seconds_bucket{job="a",le!="+Inf"}[5m]))',
    'rate(app_wait_seconds_sum[5m]) / rate(app_wait_seconds_count[5m])',
    'app_wait_seconds{quantile="0.5",pool="a"}',
    'deriv(app_heap_bytes{cluster="c"}[1h]) > 0 and app_heap_bytes / app_heap_limit_bytes > 0.85',
    'max_over_time(rate(app_requests_total[5m])[1h:5m])',
    'predict_linear(app_heap_bytes[6h] offset 1h, 4 * 3600)',
    'up == 0 or absent(up{job="a"})',
    'up{job="a"} unless on (instance) app_heap_bytes',
    'sum(app_heap_bytes) or vector(0)',
    'sum by (job) (rate(app_requests_total[5m])) or on () vector(0)',
    'app_heap_bytes * on (instance) group_left (version) app_build_info',
    'app_heap_bytes * on (instance) group_left (version) topk by (instance) (1, app_build_info)',
    'count by (v) (label_replace(app_build_info, "v", "$1", "version", "(.*)")) > bool 1',
    'sum by (v) (label_replace(vector(1), "v", "x", "", ""))',
    'count_values without (version) ("build", app_build_info)',
    'sum by (build) (count_values("build", app_heap_bytes))',
    'app:errors:rate5m{uri="/"} > 0.05 and on (uri) sum by (uri) (app_requests_total)',
    'ALERTS{alertname="X", anything="y"} == 1',
    'scrape_duration_seconds{job="a"} > probe_success',
    'sum without (instance, uri) (rate(app_requests_total{code=~"5.."}[5m]))',
    'sum(app_requests_total) / ignoring (code) sum(app_requests_total) by (code)',
    '(app_heap_bytes offset 5m) - app_heap_bytes @ end()',
    'label_join(app_requests_total, "x", "-", "code", "uri") # a comment',
    'app_heap_bytes or app_requests_total offset 5m / ignoring (code, uri) app_build_info',
    'probe_success{whatever="x"} == 1',
    'hour() > bool 8 and minute(vector(time())) < 5',
  ])('%s', (text) => {
    expect(check(text, catalogue, options).map(told)).toEqual([]);
  });
});

const PROBLEMS: readonly [kind: string, text: string, at: string][] = [
  ['syntax', 'sum(app_heap_bytes', ''],
  ['syntax', 'app_heap_bytes{area="\\d"}', '"\\d"'],
  ['syntax', 'app_heap_bytes{area="x}', '"x}'],
  ['syntax', 'holt_winters(app_heap_bytes[5m], 1, 1)', ''],
  ['syntax', 'rate(app_requests_total[0s])', '0s'],
  ['unsupported', 'mad_over_time(app_heap_bytes[5m])', 'mad_over_time'],
  ['unsupported', 'limitk(1, app_heap_bytes)', 'limitk'],
  ['unsupported', 'rate(app_requests_total[5m + 1m])', '5m +'],
  ['unsupported', '{"app_heap_bytes"}', '"app'],
  ['unsupported', 'app_heap_bytes > 5m', '5m'],
  ['type', 'rate(app_requests_total)', 'app_'],
  ['type', 'sum(app_heap_bytes[5m])', 'app_'],
  ['type', 'round(app_heap_bytes, 1, 2)', 'round'],
  ['type', '1 > 2', '1 >'],
  ['type', 'app_heap_bytes and 1', 'app_'],
  ['type', 'app_heap_bytes + bool 1', 'app_'],
  ['type', 'app_heap_bytes + on (area) 1', 'app_'],
  ['type', '"a" + 1', '"a"'],
  ['type', 'rate(sum(app_requests_total)[5m])', 'sum'],
  ['type', 'sum(app_heap_bytes) offset 5m', 'sum'],
  ['type', 'app_heap_bytes offset 5m offset 1m', 'app_'],
  ['type', 'max_over_time((app_heap_bytes) offset 5m)', '(app_'],
  ['type', 'rate(app_requests_total offset 5m [5m])', 'app_'],
  ['type', 'max_over_time(-app_heap_bytes[5m:])', '-app_'],
  ['type', 'max_over_time(1[5m:1m])', '1[5m'],
  ['type', '-"a"', '-'],
  ['type', 'app_heap_bytes[5m]', 'app_'],
  ['type', 'app_heap_bytes{__name__="x"}', '__name__'],
  ['type', 'app_heap_bytes and on (area) group_left () app_heap_limit_bytes', 'on'],
  ['type', 'label_replace(app_heap_bytes, "a-b", "", "area", "")', '"a-b"'],
  ['unknown-metric', 'sum(app_heap_byte)', 'app_heap_byte'],
  ['unknown-metric', '{area="x"}', '{'],
  ['unknown-metric', 'app:gone:rate5m', 'app:'],
  ['wrong-part', 'rate(app_request_duration_seconds[5m])', 'app_'],
  ['wrong-part', 'app_wait_seconds_bucket', 'app_'],
  ['wrong-part', 'app_heap_bytes_count', 'app_'],
  ['unknown-label', 'app_heap_bytes{pool="x"}', 'pool'],
  ['unknown-label', 'app_heap_bytes{le="1"}', 'le'],
  ['unknown-label', 'sum by (area, pool) (app_heap_bytes)', 'pool'],
  ['unknown-label', 'sum(app_heap_bytes) without (pool)', 'pool'],
  ['unknown-label', 'sum by (area) (sum by (job) (app_heap_bytes))', 'area'],
  ['unknown-label', 'app_heap_bytes / on (pool) app_heap_limit_bytes', 'pool'],
  ['unknown-label', 'app_heap_bytes / ignoring (pool) app_heap_limit_bytes', 'pool'],
  ['unknown-label', 'app_heap_bytes * on (job) group_left (area) app_build_info', 'area'],
  ['unknown-label', 'label_replace(app_heap_bytes, "x", "$1", "pool", "(.*)")', '"pool"'],
  ['unknown-label', 'label_join(app_heap_bytes, "x", "-", "area", "pool")', '"pool"'],
  ['unknown-label', 'app:errors:rate5m{instance="x"}', 'instance'],
  ['wrong-function', 'rate(app_heap_bytes[5m])', 'rate'],
  ['wrong-function', 'resets((app_heap_bytes)[5m:1m])', 'resets'],
  ['wrong-function', 'increase(up[5m] offset 1m)', 'increase'],
  ['wrong-function', 'deriv(app_requests_total[5m])', 'deriv'],
  ['wrong-function', `predict_linear(${BUCKET}[5m], 60)`, 'predict'],
  ['wrong-function', 'delta(app_wait_seconds_count[5m])', 'delta'],
  ['le-lost', `histogram_quantile(0.9, sum by (uri) (rate(${BUCKET}[5m])))`, 'sum'],
  ['le-lost', 'histogram_quantile(0.9, app_heap_bytes)', 'app_'],
  ['never-matches', 'sum by (area) (app_heap_bytes) / app_heap_limit_bytes', 'sum'],
  ['never-matches', `app_heap_bytes unless ${BUCKET}`, 'app_heap'],
];

describe('problems', () => {
  it.each(PROBLEMS)('%s: %s', (kind, text, at) => {
    const found = check(text, catalogue, options);
    expect(found.map((one) => one.kind)).toContain(kind);
    expect(new Set(found.map((one) => one.kind)).size, found.map(told).join('\n')).toBe(1);
    if (at !== '') expect(text.slice(found[0]?.at).startsWith(at), told(found[0]!)).toBe(true);
  });

  it('tells line and column', () => {
    const [one] = check('sum(\n  nothing\n)', catalogue);
    expect(one && told(one)).toBe('2:3: nothing is not in the catalogue');
  });
});

describe('templates', () => {
  it('must name metrics by definition', () => {
    const typed = check(promql`sum(app_heap_bytes) + sum(${m.heap}) + nothing`, catalogue);
    expect(typed.map(({ kind }) => kind)).toEqual(['bare-name', 'unknown-metric']);
    expect(typed[0]?.where).toMatch(/check\.test\.ts:\d+:\d+$/);
    expect(told(typed[0]!)).toContain('check.test.ts');
    // Text that lengthens a definition's name makes another name of it.
    const longer = check(promql`rate(${m.duration}_sum[5m])`, catalogue);
    expect(longer.map(({ kind }) => kind)).toEqual(['bare-name']);
    expect(check(promql`app:errors:rate5m`, catalogue, options)[0]?.kind).toBe('bare-name');
    expect(check(promql`up == 0 or ALERTS`, catalogue)).toEqual([]);
  });

  it('are held to what their definitions have', () => {
    const kinds = (...args: Parameters<typeof check>) => check(...args).map(({ kind }) => kind);
    expect(kinds(promql`${m.duration}`, catalogue)).toEqual(['wrong-part']);
    expect(kinds(promql`${series(m.wait).bucket}`, catalogue)).toEqual(['wrong-part']);
    expect(kinds(promql`${m.heap}`, [m.limit])).toEqual(['unknown-metric']);
    expect(kinds(promql`${rule}`, catalogue)).toEqual([]);
    expect(kinds(promql`${rule}`, catalogue, { recorded: [] })).toEqual(['unknown-metric']);
    expect(kinds(promql`sum by (area) (${rule})`, catalogue)).toEqual(['unknown-label']);
  });
});

describe('Grafana variables', () => {
  const grafana = ['job', 'instance', 'datasource'];
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana's variable.
    'rate(app_requests_total{job=~"$job",instance=~"${instance:regex}"}[$__rate_interval])';

  it('are read as what they stand for', () => {
    expect(check(text, catalogue, { grafana })).toEqual([]);
    expect(check(text, catalogue)[0]?.kind).toBe('syntax');
  });

  it('are durations or numbers by their place, and never names or labels', () => {
    const own = { grafana: [...grafana, 'n', 'step'] };
    const sound =
      'topk($n, max_over_time(app_heap_bytes[1h:$step] offset $__interval)) > $__range_s';
    expect(check(sound, catalogue, own)).toEqual([]);
    expect(check('sum($job)', catalogue, own)[0]?.kind).toBe('type');
    expect(check('sum by ($job) (app_heap_bytes)', catalogue, own)[0]?.kind).toBe('syntax');
  });

  it('must be the dashboard’s, and keep positions true', () => {
    const found = check(`${text} + nothing{a="$other"}`, catalogue, { grafana });
    expect(found.map(({ kind }) => kind)).toEqual(['unknown-metric', 'unknown-variable']);
    expect(found[0]?.at).toBe(text.length + 3);
    const replaced = 'label_replace(app_heap_bytes, "a", "$1", "area", "(.*)$")';
    expect(check(replaced, catalogue, { grafana })).toEqual([]);
  });
});
