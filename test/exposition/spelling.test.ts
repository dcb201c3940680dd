// How one sample line may be spelt, what is refused, and what it is passed on as.
import { describe, expect, it } from 'vitest';
import { NOTHING, samples, translated } from './support.ts';

describe('values', () => {
  it.each([
    ['1', '1'],
    ['+1.50', '+1.50'],
    ['.5', '.5'],
    ['5.', '5.'],
    ['1E-7', '1E-7'],
    ['-0', '-0'],
    ['NaN', 'NaN'],
    ['nan', 'NaN'],
    ['+Inf', '+Inf'],
    ['-Inf', '-Inf'],
    ['Inf', '+Inf'],
    ['-infinity', '-Inf'],
    ['INF', '+Inf'],
    [`0.${'1'.repeat(400)}`, `0.${'1'.repeat(400)}`],
  ])('%s is passed on as %s', (value, out) => {
    expect(samples(`a ${value}\n`)).toEqual([`a ${out}`]);
  });

  it.each([
    '0x10',
    '0x1p3',
    '1_000',
    '1e',
    'e5',
    '.',
    '+',
    '',
    'NaN5',
    '+NaN',
    'Infx',
    '1e999',
    '-1e999',
    '1,5',
    'true',
    `${'9'.repeat(310)}`,
    // More digits than usual make an exponent overflow that alone would not.
    `${'9'.repeat(250)}e99`,
  ])('%s is no number', (value) => {
    const { text, dropped } = translated(`a ${value}\nb 1\n`);
    expect(text).toMatch(/^b 1$/m);
    expect(text).not.toMatch(/^a /m);
    expect(dropped).toEqual({ bad_line: 1 });
  });
});

describe('blanks and line ends', () => {
  it.each([
    ['a{x="1"}\t 2', 'a{x="1"} 2'],
    ['  a 2', 'a 2'],
    ['a  { x = "1" , y="2" , }  2 ', 'a{x="1",y="2"} 2'],
    ['a{x="1",} 2', 'a{x="1"} 2'],
    ['a{} 2', 'a 2'],
    ['a{ } 2', 'a 2'],
    ['a{x="1"}2', 'a{x="1"} 2'],
    ['a 2\r', 'a 2'],
    ['a{x="1"} 2\r', 'a{x="1"} 2'],
    ['a 2 1600000000000', 'a 2'],
    ['a{x="1"} 2 -5', 'a{x="1"} 2'],
    ['a{x=""} 2', 'a 2'],
    ['a{x="",y="1"} 2', 'a{y="1"} 2'],
  ])('%j becomes %s', (line, out) => {
    expect(samples(`${line}\n`)).toEqual([out]);
  });

  it('reads a last line without its newline', () => {
    expect(samples('a 1\nb 2')).toEqual(['a 1', 'b 2']);
  });

  it.each(['', '\n', '\n\n\r\n  \n', '# only\n# comments\n#\n', '# TYPE a gauge\n'])(
    '%j holds nothing and is no error',
    (body) => {
      expect(translated(body)).toEqual({
        text: '',
        openmetrics: '# EOF\n',
        series: 0,
        dropped: {},
      });
    },
  );

  it('takes indented comments for comments', () => {
    expect(translated('  # TYPE a gauge\n\t# hello\na 1\n')).toMatchObject({
      text: expect.stringContaining('# TYPE a gauge\na 1\n'),
      dropped: NOTHING,
    });
  });
});

describe('refused lines', () => {
  it.each([
    'a',
    'a{x="1"}',
    'a{x="1" 2',
    'a{x="1} 2',
    'a{x=1} 2',
    'a{x} 2',
    'a{,} 2',
    'a{x="1",,y="2"} 2',
    'a{x="1"y="2"} 2',
    'a{1x="1"} 2',
    'a{x:y="1"} 2',
    'a-b 2',
    '1a 2',
    'a{x="\\q"} 2',
    'a{x="\\"} 2',
    'a{x="1",x="2"} 2',
    'a{x="",x="2"} 2',
    'a{__name__="b"} 2',
    'a{"__name__"="b"} 2',
    'a 2 now',
    'a 2 3 4',
    'a 2 # {x="1"} 3',
    'a\0 2',
    'a 2\0',
    '<html>',
    '{"status":"UP"}',
    '{"a","b"} 2',
    'a{"b"} 2',
    '{x="1"} 2',
    '{""} 2',
  ])('%j', (line) => {
    const { text, dropped, series } = translated(`first 1\n${line}\nlast{x="1"} 1\n`);
    expect(text).toMatch(/^first 1$/m);
    expect(text).toMatch(/^last\{x="1"\} 1$/m);
    expect({ series, dropped }).toEqual({ series: 2, dropped: { bad_line: 1 } });
  });
});

describe('label values', () => {
  it.each([
    'ü',
    '日本語',
    '🦉',
    'a\\\\b',
    'say \\"hi\\"',
    'two\\nlines',
    '{id}',
    'a,b=\\"c\\"',
    '#',
    'a b',
    '\\\\',
    'tab\there',
    'nul\0',
    'cr\rcr',
  ])('%j stays as it is', (value) => {
    const line = `a{x="${value}",y="1"} 2`;
    expect(samples(`${line}\n${line.replace('"1"', '"2"')}\n`)).toEqual([
      line,
      line.replace('"1"', '"2"'),
    ]);
    expect(samples(`a{x="${value}" ,y="1"} 2\n`)).toEqual([line]);
  });

  it.each([[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]])(
    'refuses invalid UTF-8: %j',
    (...bytes) => {
      const bad = Buffer.concat([
        Buffer.from('a{x="ü",y="'),
        Buffer.from(bytes),
        Buffer.from('"} 1\n'),
      ]);
      const body = Buffer.concat([
        Buffer.from('a{x="ü",y="1"} 1\n'),
        bad,
        Buffer.from('a{x="ü",y="2"} 1\n'),
      ]);
      const { text, dropped } = translated(body);
      expect(text).toMatch(/a\{x="ü",y="1"\} 1\na\{x="ü",y="2"\} 1\n$/);
      expect(dropped).toEqual({ bad_line: 1 });
    },
  );
});

describe('quoted names', () => {
  it.each([
    ['{"a.b",c="d"} 1', 'a_b{c="d"} 1'],
    ['{"a.b"} 1', 'a_b 1'],
    ['{"1a","c.d"="e"} 1', '_1a{c_d="e"} 1'],
    ['a{"c.d"="e"} 1', 'a{c_d="e"} 1'],
    ['{"ü\\"x",c="d"} 1', '__x{c="d"} 1'],
  ])('%s becomes %s', (line, out) => {
    expect(samples(`${line}\n`)).toEqual([out]);
  });

  it('finds the TYPE and HELP of a quoted name', () => {
    const { text } = translated('# HELP "a.b" Dots.\n# TYPE "a.b" counter\n{"a.b"} 1\n');
    expect(text).toBe('# HELP a_b Dots.\n# TYPE a_b counter\na_b 1\n');
  });

  it('refuses labels that become equal', () => {
    expect(translated('a{"c.d"="1",c_d="2"} 1\n').dropped).toEqual({ bad_line: 1 });
  });
});
