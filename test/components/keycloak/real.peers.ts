// Against a real Keycloak: pages, readiness, metrics, logins, and the ways in which it fails.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { keycloak } from '../../../src/components/keycloak/index.ts';
import { foreignMetrics } from '../../../src/components/keycloak/metrics.ts';
import { ADMIN, type Keycloak, needKeycloak, startKeycloak } from '../../peers/keycloak.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { strictViolations } from '../../support/strict.ts';

const UP = 'appsmith_keycloak_up';
const probe = (name: string) => `appsmith_keycloak_probe_up{probe="${name}"}`;

/** A target that looks at it. */
function targetAt({ url, managementUrl }: Keycloak, settings: Record<string, string> = {}) {
  const target = targetOf(keycloak, { url, management_url: managementUrl, ...settings });
  onTestFinished(() => target.close());
  return target;
}

/** The status of a login with a password, as a client does it. */
async function logIn({ url }: Keycloak, password: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'admin-cli',
    username: ADMIN.user,
    password,
  });
  const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

describe.runIf(needKeycloak())('a real Keycloak with health and metrics', () => {
  let server: Keycloak;

  beforeAll(async () => {
    server = await startKeycloak();
  });
  afterAll(() => server?.stop());

  it('is up, ready, and tells its checks', async () => {
    const { result, series } = await scrapeText(targetAt(server), 20_000);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(series.get(UP)).toBe(1);
    for (const name of ['login', 'discovery', 'readiness']) expect(series.get(probe(name))).toBe(1);
    expect(series.get('appsmith_keycloak_probe_http_status_code{probe="login"}')).toBe(302);
    const checks = [...series.keys()].filter((key) => key.startsWith('appsmith_keycloak_ready_'));
    expect(checks.length).toBeGreaterThanOrEqual(2);
  });

  it('counts logins, right ones and wrong ones', async () => {
    expect(await logIn(server, ADMIN.password)).toBe(200);
    expect(await logIn(server, 'wrong')).toBe(400);
    const { series, text } = await scrapeText(targetAt(server), 20_000);
    const passwords = (outcome: string) =>
      `keycloak_credentials_password_hashing_validations_total{outcome="${outcome}",realm="master"}`;
    expect(series.get(passwords('valid'))).toBeGreaterThanOrEqual(1);
    expect(series.get(passwords('invalid'))).toBe(1);
    expect(text).toMatch(/^keycloak_user_events_total\{.*event="login".*\} 1/m);
  });

  it('has the chosen families and no others, and text where everything would be accepted', async () => {
    const { result, text } = await scrapeText(targetAt(server), 20_000);
    expect(result.outcomes[0]!.dropped.size).toBe(0);
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
    const families = [...text.matchAll(/^# TYPE (keycloak_\w+)/gm)].map(([, name]) => name);
    const known = Object.values(foreignMetrics).map((def) => def.name as string);
    expect(known.filter((name) => !families.includes(name))).toEqual([]);
    const accept = { accept: '*/*' };
    const any = await fetch(`${server.managementUrl}/metrics`, { headers: accept });
    await any.arrayBuffer();
    expect(any.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
  });

  it('answers in the shape that was recorded', async () => {
    const recorded = (name: string) =>
      readFileSync(new URL(`../../fixtures/keycloak/26.7/${name}`, import.meta.url), 'utf8');
    const ready = await fetch(`${server.managementUrl}/health/ready`);
    const checks = (text: string) =>
      [...text.matchAll(/"name": "([^"]+)"/g)].map(([, name]) => name).sort();
    expect(checks(await ready.text())).toEqual(checks(recorded('health-ready.http')));
    const missing = `${server.url}/realms/nobody/.well-known/openid-configuration`;
    const answer = await fetch(missing);
    expect([answer.status, await answer.text()]).toEqual([404, '{"error":"Realm does not exist"}']);
  });

  it('says which realm it does not have', async () => {
    const { result, series } = await scrapeText(targetAt(server, { realm: 'nobody' }), 20_000);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: 'not_found' });
    expect(series.get(UP)).toBe(0);
  });

  it('hangs, and goes on', async () => {
    const target = targetAt(server);
    server.signal('SIGSTOP');
    try {
      const { result, series } = await scrapeText(target, 500);
      expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
      expect(series.get(UP)).toBe(0);
    } finally {
      server.signal('SIGCONT');
    }
    expect((await scrapeText(target, 20_000)).series.get(UP)).toBe(1);
  });

  it('is down when it is gone', async () => {
    const target = targetAt(server);
    await server.stop();
    const { result } = await scrapeText(target);
    expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'refused' });
  });
});

describe.runIf(needKeycloak())('a real Keycloak as Appsmith starts it', () => {
  let server: Keycloak;

  beforeAll(async () => {
    server = await startKeycloak({ observed: false });
  });
  afterAll(() => server?.stop());

  it('is up; health and metrics are switched off, which is no failure', async () => {
    const { result, series } = await scrapeText(targetAt(server), 20_000);
    const outcome = result.outcomes[0]!;
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['keycloak-management-closed']);
    expect([series.get(UP), series.get(probe('readiness'))]).toEqual([1, undefined]);
  });
});
