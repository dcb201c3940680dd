// The names of the series that a scrape brought, and which of those that the bundle needs it did not.
import { neededByRules } from '../../src/bundle/contract.ts';
import { observed } from '../../src/bundle/observed.ts';

/** Of a body of text or OpenMetrics. */
export const namesIn = (body: string): Set<string> =>
  new Set([...body.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{| )/gm)].map(([, name]) => name!));

/** What Prometheus itself adds to every scrape. */
const OF_PROMETHEUS = new Set(['up', 'scrape_duration_seconds', 'scrape_samples_scraped']);

/** What rules need and was not seen, each with who reads it. */
export function missing(seen: ReadonlySet<string>): Map<string, readonly string[]> {
  const needs = [...neededByRules(observed)];
  return new Map(needs.filter(([name]) => !seen.has(name) && !OF_PROMETHEUS.has(name)));
}
