// The backend's actuator: in which state it is, and its metrics if it is open.
import type { ForeignFamilies, TranslationMemory } from '../../exposition/index.ts';
import { translate } from '../../exposition/index.ts';
import type { ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import {
  bodyChunks,
  discard,
  expositionFormat,
  type HttpClient,
  type HttpResponse,
} from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import { collectJson } from './json.ts';
import { foreignMetrics, ownMetrics as m } from './metrics.ts';
import { histogramsOff, NOTES } from './notes.ts';
import { backendRules } from './rules.ts';

const PATH = '/actuator/prometheus';
/** Text comes first: both of Micrometer's clients write it, and its names are the ones that dashboards use. */
const ACCEPT = 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5';

/**
 * Share of the scrape's time after which a body that is still coming is cut off, so that the families that
 * have arrived whole can still be handed over.
 */
const PATIENCE = 0.95;

/** Every value of the `state` label. */
export const STATES = [
  'open',
  'json_only',
  'password_missing',
  'unauthorized',
  'not_exposed',
  'web_page',
  'error',
] as const;
export type State = (typeof STATES)[number];

export interface ActuatorOptions {
  /** Whether a password is known; without one an empty password is tried, which older versions take. */
  readonly hasPassword: boolean;
  readonly seriesBudget: number;
  /** What the last exposition became. */
  readonly memory?: TranslationMemory | undefined;
}

/**
 * Asks the actuator and hands over its families. Shut is a state with a note, not a failure; an answer
 * that is broken, or none at all, throws.
 */
export function collectActuator(
  http: HttpClient,
  options: ActuatorOptions,
  scrape: ScrapeContext,
): Promise<void> {
  return withPatience(scrape, scrape.remaining() * PATIENCE, (signal) =>
    collect(http, options, scrape, signal),
  );
}

async function collect(
  http: HttpClient,
  options: ActuatorOptions,
  scrape: ScrapeContext,
  signal: AbortSignal,
): Promise<void> {
  const response = await http.request(PATH, { signal, headers: { accept: ACCEPT } });
  const state = stateOf(response, options.hasPassword);
  if (state !== 'error' && state !== 'web_page') scrape.answered();
  if (state === 'open') return read(response, options, scrape, signal);
  discard(response);
  if (state === 'not_exposed') return withoutPrometheus(http, options, scrape);
  report(state, scrape);
  if (state === 'password_missing') scrape.note(NOTES.passwordMissing);
  if (state === 'unauthorized') scrape.note(NOTES.unauthorized);
  if (state === 'web_page') scrape.note(NOTES.webPage);
  if (state === 'error') throw unexpected(response);
}

/** What an answer's head says. Caddy answers paths that it does not know with 200 and Appsmith's web page. */
function stateOf({ status, mediaType }: HttpResponse, hasPassword: boolean): State {
  if (status === 401 || status === 403) return hasPassword ? 'unauthorized' : 'password_missing';
  if (status === 404) return 'not_exposed';
  if (status !== 200) return 'error';
  if (mediaType === 'text/html') return 'web_page';
  return expositionFormat(mediaType) ? 'open' : 'error';
}

function report(state: State, { samples }: ScrapeContext): void {
  for (const each of STATES) samples.set(m.actuatorState, each === state, { state: each });
}

async function read(
  response: HttpResponse,
  options: ActuatorOptions,
  scrape: ScrapeContext,
  signal: AbortSignal,
): Promise<void> {
  report('open', scrape);
  if (!options.hasPassword) scrape.note(NOTES.emptyPassword);
  const translated = await translate(bodyChunks(response.body), {
    format: expositionFormat(response.mediaType)!,
    rules: backendRules,
    limits: { series: options.seriesBudget },
    memory: options.memory,
  });
  scrape.foreign(translated);
  noteBuckets(translated, scrape);
  if (translated.dropped.has('body_too_large')) {
    throw new ScrapeError('too_large', `${PATH} goes on and on; the rest of it is not read`);
  }
  if (translated.error === undefined) return;
  // Cut off by us the body ends like one that the upstream cut off.
  throw signal.aborted ? new ScrapeError('timeout', `${PATH} took too long`) : translated.error;
}

/** Only the shipped buckets' families: both are there as soon as they have been used. */
function noteBuckets({ families }: ForeignFamilies, scrape: ScrapeContext): void {
  const bucketed: string[] = [foreignMetrics.httpRequests.name, foreignMetrics.queryExecution.name];
  const without = families.filter((f) => bucketed.includes(f.name) && f.type !== 'histogram');
  if (without.length > 0) scrape.note(histogramsOff(without.map((family) => family.name)));
}

/** `/actuator/prometheus` is not there, but JSON may be. */
async function withoutPrometheus(
  http: HttpClient,
  options: ActuatorOptions,
  scrape: ScrapeContext,
): Promise<void> {
  if (!options.hasPassword) scrape.note(NOTES.emptyPassword);
  const found = await collectJson(http, { rules: backendRules, ...options }, scrape);
  report(found ? 'json_only' : 'not_exposed', scrape);
  scrape.note(found ? NOTES.jsonOnly : NOTES.notExposed);
}

function unexpected({ status, mediaType }: HttpResponse): ScrapeError {
  if (status === 200) {
    return new ScrapeError('protocol', `${PATH} answered with ${mediaType || 'no content type'}`);
  }
  return new ScrapeError('http_status', `${PATH} answered ${status}`);
}
