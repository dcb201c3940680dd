// Temporal's own metrics, where its configuration has it listen for Prometheus, as Appsmith's does.
import type { TranslationMemory } from '../../exposition/index.ts';
import type { ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, expositionFormat, type HttpClient, takeOver } from '../../scrape/http.ts';
import { temporalRules } from './rules.ts';

/** The newer exporter writes protobuf for some `Accept` headers, and text for this one. */
const ACCEPT = 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5';
/** 730 KB at rest, some 100 series of which are kept. */
const LIMITS = { series: 2000, bodyBytes: 16 << 20 };

/** Throws for what is not an exposition. */
export async function collectOwnMetrics(
  http: HttpClient,
  memory: TranslationMemory,
  scrape: ScrapeContext,
  signal: AbortSignal,
): Promise<void> {
  const response = await http.request('', { signal, headers: { accept: ACCEPT } });
  const { status, mediaType } = response;
  const format = expositionFormat(mediaType);
  if (status !== 200 || format === undefined) {
    discard(response);
    throw new ScrapeError('protocol', `Temporal’s metrics answered ${status} ${mediaType}`);
  }
  const options = { format, rules: temporalRules, limits: LIMITS, memory };
  await takeOver(
    response,
    options,
    scrape,
    'Temporal’s metrics go on and on; the rest is not read',
  );
}
