// Bodies that end too early, or go on too long: half a family is wrong rather than incomplete.
import { describe, expect, it } from 'vitest';
import { NOTHING, samplesOf, translated } from './support.ts';

const whole = '# TYPE a gauge\na 1\n# TYPE b gauge\nb{x="1"} 1\nb{x="2"} 1\n';

describe('a truncated body', () => {
  it('loses the family that it was cut in', () => {
    const { text, series, dropped } = translated(whole, { truncated: true });
    expect(samplesOf(text)).toEqual(['a 1']);
    expect({ series, dropped }).toEqual({ series: 1, dropped: { truncated: 2 } });
  });

  it('does not read its last half line', () => {
    const { text, dropped } = translated(`${whole}c 1`, { truncated: true });
    expect(samplesOf(text)).toEqual(['a 1']);
    expect(dropped).toEqual({ truncated: 2 });
  });

  it.each(['', '# TYPE a gauge\n', 'a'])('is counted even if nothing came: %j', (body) => {
    expect(translated(body, { truncated: true }).dropped).toEqual({ truncated: 1 });
  });
});

describe('OpenMetrics', () => {
  const format = 'openmetrics' as const;

  it('is whole with its # EOF', () => {
    expect(translated(`${whole}# EOF\n`, { format })).toMatchObject({
      series: 3,
      dropped: NOTHING,
    });
    expect(translated(`${whole}# EOF`, { format })).toMatchObject({ series: 3, dropped: NOTHING });
    expect(translated(`${whole}# EOF\r\n`, { format })).toMatchObject({
      series: 3,
      dropped: NOTHING,
    });
  });

  it('is cut off without it', () => {
    const { text, dropped } = translated(whole, { format });
    expect(samplesOf(text)).toEqual(['a 1']);
    expect(dropped).toEqual({ truncated: 2 });
  });

  it('may be followed by anything', () => {
    for (const after of ['c 1\n', 'bad line\n', '# TYPE a counter\n', '\0'.repeat(10_000)]) {
      const out = translated(`${whole}# EOF\n${after}`, { format });
      expect(out).toMatchObject({ series: 3, dropped: NOTHING });
    }
  });

  it('is whole even if the connection breaks behind # EOF', () => {
    expect(translated(`${whole}# EOF\n`, { format, truncated: true })).toMatchObject({
      series: 3,
      dropped: NOTHING,
    });
  });
});

describe('text', () => {
  it('knows no # EOF', () => {
    expect(translated('a 1\n# EOF\nb 1\n')).toMatchObject({ series: 2, dropped: NOTHING });
  });
});
