// How lines become families: TYPE, HELP, UNIT, suffixes, order, and what a family's rule does to its name.
import { describe, expect, it } from 'vitest';
import { NOTHING, samplesOf, translated, typesOf } from './support.ts';

const HELP = /^# HELP (.*)$/gm;
const helps = (body: string) => [...body.matchAll(HELP)].map((found) => found[1]);

describe('metadata of text', () => {
  it('missing: an untyped family with a help of ours', () => {
    expect(translated('a 1\n')).toMatchObject({
      text: '# HELP a a, for which the upstream gives no help.\n# TYPE a untyped\na 1\n',
      openmetrics:
        '# TYPE a unknown\n# HELP a a, for which the upstream gives no help.\na 1\n# EOF\n',
    });
  });

  it.each(['# HELP a', '# HELP a ', '# HELP a \t', '# HELP a \\n'])('blank: %j', (line) => {
    const { text, dropped } = translated(`${line}\na 1\n`, { help: (name) => `Help of ${name}.` });
    expect(helps(text)).toEqual(['a Help of a.']);
    expect(dropped).toEqual({});
  });

  it('escapes in HELP, each format in its way', () => {
    const { text, openmetrics } = translated('# HELP a \\\\ "x" \\n é\u2028 \\\na 1\n');
    expect(helps(text.replaceAll('\u2028', 'LS'))).toEqual(['a \\\\ "x" \\n éLS \\\\']);
    expect(openmetrics).toContain('# HELP a \\\\ \\"x\\" \\n é\u2028 \\\\\n');
  });

  it('the first HELP counts', () => {
    expect(helps(translated('# HELP a One.\n# HELP a Two.\na 1\n').text)).toEqual(['a One.']);
  });

  it('a second TYPE that says something else is refused', () => {
    const { text, dropped } = translated('# TYPE a gauge\n# TYPE a counter\n# TYPE a gauge\na 1\n');
    expect(typesOf(text)).toEqual(['a gauge']);
    expect(dropped).toEqual({ bad_line: 1 });
  });

  it.each([
    ['# TYPE a gauge\n', 'a 1\n', 'a untyped'],
    ['# TYPE a histogram\n', 'a_bucket{le="+Inf"} 1\n', 'a_bucket untyped'],
    ['# TYPE a summary\n', 'a_count 1\n', 'a_count untyped'],
  ])('a TYPE after its samples is refused: %j', (type, sample, out) => {
    const more = sample.replace(' 1', ' 2').replace('a_bucket{', 'a_bucket{x="1",');
    const { text, dropped } = translated(sample + type + more.replace('a 2', 'a{x="1"} 2'));
    expect(typesOf(text)).toEqual([out]);
    expect(dropped.bad_line).toBe(1);
  });

  it.each(['# TYPE a', '# TYPE a foo', '# TYPE', '# TYPE 1a gauge', '# HELP', '# TYPE a gauge x'])(
    'malformed: %s',
    (line) => {
      expect(translated(`${line}\na 1\n`)).toMatchObject({ series: 1, dropped: { bad_line: 1 } });
    },
  );

  it.each(['#', '# hello', '#HELP a b', '# HELPS a b', '## TYPE', '# UNITS'])(
    'an ordinary comment: %s',
    (line) => {
      expect(translated(`${line}\na 1\n`)).toMatchObject({ series: 1, dropped: NOTHING });
    },
  );

  it('a UNIT is passed on where the name ends in it', () => {
    const body =
      '# UNIT a_seconds seconds\na_seconds 1\n# UNIT b seconds\nb 1\n' +
      '# TYPE c_bytes counter\n# UNIT c_bytes bytes\nc_bytes_total 1\n# EOF\n';
    const { openmetrics, text } = translated(body, { format: 'openmetrics' });
    expect(openmetrics.match(/^# UNIT .*$/gm)).toEqual([
      '# UNIT a_seconds seconds',
      '# UNIT c_bytes bytes',
    ]);
    expect(text).not.toContain('UNIT');
  });
});

