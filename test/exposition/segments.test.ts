// Borders: of chunks, of the arena's segments, of lines that have no end.
import { describe, expect, it } from 'vitest';
import { SEGMENT_BYTES } from '../../src/exposition/arena.ts';
import { samples, samplesOf, translated } from './support.ts';

/** A line of exactly `length` bytes with its newline. */
function lineOf(n: number, length: number, name = 'a'): string {
  const start = `${name}{n="${n}",x="`;
  const end = `"} ${n % 10}\n`;
  return start + 'x'.repeat(length - start.length - end.length) + end;
}

const every = (length: number, count: number, name?: string) =>
  Array.from({ length: count }, (_, n) => lineOf(n, length, name));

describe('segments', () => {
  // Lines whose length divides a segment's end exactly at its border.
  it.each([64, 128, 4096])('%i-byte lines fill them to the last byte', (length) => {
    const lines = every(length, (3 * SEGMENT_BYTES) / length);
    const out = translated(lines.join(''));
    expect(samplesOf(out.text)).toEqual(lines.map((line) => line.trimEnd()));
    expect(samplesOf(out.openmetrics)).toEqual(lines.map((line) => line.trimEnd()));
  });

  it.each([63, 65, 127, 1000])('%i-byte lines cross them', (length) => {
    const lines = every(length, Math.ceil((3 * SEGMENT_BYTES) / length));
    expect(samples(lines.join(''))).toEqual(lines.map((line) => line.trimEnd()));
  });

  it.each([64, 97])('%i-byte lines that are rewritten cross them', (length) => {
    const lines = every(length, Math.ceil((3 * SEGMENT_BYTES) / length), 'a');
    const renamed = samples(lines.join(''), { rules: () => ({ name: 'b' }) });
    expect(renamed).toEqual(lines.map((line) => `b${line.slice(1).trimEnd()}`));
  });

  it('hold lines as long as the limit', () => {
    const lines = every(32 << 10, 40);
    const kept = samples(lines.join(''), { limits: { labelBytes: 1e6 } });
    expect(kept).toEqual(lines.map((line) => line.trimEnd()));
  });
});

describe('a line without an end', () => {
  const long = `a{x="${'y'.repeat(3 * SEGMENT_BYTES)}`;

  it.each(['one chunk', 'many chunks'])('is refused once, in %s', (how) => {
    const body = `first 1\n${long}\nlast 1\n`;
    const cuts = how === 'one chunk' ? [] : Array.from({ length: 300 }, (_, i) => i * 2621);
    const out = translated(body, { cuts });
    expect(samplesOf(out.text)).toEqual(['first 1', 'last 1']);
    expect(out.dropped).toEqual({ line_too_long: 1 });
  });

  it('may be the last', () => {
    expect(translated(`first 1\n${long}`)).toMatchObject({
      series: 1,
      dropped: { line_too_long: 1 },
    });
  });
});

describe('cuts', () => {
  const body = Buffer.from(
    '# HELP ä_ö Umlauts\r\n# TYPE a histogram\r\na_bucket{x="ü",le="5"} 1\r\n' +
      'a_bucket{x="ü",le="+Inf",} 2\na_sum{x="ü"} 3 1600000000\na_count{x="ü"} 2\n' +
      '\n# HELP "b.c" quo"ted\n{"b.c",d="\\\\\\n\\""} NaN\nbad line\nfooBar{errorCode="1"} +Inf',
  );

  it('make no difference at any single byte', () => {
    const whole = translated(body);
    for (let at = 0; at <= body.length; at++) {
      expect(translated(body, { cuts: [at] })).toEqual(whole);
    }
  });

  it('make no difference byte by byte', () => {
    const cuts = Array.from({ length: body.length }, (_, i) => i);
    expect(translated(body, { cuts })).toEqual(translated(body));
  });
});
