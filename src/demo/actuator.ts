// Spring Boot's Actuator as far as Appsmith exposes it: Prometheus text and the JSON of single meters.
import type { IncomingMessage } from 'node:http';
import { type Answer, basicAuth } from './listen.ts';
import { CONTENT_TYPE, type Exposition, writeExposition } from './micrometer/exposition.ts';
import { familiesOf } from './micrometer/families.ts';
import { meterDetails, meterNames } from './micrometer/json.ts';
import type { Registry } from './micrometer/registry.ts';

/**
 * How far the actuator is open. `open`: exposed, with the internal password. `closed`: a Community edition as
 * shipped, where no password is set and nothing exposed. `no-password`: an older version, where an empty one passes.
 */
export type ActuatorAccess = 'open' | 'closed' | 'no-password';

/** What Spring Security puts on every answer. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  expires: '0',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
  'referrer-policy': 'no-referrer',
} as const;

const JSON_TYPE = 'application/vnd.spring-boot.actuator.v3+json';

/** Whether a family, by the name that Prometheus sees, is written. */
export type Shows = (family: string) => boolean;

export interface ActuatorOptions {
  readonly access: ActuatorAccess;
  readonly password: string;
  /** Which families its text has; all unless said. */
  readonly shows?: Shows;
}

/** Answers a request whose path begins with `/actuator`. */
export function actuator(
  { access, password, shows }: ActuatorOptions,
  registry: Registry,
  request: IncomingMessage,
): Answer {
  const expected = access === 'open' ? password : '';
  const allowed = access !== 'closed' && basicAuth(request, (_user, given) => given === expected);
  if (!allowed) {
    return spring(401, '', '', { 'www-authenticate': 'Basic realm="Realm"' });
  }
  const url = new URL(request.url ?? '/', 'http://backend');
  const { pathname } = url;
  if (pathname === '/actuator/prometheus') return prometheus(registry, request, shows);
  if (pathname === '/actuator/metrics') return json(meterNames(registry));
  if (pathname.startsWith('/actuator/metrics/')) {
    const name = decodeURIComponent(pathname.slice('/actuator/metrics/'.length));
    const details = meterDetails(registry, name, tagsOf(url));
    return details ? json(details) : spring(404, '', '');
  }
  return notFound(pathname);
}

/** An answer with the headers that Spring Security adds. */
export function spring(
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, type, body, headers: { ...headers, ...SECURITY_HEADERS } };
}

/** Spring's own 404. */
export function notFound(path: string): Answer {
  const body = { timestamp: new Date().toISOString(), path, status: 404, error: 'Not Found' };
  return spring(404, 'application/json', JSON.stringify(body));
}

function prometheus(registry: Registry, request: IncomingMessage, shows?: Shows): Answer {
  const format = negotiate(request.headers.accept ?? '*/*');
  if (!format) {
    const body = JSON.stringify({ status: 406, error: 'Not Acceptable' });
    return spring(406, 'application/json', body);
  }
  return spring(200, CONTENT_TYPE[format], writeExposition(familiesOf(registry, shows), format));
}

/** What is preferred by `q`; OpenMetrics where both are alike, nothing to those who want neither. */
function negotiate(accept: string): Exposition | undefined {
  const wishes = accept.split(',').map(wish);
  const best = (pattern: RegExp) =>
    Math.max(0, ...wishes.filter(({ type }) => pattern.test(type)).map(({ q }) => q));
  const openmetrics = best(/^application\/openmetrics-text$/);
  const text = best(/^(text\/plain|text\/\*|\*\/\*)$/);
  if (openmetrics === 0 && text === 0) return undefined;
  return openmetrics >= text ? 'openmetrics' : 'text';
}

function wish(entry: string): { type: string; q: number } {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((one) => one.startsWith('q='));
  return { type, q: given === undefined ? 1 : Number(given.slice(2)) || 0 };
}

function json(body: unknown): Answer {
  return spring(200, JSON_TYPE, JSON.stringify(body));
}

/** `tag=key:value`, repeated; the value may hold colons. */
function tagsOf(url: URL): [string, string][] {
  return url.searchParams.getAll('tag').map((tag) => {
    const colon = tag.indexOf(':');
    return [tag.slice(0, colon), tag.slice(colon + 1)];
  });
}
