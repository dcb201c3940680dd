// A body that is the last one but for its values: held against it, and never other than it would be alone.
import { describe, expect, it, onTestFinished } from 'vitest';
import { backendRules } from '../../src/components/backend/rules.ts';
import { type FamilyRule, TranslationMemory, translate } from '../../src/exposition/index.ts';
import { mutated, randomOf, revalued } from './mutate.ts';
import { formatOf, read, recorded } from './recorded.ts';
import { translated } from './support.ts';
import { upstreamOf } from './upstream.ts';

describe('a body that is the last one but for its values', () => {
  it.each(recorded)('becomes what it would alone, whatever the values: %s', (_, path) => {
    const options = { format: formatOf(path), rules: backendRules };
    const random = randomOf(4711);
    const upstream = upstreamOf(options);
    let body = read(path);
    for (let i = 0; i < 30; i++) {
      expect(upstream.read(body, { random })).toEqual(translated(body, options));
      // Each time from the last one, so that places are outgrown again and again.
      body = revalued(i % 10 === 9 ? read(path) : body, random, [0.01, 0.2, 0][i % 3]!);
      if (i % 7 === 6) body = mutated(body, read(path), random);
    }
  });

  it.each(recorded.slice(0, 3))('may break off anywhere: %s', (_, path) => {
    const options = { format: formatOf(path), rules: backendRules };
    const random = randomOf(99);
    const upstream = upstreamOf(options);
    const whole = read(path);
    for (let i = 0; i < 12; i++) {
      upstream.read(whole, { random });
      const body = revalued(whole, random, 0.05).subarray(0, Math.floor(random() * whole.length));
      const truncated = i % 2 === 0;
      expect(upstream.read(body, { random, truncated })).toEqual(
        translated(body, { ...options, truncated }),
      );
    }
  });

  const BODY = '# HELP a_b Some.\n# TYPE a_b gauge\na_b{x="1"} 1\na_b{x="2"} 2\n\nlast 3\n';

  it('asks no rule, and sees each value', () => {
    const upstream = upstreamOf({ format: 'text' });
    upstream.read(Buffer.from(BODY));
    const { asked } = upstream;
    for (const [from, to] of [
      ['2\n\n', '2.25\n\n'],
      ['1\n', '100000000000000000000\n'],
      ['3\n', '-4\n'],
      ['3\n', '3\n'],
    ] as const) {
      const body = BODY.replace(from, to);
      expect(upstream.read(Buffer.from(body))).toEqual(translated(body));
    }
    expect(upstream.asked).toBe(asked);
  });

  it.each([
    ['another series', BODY.replace('x="2"', 'x="3"')],
    ['one more at the end', `${BODY}more 1\n`],
    ['one fewer', BODY.replace('last 3\n', '')],
    ['another help', BODY.replace('Some', 'Same')],
    ['another order', BODY.replace('a_b{x="1"} 1\na_b{x="2"} 2', 'a_b{x="2"} 2\na_b{x="1"} 1')],
    ['no newline at its end', BODY.trimEnd()],
    ['a value that is none', BODY.replace(' 2\n', ' two\n')],
    ['a timestamp', BODY.replace(' 2\n', ' 2 1700000000\n')],
  ])('is no longer that with %s', (_, body) => {
    const upstream = upstreamOf({ format: 'text' });
    upstream.read(Buffer.from(BODY));
    expect(upstream.asks(body)).toBe(true);
    expect(upstream.read(Buffer.from(body))).toEqual(translated(body));
    expect(upstream.read(Buffer.from(BODY))).toEqual(translated(BODY));
  });

  it.each([
    ['repeats a series', `${BODY}last 4\n`],
    ['spells a line in its own way', BODY.replace('{x="1"}', '{ x = "1" }')],
    ['holds a counter below zero', `# TYPE c_total counter\nc_total -1\n${BODY}`],
  ])('is read in full each time where it %s', (_, body) => {
    const upstream = upstreamOf({ format: 'text' });
    upstream.read(Buffer.from(body));
    expect(upstream.asks(body)).toBe(true);
    expect(upstream.read(Buffer.from(body))).toEqual(translated(body));
  });

  it('sees a sample come back that its value had left out', () => {
    const rules = (): FamilyRule => ({ dropNegative: true });
    const upstream = upstreamOf({ format: 'text', rules });
    for (const value of ['-1', '-1', '5', '-2', '-1']) {
      const body = BODY.replace('last 3', `last ${value}`);
      expect(upstream.read(Buffer.from(body))).toEqual(translated(body, { rules }));
    }
  });

  it('leaves out again what a rule leaves out, whatever its value', () => {
    const rules = (name: string): FamilyRule => (name === 'last' ? { drop: true } : {});
    const upstream = upstreamOf({ format: 'text', rules });
    upstream.read(Buffer.from(BODY));
    expect(upstream.asks(BODY.replace('last 3', 'last 1234567'))).toBe(false);
    const body = BODY.replace('last 3', 'last x');
    expect(upstream.read(Buffer.from(body))).toEqual(translated(body, { rules }));
  });

  it('is put in order again when too many values have outgrown their places', () => {
    const rules = (name: string): FamilyRule => (name === 'bB' ? { add: { more: 'x' } } : {});
    const upstream = upstreamOf({ format: 'text', rules });
    const label = 'l'.repeat(200);
    const body = (digits: number) => {
      const line = (name: string, i: number) =>
        `${name}{some="${label}${i}"} ${'1'.repeat(digits)}\n`;
      return Array.from({ length: 100 }, (_, i) => line('aA', i) + line('bB', i)).join('');
    };
    const asked: boolean[] = [];
    for (let digits = 1; digits < 80; digits += 10) {
      asked.push(upstream.asks(body(digits)));
      const next = body(digits + 1);
      expect(upstream.read(Buffer.from(next))).toEqual(translated(next, { rules }));
    }
    // The first one, and whenever the segment beside was full.
    expect(asked).toContain(false);
    expect(asked.slice(1)).toContain(true);
  });

  it('lets others have their turn while it begins anew', async () => {
    const memory = new TranslationMemory();
    onTestFinished(() => memory.close());
    const lines = Array.from({ length: 20_000 }, (_, i) => `some_name{label="value ${i}"} ${i}\n`);
    const all = async function* (last: string) {
      yield Buffer.from(lines.join('') + last);
    };
    const options = { format: 'text' as const, memory, limits: { series: 1e6 } };
    for (const last of ['a 1\n', 'b 1\n']) {
      const { families, series, release } = await translate(all(last), options);
      expect(series).toBe(20_001);
      expect(families.map(({ name }) => name)).toEqual(['some_name', last[0]]);
      release?.();
    }
  });
});
