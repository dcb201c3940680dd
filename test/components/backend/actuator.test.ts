// The actuator: each state it can be in, what is said about it, and what is kept when it breaks.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { answer, refusedUrl } from '../../support/http.ts';
import {
  family,
  fixture,
  HANG,
  play,
  recorded,
  scrapeBackend,
  scrapeUrl,
  WEB_PAGE,
} from './support.ts';

const PASSWORD = 'internal-pass';
const settings = { internal_password: PASSWORD };
const TEXT = 'text/plain;version=0.0.4;charset=utf-8';
const OPENMETRICS = 'application/openmetrics-text;version=1.0.0;charset=utf-8';

/** Answers only who brings this password with an empty user name. */
function guarded(listener: RequestListener, password = PASSWORD): RequestListener {
  const expected = `Basic ${Buffer.from(`:${password}`).toString('base64')}`;
  return (request, response) => {
    const granted = request.headers.authorization === expected;
    (granted ? listener : recorded('actuator-401-nopassword.txt'))(request, response);
  };
}
const body = (name: string) => answer(200, TEXT, fixture(`actuator-${name}.prom`));
const NOT_FOUND = recorded('actuator-metrics-nosuch.txt');

function stateOf(series: ReadonlyMap<string, number>): string | undefined {
  const states = Object.entries(family(series, 'appsmith_backend_actuator_state'));
  expect(states.length === 0 || states.length === 7).toBe(true);
  return states.find(([, value]) => value === 1)?.[0].slice('{state="'.length, -2);
}

describe('open', () => {
  it('passes the families on, under clean names', async () => {
    const prometheus = guarded(body('slo'));
    const { outcome, series, codes } = await scrapeBackend({ prometheus }, { settings });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(stateOf(series)).toBe('open');
    expect(codes).toEqual(['version-unknown']);
    expect(series.get('appsmith_query_execution_seconds_count{plugin="postgres"}')).toBeGreaterThan(
      0,
    );
    expect(series.get('jvm_memory_max_bytes{area="heap",id="G1 Eden Space"}')).toBeUndefined();
    expect(series.get('jvm_memory_max_bytes{area="heap",id="G1 Old Gen"}')).toBeGreaterThan(0);
  });

  it('reads OpenMetrics as well', async () => {
    const prometheus = guarded(answer(200, OPENMETRICS, fixture('actuator-openmetrics.prom')));
    const { series } = await scrapeBackend({ prometheus }, { settings });
    expect(series.get('appsmith_login_failures_total{source="form"}')).toBeGreaterThan(0);
  });

  it('says how to get buckets where there are none, with the exact lines', async () => {
    const prometheus = guarded(body('default'));
    const { outcome } = await scrapeBackend({ prometheus }, { settings });
    const note = outcome.notes.find(({ code }) => code === 'histograms-off')!;
    expect(note.text).toContain(
      'appsmith_query_execution_seconds and http_server_requests_seconds',
    );
    const buckets = '50ms,100ms,250ms,500ms,1s,2500ms,5s,10s,20s,30s,60s';
    const meters = ['HTTP_SERVER_REQUESTS', 'APPSMITH_TOTAL_PLUGIN_EXECUTION'];
    for (const meter of meters) {
      expect(note.remedy).toContain(`\nMANAGEMENT_METRICS_DISTRIBUTION_SLO_${meter}=${buckets}`);
    }
  });

  it('warns when an empty password is enough', async () => {
    const { outcome, series, codes } = await scrapeBackend({
      prometheus: guarded(body('slo'), ''),
    });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(stateOf(series)).toBe('open');
    expect(codes).toContain('actuator-open-to-all');
  });

  it('keeps its budget of series, and counts what is over', async () => {
    const prometheus = guarded(body('slo'));
    const limited = { settings: { ...settings, series_budget: 50 } };
    const { outcome, series } = await scrapeBackend({ prometheus }, limited);
    expect(outcome.dropped.get('budget')).toBeGreaterThan(100);
    expect(outcome).toMatchObject({ success: true, reason: undefined });
    expect(series.size).toBeLessThan(90);
  });
});

