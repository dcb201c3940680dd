// The seeded source of randomness: reproducible, and its distributions have the moments they promise.
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';

const N = 20_000;

function draws(draw: (random: Random) => number): number[] {
  const random = new Random(42);
  return Array.from({ length: N }, () => draw(random));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('Random', () => {
  it('repeats itself for a seed and differs for another', () => {
    const take = (seed: number) => new Random(seed).hex(32);
    expect(take(1)).toBe(take(1));
    expect(take(1)).not.toBe(take(2));
  });

  it('is uniform in [0, 1)', () => {
    const values = draws((random) => random.next());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
  });

  it.each([0.02, 1, 8, 29, 80])('draws Poisson events around %d', (expected) => {
    const values = draws((random) => random.poisson(expected));
    expect(Math.abs(mean(values) - expected)).toBeLessThan(4 * Math.sqrt(expected / N) + 0.005);
    expect(values.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    expect(new Random(1).poisson(0)).toBe(0);
  });

  it('draws latencies of which half lie below the median', () => {
    const values = draws((random) => random.logNormal(0.2, 0.8));
    expect(values.filter((value) => value < 0.2).length / N).toBeCloseTo(0.5, 1);
    expect(mean(values)).toBeGreaterThan(0.25);
  });
});
