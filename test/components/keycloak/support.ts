// A Keycloak made of recorded answers: its login port and its management port, and a scrape of it.
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { keycloak } from '../../../src/components/keycloak/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

const FOLDER = new URL('../../fixtures/keycloak/26.7/', import.meta.url);

/** A recorded HTTP answer, status and type as it was. */
export function recorded(name: string): RequestListener {
  const raw = readFileSync(new URL(name, FOLDER), 'utf8');
  const end = raw.indexOf('\r\n\r\n');
  const status = Number(raw.slice(9, 12));
  const type = /^content-type: *(.+?)\r?$/im.exec(raw.slice(0, end))?.[1];
  const body = raw.slice(end + 4);
  return (_request, response) => {
    const length = Buffer.byteLength(body);
    response.writeHead(status, { ...(type && { 'content-type': type }), 'content-length': length });
    response.end(body);
  };
}

export const LOGIN = recorded('auth-root.http');
export const DISCOVERY = recorded('openid-configuration.http');
export const NO_REALM = recorded('openid-configuration-404.http');
export const READY = recorded('health-ready.http');
export const METRICS = recorded('metrics-textplain.http');
export const NOT_FOUND = recorded('health-ready-wrongpath-404.http');
/** Accepts the request and never answers. */
export const HANG: RequestListener = () => {};

/** What a database that is gone makes of readiness, after the shape of the recorded one. */
export const NOT_READY = answer(
  503,
  'application/json; charset=UTF-8',
  JSON.stringify({
    status: 'DOWN',
    checks: [
      { name: 'Graceful Shutdown', status: 'UP' },
      { name: 'Keycloak database connections async health check', status: 'DOWN', data: {} },
      { name: 'Keycloak Initialized', status: 'UP' },
    ],
  }),
);

type Routes = Readonly<Record<string, RequestListener>>;

export const FRONT: Routes = {
  '/auth/': LOGIN,
  '/auth/realms/master/.well-known/openid-configuration': DISCOVERY,
};
export const MANAGEMENT: Routes = { '/auth/health/ready': READY, '/auth/metrics': METRICS };

/** Serves paths, 404 for the others; the base URL with the relative path. */
export async function serve(routes: Routes, seen: string[] = []): Promise<string> {
  const url = await upstream((request, response) => {
    seen.push(request.url ?? '');
    (routes[request.url ?? ''] ?? NOT_FOUND)(request, response);
  });
  return `${url}/auth`;
}

/** A target over these ports; a port that is left out refuses. */
export async function played(front?: Routes, management?: Routes, kind?: 'env', realm?: string) {
  const settings = {
    url: front ? await serve(front) : `${await refusedUrl()}/auth`,
    management_url: management ? await serve(management) : `${await refusedUrl()}/auth`,
    ...(realm !== undefined && { realm }),
  };
  const target = targetOf(keycloak, settings, kind);
  onTestFinished(() => target.close());
  return target;
}

/** One scrape of what {@link played} gives. */
export async function scrapePlayed(front?: Routes, management?: Routes, timeoutMs?: number) {
  const { result, series, text } = await scrapeText(await played(front, management), timeoutMs);
  const outcome = result.outcomes[0]!;
  return { outcome, series, text, codes: outcome.notes.map(({ code }) => code) };
}
