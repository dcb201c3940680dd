// The template: what a definition becomes in the text, nesting, quoting, and the place it remembers.
import { describe, expect, it } from 'vitest';
import { duration, matchers, promql, recorded, ref, series } from '../../src/promql/index.ts';
import { m } from './catalogue.ts';

describe('promql', () => {
  it('puts names where definitions stand and remembers them', () => {
    const rule = recorded('app:errors:rate5m', { labels: ['uri'] });
    const one = promql`sum by (le) (rate(${series(m.duration).bucket}[5m])) + ${m.heap} + ${rule}`;
    expect(one.text).toBe(
      'sum by (le) (rate(app_request_duration_seconds_bucket[5m])) + app_heap_bytes + app:errors:rate5m',
    );
    expect([...one.metrics]).toEqual([m.duration, m.heap]);
    expect([...one.recorded]).toEqual([rule]);
    for (const { at, target } of one.references) {
      expect(one.text.slice(at, at + target.name.length)).toBe(target.name);
    }
  });

  it('says which line of which file it stands in', () => {
    const here = new Error().stack?.split('\n')[1]?.match(/:(\d+):\d+\)?$/)?.[1];
    const { where } = promql`${ref(m.heap)}`;
    expect(where).toMatch(/template\.test\.ts:\d+:\d+$/);
    expect(where).not.toContain('file:');
    expect(Number(where.split(':').at(-2))).toBe(Number(here) + 1);
  });

  it('keeps a nested expression together, and its references true', () => {
    const ratio = promql`${m.heap} / ${m.limit}`;
    const nested = promql`${ratio} * 100 > max(${ratio}) or -${promql`-${m.heap}`}`;
    expect(nested.text).toBe(
      '(app_heap_bytes / app_heap_limit_bytes) * 100 > max(app_heap_bytes / app_heap_limit_bytes) or -(-app_heap_bytes)',
    );
    for (const { at, target } of nested.references) {
      expect(nested.text.slice(at, at + target.name.length)).toBe(target.name);
    }
    const earlier = promql`${m.heap} - ${m.heap} offset 1h`;
    expect(promql`${earlier} > 0`.text).toBe('(app_heap_bytes - app_heap_bytes offset 1h) > 0');
    expect(promql`sum(${m.heap}) ${promql`by (area)`}`.text).toBe('sum(app_heap_bytes) by (area)');
  });

  it('writes numbers, durations and matchers', () => {
    const by = matchers({ job: 'a"b\\c', area: ['a.b', 'c|d'], code: { re: '5..' } });
    expect(promql`${m.heap}${by} > ${-1.5}`.text).toBe(
      String.raw`app_heap_bytes{job="a\"b\\c",area=~"a\\.b|c\\|d",code=~"5.."} > (-1.5)`,
    );
    expect(promql`clamp(${m.heap}[${duration('1h30m')}:], ${-1}, ${Infinity})`.text).toBe(
      'clamp(app_heap_bytes[1h30m:], -1, Inf)',
    );
    expect(matchers({ a: { not: 'x' }, b: { notRe: 'y' } }).fragment).toBe('{a!="x",b!~"y"}');
    expect(promql`${m.heap}${matchers({})}`.text).toBe('app_heap_bytes');
    expect(promql`${m.heap} ^ ${1e-7} % ${Number.NaN}`.text).toBe('app_heap_bytes ^ 1e-7 % NaN');
  });

  it('keeps backslashes, lets ${ through, and takes the indentation away', () => {
    const one = promql`
      sum(
        ${m.heap}{area=~"a\\.b", job="\${job}"}
      )
    `;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana's variable.
    expect(one.text).toBe('sum(\n  app_heap_bytes{area=~"a\\\\.b", job="${job}"}\n)');
  });

  it('refuses what cannot be right', () => {
    expect(() => duration('5 minutes')).toThrow('5 minutes is not a duration');
    expect(() => duration('5s3m')).toThrow('not a duration');
    expect(() => duration('')).toThrow('not a duration');
    expect(duration('$__rate_interval').fragment).toBe('$__rate_interval');
    expect(() => matchers({ 'a-b': 'x' })).toThrow('a-b is not a label name');
    expect(() => matchers({ a: '\ud800' })).toThrow('well-formed');
    expect(() => recorded('plain_name')).toThrow('level:metric:operations');
  });
});
