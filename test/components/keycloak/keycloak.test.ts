// Keycloak: healthy, not ready, down, hung, refused, absent, and everything that is not Keycloak.
import { describe, expect, it, onTestFinished } from 'vitest';
import { keycloak } from '../../../src/components/keycloak/index.ts';
import type { Configured } from '../../../src/scrape/component.ts';
import { Target } from '../../../src/scrape/target.ts';
import { scrapeText, settingsOf } from '../../support/component.ts';
import { answer, refusedUrl } from '../../support/http.ts';
import {
  FRONT,
  HANG,
  MANAGEMENT,
  METRICS,
  NO_REALM,
  NOT_FOUND,
  NOT_READY,
  played,
  scrapePlayed,
  serve,
} from './support.ts';

const UP = 'appsmith_keycloak_up';
const probe = (name: string) => `appsmith_keycloak_probe_up{probe="${name}"}`;
const DISCOVERY = '/auth/realms/master/.well-known/openid-configuration';

describe('what people need to log in', () => {
  it('is up when login page and discovery document are served', async () => {
    const { outcome, series, codes } = await scrapePlayed(FRONT, MANAGEMENT);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toEqual([]);
    expect(series.get(UP)).toBe(1);
    for (const name of ['login', 'discovery', 'readiness']) expect(series.get(probe(name))).toBe(1);
    expect(series.get('appsmith_keycloak_probe_http_status_code{probe="login"}')).toBe(302);
    expect(
      series.get('appsmith_keycloak_probe_duration_seconds{probe="discovery"}'),
    ).toBeGreaterThan(0);
  });

  it('is all that is looked at while health and metrics are off', async () => {
    const { outcome, series, codes, text } = await scrapePlayed(FRONT);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toEqual(['keycloak-management-closed']);
    expect(series.get(UP)).toBe(1);
    expect(text).not.toContain('probe="readiness"');
    expect(text).not.toContain('\nkeycloak_');
  });

  it.each([500, 503])('is not up when the login page answers %i', async (status) => {
    const front = { ...FRONT, '/auth/': answer(status, 'text/html', 'sorry') };
    const { outcome, series } = await scrapePlayed(front, MANAGEMENT);
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy' });
    expect([series.get(UP), series.get(probe('login'))]).toEqual([0, 0]);
    expect(series.get(probe('readiness'))).toBe(1);
  });

  it('is not up when discovery fails as Keycloak fails', async () => {
    const broken = answer(500, 'application/json', '{"error":"unknown_error"}');
    const { outcome, series } = await scrapePlayed({ ...FRONT, [DISCOVERY]: broken }, MANAGEMENT);
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy' });
    expect([series.get(UP), series.get(probe('discovery'))]).toEqual([0, 0]);
  });

  it('says which realm does not exist', async () => {
    const { outcome, series } = await scrapePlayed({ ...FRONT, [DISCOVERY]: NO_REALM }, MANAGEMENT);
    expect(outcome).toMatchObject({ state: 'up', reason: 'not_found' });
    expect(outcome.detail).toContain('no realm “master”');
    expect(series.get(UP)).toBe(0);
  });

  it('asks for the realm that is set, whatever its name', async () => {
    const path = '/auth/realms/our%20%2Fstaff/.well-known/openid-configuration';
    const target = await played(
      { '/auth/': FRONT['/auth/']!, [path]: FRONT[DISCOVERY]! },
      MANAGEMENT,
      'env',
      'our /staff',
    );
    const { series } = await scrapeText(target);
    expect(series.get(UP)).toBe(1);
  });
});

describe('readiness', () => {
  it('is told check by check, while the pages are served still', async () => {
    const management = { ...MANAGEMENT, '/auth/health/ready': NOT_READY };
    const { outcome, series } = await scrapePlayed(FRONT, management);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect([series.get(UP), series.get(probe('readiness'))]).toEqual([1, 0]);
    const check = (name: string) => series.get(`appsmith_keycloak_ready_check_up{check="${name}"}`);
    expect(check('Keycloak Initialized')).toBe(1);
    expect(check('Keycloak database connections async health check')).toBe(0);
  });

  it('is found on the login port of Keycloak before 25', async () => {
    const { series, codes } = await scrapePlayed({ ...FRONT, ...MANAGEMENT });
    expect(codes).toEqual([]);
    expect(series.get(probe('readiness'))).toBe(1);
    expect(series.get('keycloak_agroal_available_count{datasource="default"}')).toBe(3);
  });

  it('is left out where only metrics are on, and the other way round', async () => {
    const only = await scrapePlayed(FRONT, { '/auth/metrics': METRICS });
    expect(only.series.has(probe('readiness'))).toBe(false);
    expect(only.series.get('keycloak_jvm_threads_live_threads')).toBe(26);
    const health = await scrapePlayed(FRONT, {
      '/auth/health/ready': MANAGEMENT['/auth/health/ready']!,
    });
    expect([health.codes, health.series.get(probe('readiness'))]).toEqual([[], 1]);
  });

  it.each([
    'null',
    '[]',
    '{"status":"MAYBE"}',
    '<html>',
    '{"status":"UP","checks":[null,1,{"name":1,"status":"UP"}]}',
  ])('survives %s', async (body) => {
    const management = {
      ...MANAGEMENT,
      '/auth/health/ready': answer(200, 'application/json', body),
    };
    const { outcome, text } = await scrapePlayed(FRONT, management);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(text).not.toContain('appsmith_keycloak_ready_check_up{');
  });
});

