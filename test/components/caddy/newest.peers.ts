// Against the newest Caddy, built from its sources: what it counts that the installed one does not.
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { askAdmin, type CaddyOptions, startCaddy } from '../../peers/caddy.ts';
import { goProgram, needGo } from '../../peers/go-program.ts';
import { upstream } from '../../support/http.ts';
import { codes, scrapeProxy } from './support.ts';

const VERSION = 'v2.11.9';
const SOURCE = `github.com/caddyserver/caddy/v2/cmd/caddy@${VERSION}`;
const COUNT = 'caddy_http_request_duration_seconds_count';

describe.runIf(needGo())(`Caddy ${VERSION}`, () => {
  let binary: string;
  beforeAll(async () => {
    binary = await goProgram('caddy', SOURCE);
  });

  async function started(options: CaddyOptions = {}) {
    const backend = await upstream((request, response) => {
      response.writeHead(Number(/\d{3}$/.exec(request.url ?? '')?.[0] ?? 200));
      response.end('x');
    });
    const caddy = await startCaddy({ backend, binary, ...options });
    onTestFinished(() => caddy.stop());
    const get = async (path: string, times = 1) => {
      for (let i = 0; i < times; i++) await (await fetch(caddy.frontUrl + path)).arrayBuffer();
    };
    return { caddy, get };
  }

  it('gives its own 404 and 502 a code, tells its version and its last reload', async () => {
    const { caddy, get } = await started({ hosts: ['127.0.0.1'] });
    await get('/', 3);
    await get('/api/500', 2);
    await get('/static/gone.js', 1);
    await get('/rts/x', 5);
    const { outcome, series } = await scrapeProxy({ url: caddy.url });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    const count = (code: string) =>
      series.get(`${COUNT}{code="${code}",handler="subroute",method="GET",server="srv0"}`);
    expect([count('200'), count('404'), count('500'), count('502')]).toEqual([3, 1, 2, 5]);
    const subroute = 'handler="subroute",server="srv0"';
    expect(series.get(`caddy_http_requests_total{${subroute}}`)).toBe(11);
    expect(series.get(`caddy_http_request_errors_total{${subroute}}`)).toBe(6);
    expect(series.get('caddy_config_last_reload_successful')).toBe(1);
    expect(series.get(`appsmith_proxy_info{version="${VERSION}",proxy="caddy"}`)).toBe(1);
  });

  it('on a site without a host counts a request in several handlers, by subroute once', async () => {
    const { caddy, get } = await started();
    await get('/', 4);
    await get('/rts/x', 2);
    const { series } = await scrapeProxy({ url: caddy.url });
    const total = (handler: string) =>
      series.get(`caddy_http_requests_total{handler="${handler}",server="srv0"}`);
    expect(total('subroute')).toBe(6);
    expect(
      [...series.keys()].filter((key) => key.startsWith('caddy_http_requests_total')),
    ).not.toHaveLength(1);
  });

  it('that does not count says so, and how to turn it on', async () => {
    const { caddy, get } = await started({ metrics: false });
    await get('/');
    const { outcome } = await scrapeProxy({ url: caddy.url });
    expect(codes(outcome)).toEqual(['caddy-metrics-off']);
    const [, path = ''] = /http:\/\/localhost:2019(\S+)/.exec(outcome.notes[0]!.remedy!)!;
    expect(await askAdmin(caddy.url + path, 'PUT', '{}')).toBe(200);
    await get('/');
    expect(codes((await scrapeProxy({ url: caddy.url })).outcome)).toEqual([]);
  });

  it('counts somebody who did not wait as 499', async () => {
    const { caddy, get } = await started({ backend: await upstream(() => {}) });
    await fetch(`${caddy.frontUrl}/api/x`, { signal: AbortSignal.timeout(200) }).catch(() => {});
    await get('/');
    await expect
      .poll(async () => (await scrapeProxy({ url: caddy.url })).text)
      .toMatch(/_count\{code="499",handler="subroute"/);
  });
});
