// `le` and `quantile`: one spelling for one number, and nothing that is no number.
import { describe, expect, it } from 'vitest';
import { samples, translated } from './support.ts';

const histogram = (le: string) => samples(`# TYPE a histogram\na_bucket{le="${le}"} 1\n`);

describe('le', () => {
  it.each([
    ['5', '5.0'],
    ['5.0', '5.0'],
    ['5.00', '5.0'],
    ['05.5', '5.5'],
    ['0.005', '0.005'],
    ['0', '0.0'],
    ['-1', '-1.0'],
    ['+5.0', '5.0'],
    ['.5', '0.5'],
    ['5.', '5.0'],
    ['100000', '100000.0'],
    ['999999.5', '999999.5'],
    ['1000000', '1e+06'],
    ['1000000.0', '1e+06'],
    ['1.0E7', '1e+07'],
    ['1e6', '1e+06'],
    ['1e+06', '1e+06'],
    ['16777216', '1.6777216e+07'],
    ['1.0E-4', '0.0001'],
    ['0.00001', '1e-05'],
    ['1e-05', '1e-05'],
    ['1.048576E-3', '0.001048576'],
    ['1e100', '1e+100'],
    ['+Inf', '+Inf'],
    ['Inf', '+Inf'],
    ['+inf', '+Inf'],
    ['Infinity', '+Inf'],
  ])('%s becomes %s', (le, out) => {
    expect(histogram(le)).toEqual([`a_bucket{le="${out}"} 1`]);
  });

  it.each([
    'abc',
    '1.2.3',
    '.',
    '1-2.3',
    '-',
    'e.',
    '1e',
    'NaN',
    '-Inf',
    '-Infinity',
    '0x10',
    '1e999',
    ' 5',
    '1_0',
    '+',
    'ü',
  ])('%j is refused', (le) => {
    const { dropped, series } = translated(`# TYPE a histogram\na_bucket{le="${le}"} 1\n`);
    expect({ dropped, series }).toEqual({ dropped: { bad_line: 1 }, series: 0 });
  });

  it('finds buckets that are equal but for their spelling', () => {
    const body = '# TYPE a histogram\na_bucket{le="5"} 1\na_bucket{le="5.0"} 1\n';
    expect(translated(body).dropped).toEqual({ duplicate: 1 });
  });

  it('may stand anywhere among the labels', () => {
    const body = '# TYPE a histogram\na_bucket{le="5",x="1"} 1\na_bucket{x="2",le="5",y="3"} 1\n';
    expect(samples(body)).toEqual([
      'a_bucket{le="5.0",x="1"} 1',
      'a_bucket{x="2",le="5.0",y="3"} 1',
    ]);
  });

  it('is an ordinary label elsewhere', () => {
    const body = 'a{le="abc"} 1\nb{le="5",} 1\nc{le="5" } 1\nd{quantile="x"} 1\n';
    expect(samples(body)).toEqual([
      'a{le="abc"} 1',
      'b{le="5"} 1',
      'c{le="5"} 1',
      'd{quantile="x"} 1',
    ]);
  });

  it.each(['a_bucket 1', 'a_bucket{x="1"} 1', 'a_bucket{le=""} 1'])('is needed: %s', (line) => {
    expect(translated(`# TYPE a histogram\n${line}\na_count 1\n`)).toMatchObject({
      dropped: { bad_line: 1 },
      series: 1,
    });
  });
});

describe('quantile', () => {
  const summary = (labels: string) => translated(`# TYPE a summary\na${labels} 1\na_sum 2\n`);

  it('is spelt like le', () => {
    expect(summary('{quantile="0.50"}').text).toMatch(/^a\{quantile="0.5"\} 1$/m);
    expect(summary('{quantile="1"}').text).toMatch(/^a\{quantile="1.0"\} 1$/m);
  });

  it.each(['', '{x="1"}', '{quantile="1.5"}', '{quantile="-1"}', '{quantile="p99"}'])(
    'is needed and lies between 0 and 1: %j',
    (labels) => {
      expect(summary(labels)).toMatchObject({ dropped: { bad_line: 1 }, series: 1 });
    },
  );
});
