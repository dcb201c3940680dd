// What one body may cost: each limit refuses what exceeds it, counts it, and leaves the rest alone.
import { describe, expect, it } from 'vitest';
import { render, Translator } from '../../src/exposition/index.ts';
import { NOTHING, samples, samplesOf, translated } from './support.ts';

describe('a line', () => {
  const line = (length: number) => `a{x="${'y'.repeat(length - 9)}"} 1`;

  it('may be as long as the limit and no longer', () => {
    const limits = { lineBytes: 100 };
    expect(translated(`${line(100)}\nb 1\n`, { limits })).toMatchObject({
      series: 2,
      dropped: NOTHING,
    });
    expect(translated(`${line(101)}\nb 1\n`, { limits })).toMatchObject({
      series: 1,
      dropped: { line_too_long: 1 },
    });
  });

  it.each([`# HELP a ${'y'.repeat(100)}`, `a ${' '.repeat(100)}1`, 'y'.repeat(101)])(
    'is refused whatever it is: %s',
    (long) => {
      for (const cuts of [[], [50], [101], [102]]) {
        expect(translated(`${long}\nb 1\n`, { cuts, limits: { lineBytes: 100 } })).toMatchObject({
          series: 1,
          dropped: { line_too_long: 1 },
        });
      }
    },
  );
});

describe('labels', () => {
  it('may have values as long as the limit and no longer', () => {
    const body = 'a{x="12345"} 1\na{x="123456"} 1\na{x="1234567" } 1\na{x="üüü"} 1\n';
    expect(translated(body, { limits: { labelBytes: 6 } })).toMatchObject({
      series: 3,
      dropped: { label_too_long: 1 },
    });
  });

  it.each([',', ' ,', ', '])('may be as many as the limit and no more, joined by %j', (comma) => {
    const labels = (n: number) => Array.from({ length: n }, (_, i) => `l${i}="1"`).join(comma);
    const body = `a{${labels(10)}} 1\na{${labels(11)}} 1\nb 1\n`;
    expect(translated(body, { limits: { labels: 10 } })).toMatchObject({
      series: 2,
      dropped: { too_many_labels: 1 },
    });
  });

  it('cost no more than their number when there are thousands', () => {
    const labels = Array.from({ length: 6000 }, (_, i) => `${'abcdefghij'[i % 10]}="",`).join('');
    const line = `a{${labels}} 1\n`;
    const { dropped } = translated(line.repeat(300), { limits: { lineBytes: 64 << 10 } });
    expect(dropped).toEqual({ too_many_labels: 300 });
  });
});

describe('series', () => {
  it('are kept up to the budget, the rest is counted', () => {
    const body = Array.from({ length: 10 }, (_, i) => `a{n="${i}"} 1\n`).join('');
    const { series, dropped, text } = translated(body, { limits: { series: 4 } });
    expect({ series, dropped }).toEqual({ series: 4, dropped: { budget: 6 } });
    expect(samplesOf(text)).toHaveLength(4);
  });

  it('of a begun histogram are completed', () => {
    const one = (n: number) =>
      `a_bucket{n="${n}",le="1.0"} 1\na_bucket{n="${n}",le="+Inf"} 2\na_sum{n="${n}"} 3\na_count{n="${n}"} 2\n`;
    const body = `# TYPE a histogram\n${one(1)}${one(2)}${one(3)}b 1\n`;
    const { series, dropped, text } = translated(body, { limits: { series: 5 } });
    expect({ series, dropped }).toEqual({ series: 8, dropped: { budget: 5 } });
    expect(samplesOf(text).join('\n')).toBe((one(1) + one(2)).trimEnd());
  });

  it('that repeat one another do not use it up', () => {
    const body = `${'a 1\n'.repeat(10)}b 1\n`;
    expect(translated(body, { limits: { series: 2 } })).toMatchObject({
      series: 2,
      dropped: { duplicate: 9 },
    });
  });
});

