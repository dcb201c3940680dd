// The health check: every body that it has been seen to give, and what is not a health answer.
import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { collectHealth, verdictOf } from '../../../src/components/backend/health.ts';
import { SampleSet } from '../../../src/metrics/index.ts';
import type { Note, ScrapeContext } from '../../../src/scrape/component.ts';
import type { HttpClient } from '../../../src/scrape/http.ts';
import { answer, refusedUrl } from '../../support/http.ts';
import { family, fixture, HANG, recorded, scrapeBackend, scrapeUrl, WEB_PAGE } from './support.ts';

const json = (status: number, body: string) => answer(status, 'application/json', body);

describe('a healthy backend', () => {
  it.each([
    ['Appsmith’s body', recorded('health-200.txt')],
    ['older versions’ spelling', json(200, fixture('health/old-spelling.json'))],
    ['the tutorial’s body', json(200, fixture('health/tutorial.json'))],
  ])('is up: %s', async (_name, health) => {
    const { outcome, series } = await scrapeBackend({ health });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_up')).toBe(1);
    expect(series.get('appsmith_component_up{component="backend"}')).toBe(1);
    expect(series.get('appsmith_health_check_http_status_code')).toBe(200);
    expect(series.get('appsmith_health_check_duration_seconds')).toBeGreaterThan(0);
  });

  it('names its parts where the body does', async () => {
    const { series } = await scrapeBackend({ health: json(200, fixture('health/tutorial.json')) });
    expect(family(series, 'appsmith_health_component_up')).toEqual({
      '{part="mongodb"}': 1,
      '{part="redis"}': 1,
      '{part="rts"}': 1,
    });
  });
});

describe('an unhealthy backend', () => {
  it.each<[string, RequestListener, number, Record<string, number>]>([
    ['MongoDB refused', recorded('health-mongo-refused.http'), 500, {}],
    [
      'Redis timed out',
      json(500, fixture('health/redis-timeout.json')),
      500,
      { '{part="redis"}': 0 },
    ],
    [
      'actuator’s body, down',
      recorded('actuator-health-down.http'),
      503,
      {
        '{part="diskSpace"}': 1,
        '{part="mongodb"}': 0,
        '{part="ping"}': 1,
        '{part="redis"}': 1,
        '{part="ssl"}': 1,
      },
    ],
    [
      'success false with 200',
      json(200, '{"responseMeta":{"status":200,"success":false}}'),
      200,
      {},
    ],
    [
      'healthy body with 503',
      json(503, fixture('health/tutorial.json')),
      503,
      { '{part="mongodb"}': 1, '{part="redis"}': 1, '{part="rts"}': 1 },
    ],
    [
      'Spring’s error page',
      json(503, '{"path":"/api/v1/health","status":503,"error":"Service Unavailable"}'),
      503,
      {},
    ],
  ])('answered, but is not healthy: %s', async (_name, health, status, parts) => {
    const { outcome, series } = await scrapeBackend({ health });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'unhealthy' });
    expect(series.get('appsmith_up')).toBe(0);
    expect(series.get('appsmith_health_check_http_status_code')).toBe(status);
    expect(family(series, 'appsmith_health_component_up')).toEqual(parts);
  });

  it('keeps details of the actuator’s body, which hold addresses, out of the error', async () => {
    const { outcome } = await scrapeBackend({ health: recorded('actuator-health-details.http') });
    expect(outcome.detail).toBe('the backend says that it is not healthy (HTTP 503): mongodb');
  });
});

describe('a slow backend', () => {
  it('is up, with a warning past two seconds', async () => {
    const notes: Note[] = [];
    const samples = new SampleSet();
    const body = Readable.from([Buffer.from(fixture('health/old-spelling.json'))]);
    const response = { status: 200, mediaType: 'application/json', headSeconds: 2.1, body };
    const http = { request: async () => response } as unknown as HttpClient;
    const scrape = {
      samples,
      answered: () => {},
      note: (note: Note) => notes.push(note),
      signal: new AbortController().signal,
    } as unknown as ScrapeContext;
    await collectHealth(http, scrape);
    expect(notes.map(({ code }) => code)).toEqual(['backend-slow']);
    const values = [...samples.families()].map(([def, each]) => [def.name, [...each][0]!.value]);
    expect(Object.fromEntries(values)).toMatchObject({
      appsmith_up: 1,
      appsmith_health_check_duration_seconds: 2.1,
    });
  });
});

describe('what is not a health answer', () => {
  it.each<[string, RequestListener, string, 'up' | 'down']>([
    ['index.html with 200', WEB_PAGE, 'protocol', 'down'],
    ['an empty 200', json(200, ''), 'protocol', 'down'],
    ['an array', json(200, '[]'), 'protocol', 'down'],
    ['null', json(200, 'null'), 'protocol', 'down'],
    ['401 without a body', answer(401, '', ''), 'unauthorized', 'up'],
    ['403', answer(403, 'text/plain', 'no'), 'forbidden', 'up'],
    ['a proxy’s 404', answer(404, 'text/html', 'nothing'), 'not_found', 'down'],
    ['Spring’s 404', recorded('actuator-health-notexposed.txt'), 'not_found', 'up'],
    ['Caddy’s 502 while Java starts', answer(502, 'text/plain', ''), 'http_status', 'down'],
    ['a 503 of a proxy', answer(503, 'text/html', '<h1>busy</h1>'), 'http_status', 'down'],
    ['a body without end', json(200, `"${'x'.repeat(100_000)}`), 'too_large', 'down'],
  ])('%s', async (_name, health, reason, state) => {
    const { outcome, series } = await scrapeBackend({ health, prometheus: WEB_PAGE });
    expect(outcome).toMatchObject({ reason, state, success: true });
    expect(series.get('appsmith_up')).toBe(0);
  });

  it('refused', async () => {
    const { outcome, series } = await scrapeUrl(await refusedUrl());
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('appsmith_up')).toBe(0);
    expect(series.has('appsmith_health_check_http_status_code')).toBe(false);
  });

  it('hanging: down at the deadline', async () => {
    const { outcome, series } = await scrapeBackend(
      { health: HANG, prometheus: WEB_PAGE },
      { timeoutMs: 150 },
    );
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(series.get('appsmith_up')).toBe(0);
  });
});

describe('verdictOf', () => {
  it('bounds the names and the number of parts', () => {
    const parts = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`part "${i}" ${'x'.repeat(100)}`, { status: 'UP' }]),
    );
    const verdict = verdictOf(JSON.stringify({ status: 'UP', components: parts }))!;
    expect(verdict.parts.size).toBe(32);
    for (const name of verdict.parts.keys()) expect(name).toMatch(/^[\w.-]{1,40}$/);
  });

  it.each([
    '{"status":"up"}',
    '{"status":"UP","components":[1]}',
    '{"status":"UP","components":{"a":1}}',
  ])('takes %s for healthy', (body) => expect(verdictOf(body)).toMatchObject({ healthy: true }));

  it.each(['{"status":"OUT_OF_SERVICE"}', '{"status":""}'])('takes %s for unhealthy', (body) =>
    expect(verdictOf(body)).toMatchObject({ healthy: false }),
  );

  it.each(['{}', '{"responseMeta":{}}', '{"status":1}', 'true', '{"data":"All systems are up"}'])(
    'takes %s for something else',
    (body) => expect(verdictOf(body)).toBeUndefined(),
  );
});
