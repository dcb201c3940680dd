// Latency quantiles and the highest value that they can tell: nothing above the last finite bucket.
import { SHIPPED_BUCKETS } from '../../metrics/index.ts';
import type { Observed } from '../../observe/index.ts';

/** In seconds. A threshold at or above it would never be exceeded. */
export const HIGHEST_BUCKET = SHIPPED_BUCKETS[SHIPPED_BUCKETS.length - 1] ?? 0;

/** Whether an expression is one, directly or through recording rules. */
export function isQuantile(text: string, observed: readonly Observed[]): boolean {
  if (text.includes('histogram_quantile')) return true;
  const records = observed.flatMap(({ records = [] }) => records);
  return records.some(
    ({ recorded, expr }) =>
      text.includes(recorded.name) &&
      expr.text !== text &&
      expr.text.includes('histogram_quantile'),
  );
}