describe('names', () => {
  it('beyond the budget cost nothing', () => {
    const asked: string[] = [];
    const body = Array.from({ length: 20_000 }, (_, i) => `# TYPE m${i} gauge\nm${i} 1\n`).join('');
    const { series, dropped } = translated(body, {
      limits: { series: 10 },
      rules: (name) => {
        asked.push(name);
        return {};
      },
    });
    expect(series).toBe(10);
    expect(dropped.budget).toBeGreaterThanOrEqual(19_990);
    expect(asked.length).toBeLessThan(3000);
  });

  it('of labels in camelCase are learnt only up to a bound', () => {
    const body = Array.from({ length: 15_000 }, (_, i) => `a{aB${i}c="1"} 1\n`).join('');
    const { series, dropped } = translated(body);
    expect(series).toBeLessThan(2000);
    expect(dropped).toEqual({ too_many_labels: 15_000 - series });
  });

  it('of upper-case letters alone take linear time', () => {
    const name = 'A'.repeat(30_000);
    expect(samples(`${name} 1\n`)).toEqual([`${name.toLowerCase()} 1`]);
  });
});

describe('lines made to be slow', () => {
  const times = (text: string) => text.repeat(Math.floor(30_000 / text.length));

  it.each([
    `a ${times('1')}x`,
    `a 1 ${times('1')}x`,
    `a 1.${times('1')}x`,
    `a_total 1 # {} ${times('1')}x`,
    `a_total 1 # {} 1 ${times('1')}x`,
    `a_total 1 # {${times('a="b",')}} 1 x y`,
    `a_total 1 # {${times('a="b",')}`,
    `a${times(' ')}x`,
    `a{x="${times('\\')}`,
    `a{x="${times('\\"')}`,
    `a{${times('x="",')}} 1`,
    `a{"${times('\\"')}`,
    `# TYPE${times(' ')}1`,
    `# HELP "${times('\\"')}`,
    `# TYPE h histogram\nh_bucket{le="${times('1')}x"} 1`,
    `# TYPE h histogram\nh_bucket{le="${times(' ')}"} 1`,
  ])('cost no more than others: %#', (line) => {
    for (const format of ['text', 'openmetrics'] as const) {
      const limits = { lineBytes: 64 << 10, labelBytes: 64 << 10 };
      const start = process.cpuUsage();
      translated(`${line}\n`.repeat(30), { format, limits });
      const { user, system } = process.cpuUsage(start);
      // A megabyte; what grows with the square of a line's length takes a minute.
      expect((user + system) / 1e6).toBeLessThan(2);
    }
  });
});

describe('a body', () => {
  const body = 'a 1\nb 2\nc 3\n';

  it('may be as large as the limit', () => {
    const { series, dropped } = translated(body, { limits: { bodyBytes: body.length } });
    expect({ series, dropped }).toEqual({ series: 3, dropped: {} });
  });

  it('beyond it loses what is cut', () => {
    for (const cuts of [[], [3], [8], [9, 10, 11]]) {
      const { text, dropped } = translated(body, { cuts, limits: { bodyBytes: 9 } });
      expect(samplesOf(text)).toEqual(['a 1']);
      expect(dropped).toEqual({ body_too_large: 1 });
    }
  });

  it('has no line that is too long behind # EOF, wherever it is cut', () => {
    const body = `a 1\n# EOF\n${'x'.repeat(100_000)}`;
    for (const cuts of [[], [4], [10], [20, 60_000]]) {
      expect(translated(body, { format: 'openmetrics', cuts })).toMatchObject({
        series: 1,
        dropped: NOTHING,
      });
    }
  });

  it('is not too large for what follows # EOF', () => {
    const whole = `a 1\n# EOF\n${'x'.repeat(1000)}`;
    for (const cuts of [[], [5], [11], [500]]) {
      const options = { cuts, format: 'openmetrics', limits: { bodyBytes: 100 } } as const;
      expect(translated(whole, options)).toMatchObject({ series: 1, dropped: NOTHING });
    }
  });

  it('of one endless line is not kept', () => {
    const translator = new Translator({ format: 'text', limits: { bodyBytes: 1e9 } });
    const chunk = Buffer.alloc(1 << 20, 0x61);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i++) translator.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 << 20);
    translator.push(Buffer.from('\nb 1\n'));
    const { families, dropped } = translator.end();
    expect(Buffer.concat([...render(families, 'text')]).toString()).toMatch(/^b 1$/m);
    expect(Object.fromEntries(dropped)).toEqual({ line_too_long: 1 });
  });
});
