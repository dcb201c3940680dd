// What a person who logs in needs of Keycloak: its login page and the realm's discovery document.
import type { ScrapeContext } from '../../scrape/component.ts';
import { ScrapeError } from '../../scrape/errors.ts';
import { discard, type HttpClient, readText } from '../../scrape/http.ts';
import { ownMetrics as m } from './metrics.ts';

export interface FrontOptions {
  readonly realm: string;
  /** Nothing names this address: if something else listens there, Keycloak is not part of this deployment. */
  readonly guessed: boolean;
}

/** The document is some 7 KB. */
const DISCOVERY_BYTES = 256 << 10;

/** Sets `…_up`; throws where one of the two is not served. */
export async function collectFront(
  http: HttpClient,
  options: FrontOptions,
  scrape: ScrapeContext,
): Promise<void> {
  scrape.samples.fallback(m.up, 0);
  // Of two refusals the first thrown is told; neither is left unheard.
  const [login] = await Promise.all([
    probeLogin(http, scrape),
    probeDiscovery(http, options, scrape),
  ]);
  if (login >= 400) {
    throw new ScrapeError(
      login >= 500 ? 'unhealthy' : 'http_status',
      `the login page answered ${login}`,
    );
  }
  scrape.samples.set(m.up, 1);
}

/** The status of `<url>/`, which forwards to a console or shows a page; either is well. */
async function probeLogin(http: HttpClient, { samples, signal }: ScrapeContext): Promise<number> {
  const probe = 'login';
  samples.fallback(m.probeUp, 0, { probe });
  const response = await http.request('/', { signal });
  discard(response);
  samples.set(m.probeDuration, response.headSeconds, { probe });
  samples.set(m.probeStatus, response.status, { probe });
  samples.set(m.probeUp, response.status < 400, { probe });
  return response.status;
}

async function probeDiscovery(
  http: HttpClient,
  { realm, guessed }: FrontOptions,
  { samples, signal, answered }: ScrapeContext,
): Promise<void> {
  const probe = 'discovery';
  samples.fallback(m.probeUp, 0, { probe });
  const path = `/realms/${encodeURIComponent(realm)}/.well-known/openid-configuration`;
  const response = await http.request(path, { signal });
  samples.set(m.probeDuration, response.headSeconds, { probe });
  samples.set(m.probeStatus, response.status, { probe });
  const { status } = response;
  const document = objectOf(await readText(response, DISCOVERY_BYTES));
  const isDiscovery = typeof document?.issuer === 'string';
  if (!isDiscovery && typeof document?.error !== 'string') {
    // Not even an error of Keycloak's: with nothing that names this address, it is somebody else's.
    const reason = guessed ? 'refused' : status >= 500 ? 'http_status' : 'protocol';
    throw new ScrapeError(reason, `${path} answered ${status}, and not as Keycloak does`);
  }
  answered();
  if (status === 404) {
    throw new ScrapeError('not_found', `Keycloak has no realm “${realm}”: see keycloak.realm`);
  }
  if (status !== 200 || !isDiscovery) {
    throw new ScrapeError('unhealthy', `the discovery document answered ${status}`);
  }
  samples.set(m.probeUp, 1, { probe });
}

/** A JSON object; undefined for everything else. */
function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
