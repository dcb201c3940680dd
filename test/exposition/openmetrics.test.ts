// OpenMetrics in and out: types that text does not have, exemplars, timestamps, names that clash.
import { describe, expect, it } from 'vitest';
import { samplesOf, translated, typesOf } from './support.ts';

const open = (body: string, options = {}) =>
  translated(`${body}# EOF\n`, { format: 'openmetrics', ...options });

describe('types', () => {
  it('counters have _total in text', () => {
    const { text, openmetrics } = open('# HELP a Help.\n# TYPE a counter\na_total 1\n');
    expect(text).toBe('# HELP a_total Help.\n# TYPE a_total counter\na_total 1\n');
    expect(openmetrics).toBe('# TYPE a counter\n# HELP a Help.\na_total 1\n# EOF\n');
  });

  it('counters of text without _total are of unknown type in OpenMetrics', () => {
    const { text, openmetrics } = translated('# TYPE a counter\na 1\n');
    expect(typesOf(text)).toEqual(['a counter']);
    expect(typesOf(openmetrics)).toEqual(['a unknown']);
  });

  it('info is a gauge in text', () => {
    const { text, openmetrics } = open('# TYPE a info\na_info{x="1"} 1\n');
    expect(typesOf(text)).toEqual(['a_info gauge']);
    expect(typesOf(openmetrics)).toEqual(['a info']);
  });

  it('stateset is a gauge', () => {
    const { text, openmetrics } = open('# TYPE a stateset\na{a="on"} 1\na{a="off"} 0\n');
    expect(typesOf(text)).toEqual(['a gauge']);
    expect(typesOf(openmetrics)).toEqual(['a gauge']);
  });

  it('gaugehistogram is what it consists of', () => {
    const body = '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gcount 1\na_gsum 2\n';
    expect(typesOf(open(body).text)).toEqual([
      'a_bucket untyped',
      'a_gcount untyped',
      'a_gsum untyped',
    ]);
  });

  it('unknown is untyped in text', () => {
    expect(typesOf(open('# TYPE a unknown\na 1\n').text)).toEqual(['a untyped']);
  });

  it('a counter that says its whole name', () => {
    const { text, openmetrics } = open('# TYPE a_total counter\na_total 1\n');
    expect(typesOf(text)).toEqual(['a_total counter']);
    expect(typesOf(openmetrics)).toEqual(['a counter']);
  });
});

describe('what is left out', () => {
  it('_created', () => {
    const body =
      '# TYPE a counter\na_total 1\na_created 1.6e9\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_count 1\nh_sum 1\nh_created 1\n';
    const { text, openmetrics, dropped } = open(body);
    expect(text + openmetrics).not.toContain('_created');
    expect(dropped).toEqual({});
  });

  it('timestamps', () => {
    const { openmetrics, dropped } = open('a 1 1600000000.123\nb{x="1"} 1 -1\nc 1 1e9\n');
    expect(samplesOf(openmetrics)).toEqual(['a 1', 'b{x="1"} 1', 'c 1']);
    expect(dropped).toEqual({});
  });
});

describe('exemplars', () => {
  const exemplar = ' # {trace_id="ab\\"c"} 0.5 1600000000.1';

  it('are kept in OpenMetrics and left out in text', () => {
    const body = `# TYPE h histogram\nh_bucket{le="1.0"} 1${exemplar}\nh_bucket{le="+Inf"} 1 # {} 5\nh_sum 1\nh_count 1\n# TYPE c counter\nc_total{x="1"} 3 1600${exemplar}\n`;
    const { text, openmetrics } = open(body);
    expect(text).not.toContain(' # ');
    expect(samplesOf(openmetrics)).toEqual([
      `h_bucket{le="1.0"} 1${exemplar}`,
      'h_bucket{le="+Inf"} 1 # {} 5',
      'h_sum 1',
      'h_count 1',
      `c_total{x="1"} 3${exemplar}`,
    ]);
  });

  it('follow a series that is renamed, respelt or merged', () => {
    const body = `# TYPE h histogram\nh_bucket{uri="/1",le="1"} 1${exemplar}\nh_bucket{uri="/2",le="1"} 41\n`;
    const { openmetrics } = open(body, {
      rules: () => ({ name: 'g', labels: { uri: { map: () => '/{id}' } } }),
    });
    expect(samplesOf(openmetrics)).toEqual([`g_bucket{uri="/{id}",le="1.0"} 42${exemplar}`]);
  });

  it.each([
    ['a gauge', `# TYPE a gauge\na 1${exemplar}\n`],
    ['a sum', `# TYPE a summary\na_sum 1${exemplar}\n`],
    ['more than 128 characters', `# TYPE a counter\na_total 1 # {x="${'ü'.repeat(128)}"} 1\n`],
  ])('are left out where they may not stand: %s', (_, body) => {
    const { openmetrics, dropped } = open(body);
    expect(samplesOf(openmetrics)).toEqual([expect.stringMatching(/^\S+ 1$/)]);
    expect(dropped).toEqual({});
  });

  it('may have 128 characters, however many bytes', () => {
    const long = ` # {x="${'🦉'.repeat(127)}"} 1`;
    expect(samplesOf(open(`# TYPE a counter\na_total 1${long}\n`).openmetrics)).toEqual([
      `a_total 1${long}`,
    ]);
  });

  it('are left out with a counter that is of unknown type in OpenMetrics', () => {
    const body = `# TYPE a gauge\na 1\n# TYPE a counter\na_total 1${exemplar}\n`;
    expect(samplesOf(open(body).openmetrics).join('\n')).not.toContain('trace_id');
  });

  it.each([
    ' # {x="1"}',
    ' # {x="1"} abc',
    ' # {x="1"} 1 now',
    ' # x',
    ' # {x=1} 1',
    ' # {x="1",x="2"} 1',
    ' # {x="1"} 1e999',
    ' # {x="1"} 1 1 1',
  ])('refuse their line if they are malformed: %s', (bad) => {
    expect(open(`# TYPE a counter\na_total 1${bad}\n`).dropped).toEqual({ bad_line: 1 });
  });
});

describe('names that clash in OpenMetrics', () => {
  it.each(['gauge first', 'counter first'])('a gauge x beside a counter x_total: %s', (order) => {
    const parts = ['# TYPE x gauge\nx 1\n', '# TYPE x_total counter\nx_total 2\n'];
    if (order === 'counter first') parts.reverse();
    const { openmetrics } = translated(parts.join(''));
    expect(typesOf(openmetrics).sort()).toEqual(['x gauge', 'x_total unknown']);
    expect(samplesOf(openmetrics).sort()).toEqual(['x 1', 'x_total 2']);
  });

  it('a gauge x beside an info x_info', () => {
    const body = '# TYPE x_info info\nx_info{a="1"} 1\n# TYPE x gauge\nx 1\n';
    expect(typesOf(translated(body).openmetrics).sort()).toEqual(['x gauge', 'x_info unknown']);
  });
});
