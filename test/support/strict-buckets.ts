// The strict checker's rules of histograms: sorted, cumulative, closed by +Inf, in step with count and sum.
import type { Report, SeenFamily } from './strict.ts';
import { parseNumber } from './strict-lines.ts';

interface Series {
  readonly line: number;
  readonly buckets: { bound: number; count: number }[];
  sum?: number;
  count?: number;
}

export function checkBuckets(family: SeenFamily, report: Report): void {
  for (const series of bySeries(family, report).values()) {
    const say = (rule: string, what: string) =>
      report(rule, series.line, `${family.name}: ${what}`);
    const bounds = series.buckets.map(({ bound }) => bound);
    const counts = series.buckets.map(({ count }) => count);
    if (!rising(bounds, (a, b) => a < b)) say('bucket-order', bounds.join(' '));
    if (!rising(counts, (a, b) => a <= b)) say('bucket-cumulative', counts.join(' '));
    if (bounds.at(-1) !== Infinity) say('bucket-inf', 'does not end with +Inf');
    if (series.sum === undefined) say('bucket-sum', 'has no _sum');
    if (series.count === undefined) say('bucket-count', 'has no _count');
    else if (bounds.at(-1) === Infinity && counts.at(-1) !== series.count) {
      say('bucket-count', `+Inf is ${counts.at(-1)}, _count is ${series.count}`);
    }
  }
}

function bySeries(family: SeenFamily, report: Report): Map<string, Series> {
  const all = new Map<string, Series>();
  for (const { line, sample } of family.samples) {
    const rest = sample.labels
      .filter(([name]) => name !== 'le')
      .map((pair) => JSON.stringify(pair));
    const key = rest.sort().join();
    const series = all.get(key) ?? { line, buckets: [] };
    all.set(key, series);
    if (sample.name === `${family.name}_sum`) series.sum = sample.value;
    if (sample.name === `${family.name}_count`) series.count = sample.value;
    if (sample.name !== `${family.name}_bucket`) continue;
    const le = sample.labels.find(([name]) => name === 'le')?.[1] ?? '';
    const bound = parseNumber(le);
    if (bound === undefined) report('bucket-order', line, `le is ${JSON.stringify(le)}`);
    else series.buckets.push({ bound, count: sample.value });
  }
  return all;
}

function rising(values: readonly number[], inOrder: (a: number, b: number) => boolean): boolean {
  return values.every((value, i) => i === 0 || inOrder(values[i - 1] ?? Number.NaN, value));
}
