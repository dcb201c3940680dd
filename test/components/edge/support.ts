// What the tests of the front door share: a backend behind it, and a scrape of it.
import { onTestFinished } from 'vitest';
import { edge } from '../../../src/components/edge/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, upstream } from '../../support/http.ts';

export const HEALTHY = JSON.stringify({
  responseMeta: { status: 200, success: true },
  data: 'All systems are up',
  errorDisplay: '',
});

/** A backend that says that it is well. */
export const backendUp = (): Promise<string> =>
  upstream(answer(200, 'application/json;charset=UTF-8', HEALTHY));

type Values = Record<string, string | number | boolean>;

export async function scrapeEdge(values: Values, timeoutMs?: number) {
  const target = targetOf(edge, values);
  onTestFinished(() => target.close());
  const { result, series, text } = await scrapeText(target, timeoutMs);
  const outcome = result.outcomes[0]!;
  return { outcome, series, text, codes: outcome.notes.map(({ code }) => code) };
}

/** Which page is seen, by its name. */
export const pageIn = (series: ReadonlyMap<string, number>): string | undefined =>
  ['app', 'starting', 'login', 'other'].find(
    (page) => series.get(`appsmith_edge_page{page="${page}"}`) === 1,
  );