describe('suffixes', () => {
  it('of histograms and summaries', () => {
    const body =
      '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\nh_max 1\n' +
      '# TYPE s summary\ns{quantile="0.5"} 1\ns_sum 1\ns_count 1\n';
    expect(typesOf(translated(body).text)).toEqual(['h histogram', 'h_max untyped', 's summary']);
  });

  it('a TYPE of its own goes before a suffix, a HELP alone does not', () => {
    const own = '# TYPE a summary\n# TYPE a_max gauge\na_max 1\na_sum 2\n';
    expect(typesOf(translated(own).text)).toEqual(['a_max gauge', 'a summary']);
    const help = '# TYPE a summary\n# HELP a_sum The sum.\na_sum 2\na_count 1\n';
    expect(typesOf(translated(help).text)).toEqual(['a summary']);
  });

  it('a sample that cannot belong to its type is refused', () => {
    const body = '# TYPE a histogram\na 1\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\na 2\n';
    const { text, dropped } = translated(body);
    expect(typesOf(text)).toEqual(['a histogram']);
    expect(samplesOf(text)).toHaveLength(3);
    expect(dropped).toEqual({ bad_line: 2 });
  });

  it('a family whose name is a sample of another is not passed on', () => {
    const body = '# TYPE a summary\n# TYPE a_count gauge\na_sum 1\na_count 1\na_count{x="1"} 1\n';
    const { text, openmetrics, dropped } = translated(body);
    expect(typesOf(text)).toEqual(['a summary']);
    expect(typesOf(openmetrics)).toEqual(['a summary']);
    expect(dropped).toEqual({ collision: 2 });
  });

  it('_created of the Python client is left out', () => {
    const body =
      '# TYPE a_total counter\na_total 1\n# TYPE a_created gauge\na_created 1.6e9\n' +
      '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n# TYPE h_created gauge\nh_created 1.6e9\n' +
      '# TYPE page_created gauge\npage_created 5\n';
    const { text, dropped } = translated(body);
    expect(typesOf(text)).toEqual(['a_total counter', 'h histogram', 'page_created gauge']);
    expect(dropped).toEqual({});
  });
});

describe('order', () => {
  it('families interleaved upstream become contiguous', () => {
    const body = 'a{x="1"} 1\nb{x="1"} 1\na{x="2"} 1\nb{x="2"} 1\na{x="3"} 1\n';
    expect(samplesOf(translated(body).text)).toEqual([
      'a{x="1"} 1',
      'a{x="2"} 1',
      'a{x="3"} 1',
      'b{x="1"} 1',
      'b{x="2"} 1',
    ]);
  });
});

