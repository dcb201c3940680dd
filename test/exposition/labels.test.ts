// What rules do to labels, and what becomes of series that a rewrite made equal.
import { describe, expect, it } from 'vitest';
import type { FamilyRule } from '../../src/exposition/index.ts';
import { NOTHING, samplesOf, translated } from './support.ts';

const ID = /\/\d+/g;
const uri: FamilyRule = {
  labels: { uri: { map: (value) => value.replace(ID, '/{id}') } },
};
const by = (rule: FamilyRule) => (body: string) => {
  const { text, dropped, series } = translated(body, { rules: () => rule });
  return { samples: samplesOf(text), dropped, series };
};

describe('labels', () => {
  it('are dropped, renamed, mapped and added', () => {
    const rule: FamilyRule = {
      labels: { a: { drop: true }, b: { name: 'bee' }, c: { map: (v) => `${v}\n"` } },
      add: { layer: 'f\\s' },
    };
    expect(by(rule)('m{a="1",b="2",c="3",d="4"} 5\nm 6\nm{c="\\\\"} 7\n').samples).toEqual([
      'm{bee="2",c="3\\n\\"",d="4",layer="f\\\\s"} 5',
      'm{layer="f\\\\s"} 6',
      'm{c="\\\\\\n\\"",layer="f\\\\s"} 7',
    ]);
  });

  it('in camelCase become snake_case', () => {
    expect(
      by({})('m{errorCode="1",x="2"} 1\nm{errorCode="2"} 1\nm{x="2",HTTPMethod="3"} 1\n'),
    ).toEqual({
      samples: ['m{error_code="1",x="2"} 1', 'm{error_code="2"} 1', 'm{x="2",http_method="3"} 1'],
      dropped: {},
      series: 3,
    });
  });

  it.each([
    [{}, 'm{errorCode="1",error_code="2"} 1\n'],
    [{ labels: { a: { name: 'b' } } }, 'm{a="1",b="2"} 1\n'],
    [{ labels: { a: { name: 'layer' } }, add: { layer: 'x' } }, 'm{a="1"} 1\n'],
    [{ add: { layer: 'x' } }, 'm{Layer="1"} 1\n'],
  ])('that a rename makes repeat are refused: %j', (rule, line) => {
    expect(by(rule)(`${line}m{z="1"} 1\n`)).toMatchObject({ dropped: { bad_line: 1 }, series: 1 });
  });

  it('never become the name of the metric', () => {
    expect(by({})('m{__NAME__="1"} 1\n').samples).toEqual(['m{_name="1"} 1']);
  });

  it('that are added replace those of the upstream', () => {
    const rule: FamilyRule = { labels: { layer: { map: (v) => v } }, add: { layer: 'ours' } };
    expect(by(rule)('m{layer="theirs",x="1"} 1\n').samples).toEqual(['m{x="1",layer="ours"} 1']);
  });

  it('mapped to nothing or added empty are left out', () => {
    const rule: FamilyRule = { labels: { a: { map: () => '' } }, add: { b: '' } };
    expect(by(rule)('m{a="1",c="2"} 1\nm{a="1"} 2\n').samples).toEqual(['m{c="2"} 1', 'm 2']);
  });

  it('may all grow', () => {
    const names = Array.from({ length: 60 }, (_, i) => `l${i}`);
    const rule: FamilyRule = {
      labels: Object.fromEntries(names.map((n) => [n, { map: (v) => v.repeat(400) }])),
    };
    const line = `m{${names.map((n) => `${n}="x"`).join()}} 1`;
    // Many times, so that it happens at the end of a segment as well.
    const out = by(rule)(
      Array.from({ length: 50 }, (_, i) => line.replace('m{', `m{i="${i}",`)).join('\n'),
    );
    const grown = line.replaceAll('"x"', `"${'x'.repeat(400)}"`);
    expect(out.samples).toEqual(
      Array.from({ length: 50 }, (_, i) => grown.replace('m{', `m{i="${i}",`)),
    );
  });

  it('are cut whole characters at a time', () => {
    const rule: FamilyRule = { labels: { a: { map: () => '🦉"'.repeat(1000) } } };
    const [line = ''] = by(rule)('m{a="1"} 1\n').samples;
    expect(line).toMatch(/^m\{a="(🦉\\")+🦉?"\} 1$/u);
    expect(line.length).toBeLessThan(600);
  });
});

describe('duplicates', () => {
  it.each([
    ['the same', 'm{a="1",b="2"} 1\nm{a="1",b="2"} 2\n', {}],
    ['in another order', 'm{a="1",b="2"} 1\nm{b="2",a="1"} 2\n', {}],
    ['with an empty label', 'm{a="1",b="2"} 1\nm{b="2",a="1",c=""} 2\n', {}],
    ['otherwise spelt', 'm{a="1",b="2"} 1\nm{ b="2", a="1", } 2 1600\n', {}],
    ['renamed', 'm{a="1",b="2"} 1\nm{b="2",a="1"} 2\n', { name: 'n' }],
    ['with an added label', 'm{a="1",b="2"} 1\nm{b="2",a="1"} 2\n', { add: { x: '1', y: '2' } }],
  ])('%s: the first wins', (_, body, rule) => {
    const { samples, dropped, series } = by(rule)(body);
    expect(samples).toEqual([expect.stringMatching(/ 1$/)]);
    expect({ dropped, series }).toEqual({ dropped: { duplicate: 1 }, series: 1 });
  });

  it('of a label that another family had to be given', () => {
    const body = 'n{a="1",layer="fs"} 1\nm{a="1"} 2\n';
    const rules = (name: string): FamilyRule =>
      name === 'm' ? { name: 'n', add: { layer: 'fs' } } : {};
    const { text, dropped } = translated(body, { rules });
    expect(samplesOf(text)).toEqual(['n{a="1",layer="fs"} 1']);
    expect(dropped).toEqual({ duplicate: 1 });
  });

  it('are not what merely looks alike', () => {
    const body = 'm{a="bc"} 1\nm{ab="c"} 1\nm{a="b",c="d"} 1\nm{a="b\\",c=\\"d"} 1\nm_a 1\nm 1\n';
    expect(by({})(body)).toMatchObject({ series: 6, dropped: NOTHING });
  });

  it('are looked for among many', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `m{a="${i}",b="${i % 7}"} 1\n`);
    const again = Array.from({ length: 5000 }, (_, i) => `m{b="${i % 7}",a="${i}"} 2\n`);
    expect(by({})([...lines, ...again].join(''))).toMatchObject({
      series: 5000,
      dropped: { duplicate: 5000 },
    });
  });
});

