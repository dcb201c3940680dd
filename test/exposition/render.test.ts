// Families to bytes: chunk sizes, names that clash between families of any origin, our own samples.
import { describe, expect, it } from 'vitest';
import { type Family, familiesOf, inChunks, render } from '../../src/exposition/index.ts';
import { counter, histogram, type MetricType, SampleSet } from '../../src/metrics/index.ts';
import { strictViolations } from '../support/strict.ts';
import { typesOf } from './support.ts';

const family = (name: string, type: MetricType = 'gauge', samples = `${name} 1\n`): Family => ({
  name,
  type,
  help: `Help of ${name}.`,
  series: 1,
  *lines() {
    yield Buffer.from(samples);
  },
});

const distribution = (name: string, type: 'histogram' | 'summary') =>
  family(
    name,
    type,
    `${type === 'histogram' ? `${name}_bucket{le="+Inf"} 1\n` : ''}${name}_sum 1\n${name}_count 1\n`,
  );

function rendered(families: readonly Family[], format: 'text' | 'openmetrics') {
  const repeated: string[] = [];
  const body = Buffer.concat([
    ...render(families, format, (f) => repeated.push(f.name)),
  ]).toString();
  const foreignNames = families.flatMap(({ name }) => [name, name.replace(/_total$/, '')]);
  return {
    types: typesOf(body),
    repeated,
    violations: body === '' ? [] : strictViolations(body, { format, foreignNames }),
  };
}

describe('render', () => {
  it('leaves out and reports a family whose name came before', () => {
    for (const format of ['text', 'openmetrics'] as const) {
      const all = [family('a'), family('b'), family('a', 'counter'), family('b')];
      expect(rendered(all, format)).toEqual({
        types: ['a gauge', 'b gauge'],
        repeated: ['a', 'b'],
        violations: [],
      });
    }
  });

  it.each([
    ['a histogram behind', [family('a_count'), distribution('a', 'histogram')], 'a'],
    ['a histogram before', [distribution('a', 'histogram'), family('a_bucket')], 'a_bucket'],
    ['a summary before', [distribution('a', 'summary'), family('a_created')], 'a_created'],
    ['two of them', [distribution('a', 'histogram'), distribution('a_sum', 'summary')], 'a_sum'],
  ])('leaves out and reports a name that is a sample of another: %s', (_, families, gone) => {
    for (const format of ['text', 'openmetrics'] as const) {
      const { repeated, violations } = rendered(families, format);
      expect({ repeated, violations }).toEqual({ repeated: [gone], violations: [] });
    }
  });

  it.each([
    [family('a'), family('a_total', 'counter')],
    [family('a_created'), family('a_total', 'counter')],
    [family('a_info', 'info'), family('a_total', 'counter')],
    [distribution('a', 'summary'), family('a_total', 'counter')],
    [family('a_total', 'gauge'), family('a', 'counter')],
    [family('_total', 'counter'), family('_info', 'info')],
  ])('keeps the names of samples in both formats, whatever clashes: %#', (...pair) => {
    for (const families of [pair, [...pair].reverse()]) {
      for (const format of ['text', 'openmetrics'] as const) {
        const { types, repeated, violations } = rendered(families, format);
        expect({ n: types.length, repeated, violations }).toEqual({
          n: 2,
          repeated: [],
          violations: [],
        });
      }
    }
  });

  it('ends OpenMetrics with # EOF even if there is nothing', () => {
    expect(Buffer.concat([...render([], 'openmetrics')]).toString()).toBe('# EOF\n');
    expect([...render([], 'text')]).toEqual([]);
  });

  it('renders our own samples', () => {
    const set = new SampleSet();
    const requests = counter({
      name: 'a_total',
      help: 'Re"quests\n\\.',
      source: 'x',
      labels: ['x'],
    });
    const time = histogram({ name: 'b_seconds', unit: 'seconds', help: 'Time.', source: 'x' });
    set.set(requests, 3, { x: 'say "hi"\n\\' });
    set.distribution(time, { buckets: new Map([[5, 1]]), count: 2, sum: 6 });
    const body = Buffer.concat([...render(familiesOf(set), 'openmetrics')]).toString();
    expect(strictViolations(body, { format: 'openmetrics' })).toEqual([]);
    expect(body).toContain('# HELP a Re\\"quests\\n\\\\.\na_total{x="say \\"hi\\"\\n\\\\"} 3\n');
    expect(body).toContain('# UNIT b_seconds seconds\n');
  });
});

describe('inChunks', () => {
  const piece = (length: number, fill: number) => Buffer.alloc(length, fill);
  const sizes = (lengths: readonly number[], size: number) => {
    const pieces = lengths.map((length, i) => piece(length, i));
    const chunks = [...inChunks(pieces, size)];
    expect(Buffer.concat(chunks)).toEqual(Buffer.concat(pieces));
    return chunks.map((chunk) => chunk.length);
  };

  it.each([
    [[], 100, []],
    [[0, 0], 100, []],
    [[10, 20, 30], 100, [60]],
    [[50, 50, 50], 100, [100, 50]],
    [[40, 40, 40], 100, [80, 40]],
    [[10, 51, 10], 100, [10, 51, 10]],
    [[10, 500, 10, 10], 100, [10, 500, 20]],
  ])('%j by %i become %j', (lengths, size, expected) => {
    expect(sizes(lengths, size)).toEqual(expected);
  });

  it('passes large pieces on without copying them', () => {
    const large = piece(80, 1);
    expect([...inChunks([piece(1, 0), large], 100)][1]).toBe(large);
  });
});
