// The backend's own health check: what was answered, what it means, and what is not a health answer at all.
import type { ScrapeContext } from '../../scrape/component.ts';
import { type Reason, ScrapeError } from '../../scrape/errors.ts';
import { type HttpClient, readText } from '../../scrape/http.ts';
import { ownMetrics as m } from './metrics.ts';

const PATH = '/api/v1/health';
const MAX_BYTES = 64 * 1024;
const MAX_PARTS = 32;
/** Appsmith's documentation reads an answer that takes longer as high load. */
const SLOW_SECONDS = 2;

/** What a health body says: healthy or not, and which parts it names. */
export interface Verdict {
  readonly healthy: boolean;
  readonly parts: ReadonlyMap<string, boolean>;
  /** Appsmith's error code, e.g. of a store that did not answer in time. */
  readonly code?: string | undefined;
}

/**
 * Asks for the health and adds its series at once, so that they stand whatever the other parts do.
 * Throws a ScrapeError for everything but a healthy answer.
 */
export async function collectHealth(http: HttpClient, scrape: ScrapeContext): Promise<void> {
  const { samples, signal } = scrape;
  const response = await http.request(PATH, { signal });
  samples.set(m.healthDuration, response.headSeconds);
  samples.set(m.healthStatus, response.status);
  const verdict = verdictOf(await readText(response, MAX_BYTES));
  if (!verdict) throw notHealthAnswer(response.status, scrape);
  scrape.answered();
  for (const [part, up] of verdict.parts) samples.set(m.partUp, up, { part });
  if (!verdict.healthy || response.status !== 200) throw unhealthy(response.status, verdict);
  samples.set(m.up, 1);
  if (response.headSeconds > SLOW_SECONDS) {
    scrape.note({
      level: 'warning',
      code: 'backend-slow',
      text: `the health check took ${response.headSeconds.toFixed(1)} s; more than ${SLOW_SECONDS} s means high load`,
    });
  }
}

/**
 * Reads a health body: Appsmith's (`responseMeta.success`), or that of Spring's actuator, which
 * the tutorial shows (`status`, `components`). Undefined if it is neither, such as a web page.
 */
export function verdictOf(body: string): Verdict | undefined {
  const json = parse(body);
  if (!json) return undefined;
  if (isRecord(json.responseMeta)) return appsmithVerdict(json, json.responseMeta);
  // Spring's own error page, so it is the backend that answers, but not with its health.
  if (isSpringError(json)) return { healthy: false, parts: new Map() };
  if (typeof json.status !== 'string') return undefined;
  return { healthy: json.status.toUpperCase() === 'UP', parts: partsOf(json.components) };
}

function isSpringError({ status, path, error }: Json): boolean {
  return typeof status === 'number' && typeof path === 'string' && typeof error === 'string';
}

function appsmithVerdict(json: Json, meta: Json): Verdict | undefined {
  if (typeof meta.success !== 'boolean') return undefined;
  const error = isRecord(meta.error) ? meta.error : {};
  const said = [error.message, error.title, json.errorDisplay].filter((s) => typeof s === 'string');
  return {
    healthy: meta.success,
    parts: new Map(meta.success ? [] : timedOut(said.join(' '))),
    code: typeof error.code === 'string' ? plain(error.code) : undefined,
  };
}

/** The stores that an error text names: Appsmith says which one did not answer in time. */
function timedOut(text: string): [string, boolean][] {
  const stores: [string, boolean][] = [];
  if (/\bredis/i.test(text)) stores.push(['redis', false]);
  if (/\bmongo/i.test(text)) stores.push(['mongodb', false]);
  return stores;
}

function partsOf(components: unknown): Map<string, boolean> {
  const parts = new Map<string, boolean>();
  if (!isRecord(components)) return parts;
  for (const [name, value] of Object.entries(components).slice(0, MAX_PARTS)) {
    if (!isRecord(value) || typeof value.status !== 'string') continue;
    parts.set(name === 'mongo' ? 'mongodb' : plain(name), value.status.toUpperCase() === 'UP');
  }
  return parts;
}

/** An answer without health JSON: a web page, a proxy's error page, Spring Security's empty 401. */
function notHealthAnswer(status: number, { answered }: ScrapeContext): ScrapeError {
  if (status === 401 || status === 403) {
    answered();
    const reason = status === 401 ? 'unauthorized' : 'forbidden';
    return new ScrapeError(reason, `${PATH} demands authentication (HTTP ${status})`);
  }
  if (status === 404) return new ScrapeError('not_found', `${PATH} is not there (HTTP 404)`);
  if (status === 200) {
    return new ScrapeError('protocol', `${PATH} answered 200 with no health JSON: not the backend`);
  }
  return new ScrapeError('http_status', `${PATH} answered ${status} with no health JSON`);
}

function unhealthy(status: number, { parts, code }: Verdict): ScrapeError {
  const down = [...parts].filter(([, up]) => !up).map(([part]) => part);
  const which = down.length > 0 ? `: ${down.join(', ')}` : '';
  const said = code === undefined ? '' : `, ${code}`;
  const reasons: Partial<Record<number, Reason>> = { 401: 'unauthorized', 404: 'not_found' };
  return new ScrapeError(
    reasons[status] ?? 'unhealthy',
    `the backend says that it is not healthy (HTTP ${status}${said})${which}`,
  );
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Names become labels and log lines: short, and of a plain alphabet. */
function plain(name: string): string {
  return name.replace(/[^\w.-]/g, '_').slice(0, 40);
}