describe('series that a rewrite made equal', () => {
  it('add up where they are counters', () => {
    const body =
      '# TYPE m counter\nm{uri="/a/1"} 1\nm{uri="/b"} 5\nm{uri="/a/2"} 2.5\nm{uri="/a/{id}"} 4\n';
    expect(by(uri)(body)).toEqual({
      samples: ['m{uri="/a/{id}"} 7.5', 'm{uri="/b"} 5'],
      dropped: {},
      series: 2,
    });
  });

  it('add up in histograms and the counts and sums of summaries', () => {
    const one = (n: number, c: number) =>
      `m_bucket{uri="/${n}",le="1"} ${c}\nm_bucket{uri="/${n}",le="+Inf"} ${2 * c}\nm_sum{uri="/${n}"} 0.${c}\nm_count{uri="/${n}"} ${2 * c}\n`;
    expect(by(uri)(`# TYPE m histogram\n${one(1, 1)}${one(2, 2)}`).samples).toEqual([
      'm_bucket{uri="/{id}",le="1.0"} 3',
      'm_bucket{uri="/{id}",le="+Inf"} 6',
      `m_sum{uri="/{id}"} ${0.1 + 0.2}`,
      'm_count{uri="/{id}"} 6',
    ]);
  });

  it('lose their quantiles', () => {
    const one = (n: number) =>
      `m{uri="/${n}",quantile="0.5"} ${n}\nm_sum{uri="/${n}"} ${n}\nm_count{uri="/${n}"} 1\n`;
    const body = `# TYPE m summary\nm{uri="/b",quantile="0.5"} 9\n${one(1)}${one(2)}${one(3)}`;
    expect(by(uri)(body)).toEqual({
      samples: ['m{uri="/b",quantile="0.5"} 9', 'm_sum{uri="/{id}"} 6', 'm_count{uri="/{id}"} 3'],
      dropped: { collision: 3 },
      series: 3,
    });
  });

  it.each([
    ['m_max', {}, ['1', '3', '2'], '3'],
    ['m_max', {}, ['NaN', '3', 'NaN'], '3'],
    ['m_max', {}, ['1', 'NaN', '2'], '2'],
    ['m_max', {}, ['NaN', 'NaN'], 'NaN'],
    ['m', { merge: 'max' }, ['-1', '-3'], '-1'],
    ['m', { merge: 'sum' }, ['1', '3', '+Inf'], '+Inf'],
    ['m', { merge: 'sum' }, ['0.1', '-0.1'], '0'],
    ['m', { merge: 'sum' }, ['1e308', '1e308'], '+Inf'],
  ] as const)('gauges %s by their rule %j: %j', (name, rule, values, out) => {
    const body = values.map((value, i) => `${name}{uri="/${i}"} ${value}\n`).join('');
    expect(by({ ...uri, ...rule })(`# TYPE ${name} gauge\n${body}`)).toEqual({
      samples: [`${name}{uri="/{id}"} ${out}`],
      dropped: {},
      series: 1,
    });
  });

  it('other gauges: the first wins', () => {
    expect(by(uri)('# TYPE m gauge\nm{uri="/1"} 1\nm{uri="/2"} 2\nm{uri="/3"} 3\n')).toEqual({
      samples: ['m{uri="/{id}"} 1'],
      dropped: { collision: 2 },
      series: 1,
    });
  });

  it('by a label that is dropped', () => {
    const rule: FamilyRule = { labels: { cluster_id: { drop: true } }, merge: 'sum' };
    expect(by(rule)('m{cluster_id="1",a="x"} 1\nm{a="x",cluster_id="2"} 2\nm{a="y"} 4\n')).toEqual({
      samples: ['m{a="x"} 3', 'm{a="y"} 4'],
      dropped: {},
      series: 2,
    });
  });

  it('many of them take no longer than few', () => {
    const body = Array.from({ length: 20_000 }, (_, i) => `m{n="${i >> 1}",uri="/${i}"} 1\n`).join(
      '',
    );
    const out = by({ ...uri, merge: 'sum' })(body);
    expect(out.samples).toHaveLength(10_000);
    expect(out.samples.every((line) => line.endsWith(' 2'))).toBe(true);
  });
});
