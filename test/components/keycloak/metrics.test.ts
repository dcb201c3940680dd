// Keycloak's own metrics: a chosen few, under names that nobody else has, in both formats alike.
import { describe, expect, it } from 'vitest';
import { backendMetrics } from '../../../src/components/backend/metrics.ts';
import { foreignMetrics } from '../../../src/components/keycloak/metrics.ts';
import { boundedUri } from '../../../src/components/keycloak/rules.ts';
import { answer } from '../../support/http.ts';
import { strictViolations } from '../../support/strict.ts';
import { FRONT, MANAGEMENT, recorded, scrapePlayed } from './support.ts';

const TOKEN = '/realms/{realm}/protocol/{protocol}/token';

async function metricsOf(body: string) {
  const listener = answer(200, 'text/plain; version=0.0.4; charset=utf-8', body);
  return scrapePlayed(FRONT, { ...MANAGEMENT, '/auth/metrics': listener });
}

describe('names', () => {
  it('are not the backend’s', () => {
    const backend = new Set(Object.values(backendMetrics).map(({ name }) => name as string));
    for (const { name } of Object.values(foreignMetrics)) {
      expect(name).toMatch(/^keycloak_/);
      expect(backend.has(name)).toBe(false);
    }
  });
});

describe('a recorded exposition', () => {
  it.each(['metrics-textplain.http', 'metrics-default.http'])(
    '%s becomes the chosen families',
    async (name) => {
      const { outcome, series, text } = await scrapePlayed(FRONT, {
        ...MANAGEMENT,
        '/auth/metrics': recorded(name),
      });
      expect(outcome.dropped.size).toBe(0);
      expect(strictViolations(text, { format: 'text' })).toEqual([]);
      const families = [...text.matchAll(/^# TYPE (keycloak_\w+)/gm)].map(([, family]) => family);
      const known = Object.values(foreignMetrics).map((def) => def.name as string);
      expect(known).toEqual(expect.arrayContaining(families));
      // What the recording lacks: Keycloak had not been told to count its users' events.
      expect(known.filter((one) => !families.includes(one))).toEqual([
        'keycloak_user_events_total',
      ]);
      expect(series.size).toBeLessThan(140);
      expect(
        series.get(
          `keycloak_http_server_requests_seconds_count{method="POST",outcome="SUCCESS",status="200",uri="${TOKEN}"}`,
        ),
      ).toBe(3);
      expect(
        series.get(
          'keycloak_credentials_password_hashing_validations_total{outcome="invalid",realm="master"}',
        ),
      ).toBe(3);
      const max = (id: string) =>
        series.get(`keycloak_jvm_memory_max_bytes{area="heap",id="${id}"}`);
      expect([max('G1 Old Gen'), max('G1 Eden Space')]).toEqual([536870912, undefined]);
    },
  );
});

describe('labels', () => {
  it('of clients and providers are left out, and what becomes equal adds up', async () => {
    const event = (client: string, n: number) =>
      `keycloak_user_events_total{client_id="${client}",error="",event="login",idp="x",realm="a",} ${n}`;
    const { series } = await metricsOf(
      ['# TYPE keycloak_user_events_total counter', event('one', 2), event('two', 3), ''].join(
        '\n',
      ),
    );
    expect(series.get('keycloak_user_events_total{event="login",realm="a"}')).toBe(5);
  });

  it.each([
    ['/auth/admin/realms/0123456789abcdef01234567/users/42', '/auth/admin/realms/{id}/users/{id}'],
    ['/users/8c5b5c3e-5a52-4b6f-9d2f-0a1b2c3d4e5f', '/users/{id}'],
    [TOKEN, TOKEN],
    ['NOT_FOUND', 'NOT_FOUND'],
    [`/${'a'.repeat(200)}`, `/${'a'.repeat(78)}…`],
  ])('of paths are bounded: %s', (path, bounded) => {
    expect(boundedUri(path)).toBe(bounded);
  });

  it('are cut off at a number of series', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `jvm_memory_used_bytes{id="p${i}"} 1`);
    const { outcome } = await metricsOf(
      `# TYPE jvm_memory_used_bytes gauge\n${lines.join('\n')}\n`,
    );
    expect(outcome.dropped.get('budget')).toBe(1000);
  });
});

describe('garbage', () => {
  it.each(['\0\0\0', 'jvm_threads_live_threads', '{"a":1}', 'jvm_threads_live_threads NaNNY\n'])(
    '%j is refused line by line, and nothing fails',
    async (body) => {
      const { outcome, series } = await metricsOf(body);
      expect(outcome).toMatchObject({ state: 'up', reason: undefined });
      expect(series.get('appsmith_keycloak_up')).toBe(1);
    },
  );
});
