// Against a real Caddy and a real NGINX: what is counted, what is told about a proxy that counts nothing.
import { describe, expect, it, onTestFinished } from 'vitest';
import { askAdmin, type CaddyOptions, needCaddy, startCaddy } from '../../peers/caddy.ts';
import { needNginx, startNginx } from '../../peers/nginx.ts';
import { refusedUrl, upstream } from '../../support/http.ts';
import { codes, scrapeProxy } from './support.ts';

/** Answers with the status that the path asks for: `/api/500`. */
const echo = () =>
  upstream((request, response) => {
    response.writeHead(Number(/\d{3}$/.exec(request.url ?? '')?.[0] ?? 200));
    response.end('x');
  });

async function started(options: CaddyOptions = {}) {
  const caddy = await startCaddy({ backend: await echo(), ...options });
  onTestFinished(() => caddy.stop());
  const get = async (path: string, times = 1, method = 'GET') => {
    for (let i = 0; i < times; i++) {
      const response = await fetch(caddy.frontUrl + path, { method });
      await response.arrayBuffer();
    }
  };
  return { caddy, get };
}

describe.runIf(needCaddy())('Caddy', () => {
  it('gives its requests by handler, method and code, and nothing of Go’s', async () => {
    const { caddy, get } = await started({ hosts: ['127.0.0.1'] });
    await get('/', 3);
    await get('/api/200', 4);
    await get('/api/500', 2);
    await get('/static/gone.js', 1);
    await get('/rts/x', 5);
    const { outcome, series, text } = await scrapeProxy({ url: caddy.url });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    const subroute = 'handler="subroute",server="srv0"';
    expect(series.get(`caddy_http_requests_total{${subroute}}`)).toBe(15);
    const name = 'caddy_http_request_duration_seconds_count';
    const count = (code: string) =>
      [...series].find(([key]) => key.startsWith(name) && key.includes(`code="${code}"`))?.[1];
    expect(count('200')).toBe(7);
    expect(count('500')).toBe(2);
    // 2.6 counts what it could not serve only here; see the newest one in newest.peers.ts.
    expect(series.get(`caddy_http_request_errors_total{${subroute}}`)).toBe(6);
    expect(series.get('appsmith_caddy_up')).toBe(1);
    expect(series.get('appsmith_caddy_http_metrics_enabled')).toBe(1);
    expect(text).not.toMatch(/^(go|process|promhttp|caddy_admin)_/m);
    expect(text).not.toMatch(/_size_bytes|response_duration/);
  });

  it('gives what is under way by upstream, which is still 1 for a dead one’s health', async () => {
    const hangs = await upstream(() => {});
    const { caddy, get } = await started({ backend: hangs });
    const controller = new AbortController();
    const asked = fetch(`${caddy.frontUrl}/api/x`, { signal: controller.signal });
    await get('/rts/x');
    const upstreamOf = (url: string) => `upstream="${new URL(url).host}"`;
    const { series } = await scrapeProxy({ url: caddy.url });
    const inFlight = 'appsmith_caddy_upstream_requests_in_flight';
    expect(series.get(`${inFlight}{${upstreamOf(hangs)}}`)).toBe(1);
    const health = [...series].filter(([key]) => key.startsWith('caddy_reverse_proxy_upstreams'));
    expect(health.map(([, value]) => value)).toEqual([1, 1]);
    controller.abort();
    await asked.catch(() => {});
  });

  it('that has had no request yet is not taken for one that does not count', async () => {
    const { caddy } = await started();
    const { outcome, series } = await scrapeProxy({ url: caddy.url });
    expect(codes(outcome)).toEqual([]);
    expect(series.get('appsmith_caddy_http_metrics_enabled')).toBe(1);
  });

  it('that does not count is a note with what turns it on, and that does', async () => {
    const { caddy, get } = await started({ metrics: false });
    await get('/', 2);
    const { outcome, series, text } = await scrapeProxy({ url: caddy.url });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes(outcome)).toEqual(['caddy-metrics-off']);
    expect(series.get('appsmith_caddy_http_metrics_enabled')).toBe(0);
    expect(text).not.toContain('caddy_http_requests_total');
    const [, path = ''] = /http:\/\/localhost:2019(\S+)/.exec(outcome.notes[0]!.remedy!)!;
    expect(await askAdmin(caddy.url + path, 'PUT', '{}')).toBe(200);
    await get('/', 2);
    const after = await scrapeProxy({ url: caddy.url });
    expect(codes(after.outcome)).toEqual([]);
    expect(after.text).toContain('caddy_http_requests_total');
  });

  it('hangs: the scrape is cut off at its deadline', async () => {
    const { caddy } = await started();
    caddy.signal('SIGSTOP');
    const { outcome, series } = await scrapeProxy({ url: caddy.url }, 150);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(series.get('appsmith_caddy_up')).toBe(0);
    caddy.signal('SIGCONT');
  });
});

describe.runIf(needNginx())('NGINX', () => {
  it('gives its connections and requests where its status page is named', async () => {
    const nginx = await startNginx();
    onTestFinished(() => nginx.stop());
    const given = { nginx_status_url: `${nginx.url}/stub_status` };
    const { outcome, series } = await scrapeProxy(given);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(series.get('nginx_up')).toBe(1);
    expect(series.get('nginx_connections_active')).toBeGreaterThan(0);
    expect(series.get('nginx_connections_accepted')).toBeGreaterThan(0);
    expect(series.get('nginx_http_requests_total')).toBeGreaterThan(0);
    const info = [...series.keys()].find((key) => key.startsWith('appsmith_proxy_info'));
    expect(info).toMatch(/proxy="nginx",version="1\.\d+\.\d+"/);
  });

  it('at the front door of an old image is a note, and nothing fails', async () => {
    const nginx = await startNginx();
    onTestFinished(() => nginx.stop());
    const { outcome, series } = await scrapeProxy({
      url: await refusedUrl(),
      front_url: nginx.url,
    });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes(outcome)).toEqual(['nginx-without-metrics']);
    expect([...series.keys()].some((key) => key.includes('proxy="nginx"'))).toBe(true);
    expect([...series.keys()].some((key) => key.startsWith('nginx_'))).toBe(false);
  });
});