describe('rules for families', () => {
  const body = '# HELP a Help of a.\n# TYPE a gauge\na{x="1"} 1\n# TYPE b gauge\nb{x="2"} 2\n';

  it('drop, without counting it', () => {
    const rules = (name: string) => (name === 'a' ? ({ drop: true } as const) : {});
    const { text, dropped, series } = translated(body, { rules });
    expect(typesOf(text)).toEqual(['b gauge']);
    expect({ dropped, series }).toEqual({ dropped: {}, series: 1 });
  });

  it('rename, with another help, unit and type', () => {
    const rules = (name: string) =>
      name === 'a'
        ? ({ name: 'c_seconds', help: 'New.', unit: 'seconds', type: 'unknown' } as const)
        : {};
    expect(translated(body, { rules }).openmetrics).toMatch(
      /^# TYPE c_seconds unknown\n# UNIT c_seconds seconds\n# HELP c_seconds New\.\nc_seconds\{x="1"\} 1\n/,
    );
  });

  it('two onto one', () => {
    const { text } = translated(body, { rules: () => ({ name: 'c' }) });
    expect(text).toBe('# HELP c Help of a.\n# TYPE c gauge\nc{x="1"} 1\nc{x="2"} 2\n');
  });

  it('two of different types onto one: the later keeps its own name', () => {
    const mixed = body.replace('b gauge', 'b counter');
    const { text } = translated(mixed, { rules: () => ({ name: 'c' }) });
    expect(typesOf(text)).toEqual(['c gauge', 'b counter']);
  });

  it('a name that is taken by another type twice over is refused', () => {
    const mixed = '# TYPE fooBar gauge\nfooBar 1\n# TYPE foo_bar counter\nfoo_bar 2\nfoo_bar 3\n';
    const { text, dropped } = translated(mixed);
    expect(typesOf(text)).toEqual(['foo_bar gauge']);
    expect(dropped).toEqual({ collision: 2 });
  });

  it('a new name that would be a sample of another family is not taken', () => {
    const summary = '# TYPE a summary\na_sum 1\na_count 1\n# TYPE b gauge\nb 2\n';
    const { text } = translated(summary, {
      rules: (name) => (name === 'b' ? { name: 'a_count' } : {}),
    });
    expect(typesOf(text)).toEqual(['a summary', 'b gauge']);
  });

  it('a histogram takes its suffixes along', () => {
    const h =
      '# TYPE aB histogram\naB_bucket{le="1"} 1\naB_bucket{le="+Inf"} 1\naB_sum 1\naB_count 1\n';
    expect(samplesOf(translated(h).text)).toEqual([
      'a_b_bucket{le="1.0"} 1',
      'a_b_bucket{le="+Inf"} 1',
      'a_b_sum 1',
      'a_b_count 1',
    ]);
  });

  it.each([
    ['pluginExecuteCommon', 'plugin_execute_common'],
    ['HTTPServer', 'http_server'],
    ['aB2C', 'a_b2_c'],
    ['already_snake', 'already_snake'],
    ['_Foo:barBaz', '_foo:bar_baz'],
  ])('%s becomes %s', (name, out) => {
    expect(samplesOf(translated(`${name} 1\n`).text)).toEqual([`${out} 1`]);
  });

  it('are asked once for each family, with its name and type', () => {
    const asked: string[] = [];
    translated('# TYPE h histogram\nh_sum 1\nh_count 1\na 1\na{x="1"} 2\nh_sum{x="1"} 1\n', {
      rules: (name, type) => {
        asked.push(`${name} ${type}`);
        return {};
      },
    });
    expect(asked).toEqual(['h histogram', 'a unknown']);
  });

  it('drop negative values on request', () => {
    const { text, dropped } = translated('a{x="1"} -1\na{x="2"} -1.0e0\na{x="3"} 1\n', {
      rules: () => ({ dropNegative: true }),
    });
    expect(samplesOf(text)).toEqual(['a{x="3"} 1']);
    expect(dropped).toEqual({});
  });
});

describe('values that a type cannot have', () => {
  it.each([
    '# TYPE a counter\na -1\n',
    '# TYPE a counter\na NaN\n',
    '# TYPE a counter\na -Inf\n',
    '# TYPE a histogram\na_bucket{le="1.0"} -1\n',
    '# TYPE a histogram\na_count NaN\n',
    '# TYPE a summary\na_count -1\n',
  ])('%j', (body) => {
    expect(translated(body)).toMatchObject({ series: 0, dropped: { bad_line: 1 } });
  });

  it.each([
    '# TYPE a counter\na -0\n',
    '# TYPE a counter\na -0.0e5\n',
    '# TYPE a histogram\na_sum -1\n',
    '# TYPE a gauge\na NaN\n',
    '# TYPE a summary\na{quantile="0.5"} NaN\n',
  ])('but %j', (body) => {
    expect(translated(body)).toMatchObject({ series: 1, dropped: NOTHING });
  });

  it('an info other than 1', () => {
    const body = '# TYPE a info\na_info{x="1"} 2\na_info{x="2"} 1.0\n# EOF\n';
    expect(translated(body, { format: 'openmetrics' })).toMatchObject({
      series: 1,
      dropped: { bad_line: 1 },
    });
  });
});
