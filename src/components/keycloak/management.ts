// Keycloak's management interface: readiness and its own metrics, where they are switched on.
import type { TranslationMemory } from '../../exposition/index.ts';
import type { Note, ScrapeContext } from '../../scrape/component.ts';
import {
  discard,
  expositionFormat,
  type HttpClient,
  type HttpResponse,
  takeOver,
} from '../../scrape/http.ts';
import { reportReadiness } from './readiness.ts';
import { keycloakRules } from './rules.ts';

/** Text by name: who accepts anything gets OpenMetrics of Keycloak. */
const ACCEPT = 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5';
/** The chosen families of a busy Keycloak are some hundred series; 120 KB of text before that. */
const LIMITS = { series: 2000, bodyBytes: 8 << 20 };

export const CLOSED: Note = {
  level: 'info',
  code: 'keycloak-management-closed',
  text: 'Keycloak’s health and metrics are switched off: only its login page and discovery document are looked at',
  remedy:
    'set KC_HEALTH_ENABLED=true and KC_METRICS_ENABLED=true in the environment of Appsmith’s container, and restart it once',
};

/**
 * Asks each place in turn, until one has health or metrics: since 25 Keycloak has a port of its own for them, before
 * they were on that of the login page. Closed is a note, not a failure; only what is there and broken throws.
 */
export async function collectManagement(
  places: readonly HttpClient[],
  memory: TranslationMemory,
  scrape: ScrapeContext,
  signal: AbortSignal,
): Promise<void> {
  for (const http of places) {
    const found = await Promise.all([
      ask(http, '/health/ready', signal, (response) => reportReadiness(response, scrape)),
      ask(http, '/metrics', signal, (response) => readMetrics(response, memory, scrape)),
    ]);
    if (found.includes(true)) return;
  }
  scrape.note(CLOSED);
}

/** False where nothing of the kind is served: the port is closed, or the path unknown. */
async function ask(
  http: HttpClient,
  path: string,
  signal: AbortSignal,
  read: (response: HttpResponse) => Promise<boolean>,
): Promise<boolean> {
  let response: HttpResponse;
  try {
    response = await http.request(path, { signal, headers: { accept: ACCEPT } });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
    throw error;
  }
  return read(response);
}

async function readMetrics(
  response: HttpResponse,
  memory: TranslationMemory,
  scrape: ScrapeContext,
): Promise<boolean> {
  const { status, mediaType } = response;
  const format = expositionFormat(mediaType);
  if (status !== 200 || format === undefined) {
    discard(response);
    return false;
  }
  const options = { format, rules: keycloakRules, limits: LIMITS, memory };
  await takeOver(
    response,
    options,
    scrape,
    'Keycloak’s metrics go on and on; the rest is not read',
  );
  return true;
}