describe('broken', () => {
  it('is down when the port refuses', async () => {
    const { outcome, series } = await scrapePlayed();
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get(UP)).toBe(0);
  });

  it('is cut off at the deadline when it hangs', async () => {
    const { outcome, series } = await scrapePlayed({ '/auth/': HANG, [DISCOVERY]: HANG }, {}, 150);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(series.get(UP)).toBe(0);
  });

  it('keeps what the login port said when the management port hangs', async () => {
    const management = { '/auth/health/ready': HANG, '/auth/metrics': HANG };
    const { outcome, series, codes } = await scrapePlayed(FRONT, management, 300);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toEqual(['keycloak-management-broken']);
    expect(series.get(UP)).toBe(1);
  });

  it.each([
    [200, 'text/html', '<!doctype html><div id="root"></div>', 'protocol'],
    [404, 'text/plain', 'nothing here', 'protocol'],
    [502, 'text/plain', '', 'http_status'],
    [200, 'application/json', '[1]', 'protocol'],
    [200, 'application/json', '{"issuer":', 'protocol'],
  ])('is not Keycloak: HTTP %i %s %s', async (status, type, body, reason) => {
    const strange = answer(status, type, body);
    const { outcome, series } = await scrapePlayed({ '/auth/': strange, [DISCOVERY]: strange });
    expect(outcome).toMatchObject({ state: 'down', reason });
    expect(series.get(UP)).toBe(0);
  });

  it('passes on the families that arrived before the answer was cut off', async () => {
    const cut = (_request: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 4000 });
      response.write('# TYPE jvm_threads_live_threads gauge\njvm_threads_live_threads 7\n');
      response.write('# TYPE process_cpu_usage gauge\nprocess_cpu_usage 0.5\n# TY', () =>
        response.destroy(),
      );
    };
    const { outcome, series, codes } = await scrapePlayed(FRONT, {
      ...MANAGEMENT,
      '/auth/metrics': cut,
    });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(codes).toEqual(['keycloak-management-broken']);
    expect(series.get('keycloak_jvm_threads_live_threads')).toBe(7);
    expect(series.get(UP)).toBe(1);
  });

  it('keeps its connections from one scrape to the next', async () => {
    const sockets = new Set<unknown>();
    const counted = (routes: typeof FRONT) =>
      Object.fromEntries(
        Object.entries(routes).map(([path, listener]): [string, typeof listener] => [
          path,
          (request, response) => {
            sockets.add(request.socket);
            listener(request, response);
          },
        ]),
      );
    const target = await played(counted(FRONT), counted(MANAGEMENT));
    for (let i = 0; i < 4; i++) await scrapeText(target);
    // Two pages at once of either port.
    expect(sockets.size).toBeLessThanOrEqual(4);
  });
});

describe('nothing names it', () => {
  /** As if the address were the default one. */
  function guessed(url: string, management: string): Target {
    const settings = settingsOf(keycloak, { url, management_url: management });
    const address = settings.url('url')!;
    const isDefault = { value: address.value, origin: { kind: 'default' as const, where: 'here' } };
    const url_ = (key: string) => (key === 'url' ? isDefault : settings.url(key));
    const configured = keycloak.configure({ ...settings, url: url_ }, {}) as Configured;
    const collector = configured.open();
    const member = { component: keycloak, configured: { target: configured, collector } };
    const target = new Target('test', [member]);
    onTestFinished(() => target.close());
    return target;
  }

  it('is absent where the port refuses', async () => {
    const { result, text } = await scrapeText(
      guessed(`${await refusedUrl()}/auth`, `${await refusedUrl()}/auth`),
    );
    expect(result.outcomes[0]).toMatchObject({ state: 'absent', notes: [] });
    expect(text).not.toContain('appsmith_keycloak_up ');
  });

  it('is absent where something else listens, of which nothing more is asked', async () => {
    const seen: string[] = [];
    const other = await serve({ '/auth/': NOT_FOUND }, seen);
    const { result } = await scrapeText(guessed(other, other));
    expect(result.outcomes[0]).toMatchObject({ state: 'absent' });
    expect(seen.sort()).toEqual(['/auth/', DISCOVERY]);
  });

  it('is there where Keycloak answers', async () => {
    const target = guessed(await serve(FRONT), await serve(MANAGEMENT));
    for (let i = 0; i < 2; i++) {
      const { series } = await scrapeText(target);
      expect([series.get(UP), series.get(probe('readiness'))]).toEqual([1, 1]);
    }
  });

  it('is absent without an address, and asks the management port beside the login port', () => {
    const none = { ...settingsOf(keycloak), url: () => undefined };
    expect(keycloak.configure(none, {})).toMatchObject({ absent: expect.any(String) });
    const configured = keycloak.configure(settingsOf(keycloak), {});
    expect(configured).toMatchObject({
      address: 'http://127.0.0.1:8081/auth',
      presence: { program: 'keycloak', guessed: true },
    });
  });
});