describe('shut, which is not a failure', () => {
  it.each<[string, RequestListener, RequestListener, string, string, Record<string, string>]>([
    [
      'a default Community edition',
      guarded(NOT_FOUND),
      guarded(NOT_FOUND),
      'password_missing',
      'actuator-password-missing',
      {},
    ],
    [
      'a wrong password',
      guarded(body('slo'), 'another'),
      NOT_FOUND,
      'unauthorized',
      'actuator-unauthorized',
      settings,
    ],
    [
      'not exposed',
      guarded(NOT_FOUND),
      guarded(NOT_FOUND),
      'not_exposed',
      'actuator-not-exposed',
      settings,
    ],
    ['the front door’s page', WEB_PAGE, WEB_PAGE, 'web_page', 'actuator-web-page', settings],
    [
      'not exposed, page below',
      guarded(NOT_FOUND),
      WEB_PAGE,
      'not_exposed',
      'actuator-not-exposed',
      settings,
    ],
  ])('%s', async (_name, prometheus, metrics, state, code, given) => {
    const { outcome, series, codes, text } = await scrapeBackend(
      { prometheus, metrics },
      { settings: given },
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_up')).toBe(1);
    expect(stateOf(series)).toBe(state);
    expect(codes).toContain(code);
    expect(text).not.toContain('jvm_');
  });

  it('tells all three variables, line by line', async () => {
    const { outcome } = await scrapeBackend({});
    const note = outcome.notes.find(({ code }) => code === 'actuator-password-missing')!;
    expect(note.remedy!.split('\n').slice(1)).toEqual([
      'MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE=prometheus,metrics',
      'APPSMITH_INTERNAL_PASSWORD=<a long random one>',
      expect.stringMatching(/^MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS=50ms,/),
      expect.stringMatching(
        /^MANAGEMENT_METRICS_DISTRIBUTION_SLO_APPSMITH_TOTAL_PLUGIN_EXECUTION=50ms,/,
      ),
    ]);
  });

  it('is up as long as the actuator answers, though health is something else', async () => {
    const { outcome, series } = await scrapeBackend({ health: WEB_PAGE });
    expect(outcome).toMatchObject({ state: 'up', reason: 'protocol' });
    expect(series.get('appsmith_up')).toBe(0);
  });
});

describe('broken', () => {
  it.each<[string, RequestListener, string]>([
    ['500', answer(500, 'application/json', '{}'), 'http_status'],
    ['a login page by redirect', answer(302, '', ''), 'http_status'],
    ['another content type', answer(200, 'application/octet-stream', 'x'), 'protocol'],
  ])('%s', async (_name, prometheus, reason) => {
    const { outcome, series } = await scrapeBackend({ prometheus });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason });
    expect(series.get('appsmith_up')).toBe(1);
    expect(stateOf(series)).toBe('error');
  });

  it('cut off in the middle: whole families stay, and the reason says it', async () => {
    const whole = fixture('actuator-default.prom');
    const prometheus: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': TEXT, 'content-length': whole.length });
      response.write(whole.slice(0, whole.indexOf('jvm_memory_used')), () => response.destroy());
    };
    const { outcome, series } = await scrapeBackend({ prometheus }, { settings });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'truncated' });
    expect(outcome.dropped.get('truncated')).toBe(1);
    expect(series.get('appsmith_up')).toBe(1);
    expect(series.get('appsmith_login_seconds_count{source="form"}')).toBe(25);
  });

  it('garbage: every line refused and counted, nothing else touched', async () => {
    const prometheus = answer(200, TEXT, 'garbage garbage garbage\n'.repeat(100));
    const { outcome, series } = await scrapeBackend({ prometheus }, { settings });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(outcome.dropped.get('bad_line')).toBe(100);
    expect(series.get('appsmith_up')).toBe(1);
  });

  it.each<[string, RequestListener]>([
    ['before its head', HANG],
    [
      'in the middle of its body',
      (_request, response) => {
        response.writeHead(200, { 'content-type': TEXT });
        response.write(fixture('actuator-default.prom').slice(0, 40_000));
      },
    ],
  ])('hanging %s: a timeout, while health stands', async (_name, prometheus) => {
    const { outcome, series } = await scrapeBackend({ prometheus }, { settings, timeoutMs: 250 });
    expect(outcome).toMatchObject({ state: 'up', success: false, reason: 'timeout' });
    expect(series.get('appsmith_up')).toBe(1);
    expect(series.get('appsmith_health_check_http_status_code')).toBe(200);
  });

  it('hanging in the middle of its body: what has arrived whole stays', async () => {
    const whole = fixture('actuator-default.prom');
    const prometheus: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': TEXT });
      response.write(whole.slice(0, whole.indexOf('jvm_memory_used')));
    };
    const { outcome, series } = await scrapeBackend({ prometheus }, { settings, timeoutMs: 500 });
    expect(outcome).toMatchObject({ state: 'up', success: false, reason: 'timeout' });
    expect(series.get('appsmith_login_seconds_count{source="form"}')).toBe(25);
  });
});

it('never shows the password', async () => {
  const { text, result } = await scrapeBackend(
    { prometheus: guarded(body('slo'), 'x') },
    { settings },
  );
  expect(
    text + JSON.stringify(result.outcomes.map(({ component: _, ...rest }) => rest)),
  ).not.toContain(PASSWORD);
});

it('brings the password to the actuator alone', async () => {
  const seen: Record<string, string | undefined> = {};
  const note: (key: string, then: RequestListener) => RequestListener = (key, then) => (q, s) => {
    seen[key] = q.headers.authorization;
    then(q, s);
  };
  const health = note('health', recorded('health-200.txt'));
  await scrapeBackend(
    { health, info: note('info', WEB_PAGE), prometheus: note('actuator', body('slo')) },
    { settings },
  );
  expect(seen).toEqual({
    health: undefined,
    info: undefined,
    actuator: expect.stringMatching(/^Basic /),
  });
});

it('opens no connection in a later scrape', async () => {
  const sockets = new Set<unknown>();
  const count: (then: RequestListener) => RequestListener = (then) => (q, s) => {
    sockets.add(q.socket);
    then(q, s);
  };
  const url = await play({
    health: count(recorded('health-200.txt')),
    prometheus: count(body('slo')),
  });
  const { target } = await scrapeUrl(url, {
    settings: { ...settings, public_url: await refusedUrl() },
  });
  const after = sockets.size;
  for (let i = 0; i < 4; i++) await target.scrape({ timeoutMs: 5000 });
  expect(sockets.size).toBe(after);
  expect(after).toBe(2);
});
