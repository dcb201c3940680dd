// The cloud services: reached directly and through a proxy, the five cases, and when they are not asked at all.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cloudServices } from '../../../src/components/cloud-services/index.ts';
import { components } from '../../../src/components/index.ts';
import { loadConfig } from '../../../src/config/index.ts';
import type { Configured } from '../../../src/scrape/component.ts';
import { fakeFiles } from '../../config/support.ts';
import { type Certificates, makeCertificates, needOpenssl } from '../../peers/certificates.ts';
import { scrapeText, settingsOf, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';
import { type ForwardProxyOptions, startForwardProxy } from './forward-proxy.ts';

type Values = Record<string, string | number | boolean>;

/** Asks anew at every scrape unless told otherwise. */
function target(values: Values, stacksDir?: string) {
  const made = targetOf(cloudServices, { interval: 0, ...values }, 'env', { stacksDir });
  onTestFinished(() => made.close());
  return made;
}

async function scrape(values: Values, stacksDir?: string) {
  const { result, series } = await scrapeText(target(values, stacksDir));
  return { outcome: result.outcomes[0]!, series };
}

async function proxy(options: ForwardProxyOptions) {
  const made = await startForwardProxy(options);
  onTestFinished(() => made.stop());
  return made;
}

describe.runIf(needOpenssl())('over TLS', () => {
  let certificates: Certificates;
  let server: Server;
  let stacks: string;
  let port: number;
  const asked: string[] = [];

  beforeAll(async () => {
    certificates = await makeCertificates();
    server = createServer({ ...certificates.good }, (request, response) => {
      asked.push(`${request.method} ${request.url} ${Object.keys(request.headers).sort().join()}`);
      answer(200, 'text/plain', '203.0.113.7')(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    stacks = mkdtempSync(join(tmpdir(), 'stacks-'));
    mkdirSync(join(stacks, 'ca-certs'));
    writeFileSync(join(stacks, 'ca-certs', 'own.crt'), readFileSync(certificates.caFile));
    // Neither stops the others from being read.
    mkdirSync(join(stacks, 'ca-certs', 'folder.crt'));
    writeFileSync(join(stacks, 'ca-certs', 'notes.txt'), 'nothing');
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    certificates.remove();
    rmSync(stacks, { recursive: true, force: true });
  });

  it('are reached directly, with the authorities that Appsmith trusts, and told nothing', async () => {
    const { outcome, series } = await scrape({ url: `https://localhost:${port}` }, stacks);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_cloud_services_up')).toBe(1);
    expect(series.get('appsmith_cloud_services_proxied')).toBe(0);
    expect(series.get('appsmith_cloud_services_status_code')).toBe(200);
    expect(series.get('appsmith_cloud_services_duration_seconds')).toBeGreaterThan(0);
    expect(asked).toEqual(['GET /api/v1/ip connection,host,user-agent']);
  });

  it('are not trusted without them', async () => {
    const { outcome, series } = await scrape({ url: `https://localhost:${port}` });
    expect(outcome).toMatchObject({ state: 'down', reason: 'tls' });
    expect(series.get('appsmith_cloud_services_up')).toBe(0);
  });

  it('are reached through a proxy with a password, by their name', async () => {
    const between = await proxy({ to: port, credentials: 'me:p@ss:word' });
    const values = {
      url: 'https://localhost',
      proxy: `http://me:p%40ss%3Aword@127.0.0.1:${between.port}/`,
    };
    const made = target(values, stacks);
    const { result, series } = await scrapeText(made);
    expect(result.outcomes[0]).toMatchObject({
      state: 'up',
      address: `https://localhost through 127.0.0.1:${between.port}`,
    });
    expect(series.get('appsmith_cloud_services_proxied')).toBe(1);
    expect(between.asked).toEqual(['localhost:443']);
    await expect.poll(() => between.open()).toBe(0);
  });

  it('wrong password: the proxy’s', async () => {
    const between = await proxy({ to: port, credentials: 'me:right' });
    const url = `http://me:hunter2@127.0.0.1:${between.port}`;
    const { outcome } = await scrape({ url: 'https://localhost', proxy: url }, stacks);
    expect(outcome).toMatchObject({ state: 'down', reason: 'unauthorized', success: true });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it.each([
    [403, 'forbidden'],
    [502, 'http_status'],
  ])('a proxy that opens no way: %i', async (refuse, reason) => {
    const between = await proxy({ to: port, refuse });
    const url = `http://127.0.0.1:${between.port}`;
    const { outcome, series } = await scrape({ url: 'https://localhost', proxy: url }, stacks);
    expect(outcome).toMatchObject({ state: 'down', reason });
    expect(series.get('appsmith_cloud_services_up')).toBe(0);
  });

  it('a way through the proxy that shows another’s certificate', async () => {
    const between = await proxy({ to: port });
    const url = `http://127.0.0.1:${between.port}`;
    const { outcome } = await scrape({ url: 'https://cs.appsmith.com', proxy: url }, stacks);
    expect(outcome).toMatchObject({ state: 'down', reason: 'tls' });
  });

  it('NO_PROXY leads past the proxy', async () => {
    const between = await proxy({ to: port });
    const { outcome } = await scrape(
      {
        url: `https://localhost:${port}`,
        proxy: `http://127.0.0.1:${between.port}`,
        no_proxy: 'a.example, local*',
      },
      stacks,
    );
    expect(outcome.state).toBe('up');
    expect(between.asked).toEqual([]);
  });
});

describe('the other cases', () => {
  it('down: refused', async () => {
    const { outcome, series } = await scrape({ url: await refusedUrl() });
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('appsmith_cloud_services_up')).toBe(0);
    expect(series.has('appsmith_cloud_services_duration_seconds')).toBe(false);
  });

  it('down: the proxy refuses', async () => {
    const { outcome } = await scrape({ url: 'https://cs.example', proxy: await refusedUrl() });
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
  });

  it.each(['directly', 'in the proxy'])('hung: %s', async (where) => {
    const sockets = new Set<Socket>();
    const server = createTcp((socket) => {
      sockets.add(socket.resume());
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const hangs = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const values: Values =
      where === 'directly' ? { url: hangs } : { url: 'https://cs.example', proxy: hangs };
    const { outcome, series } = await scrape({ ...values, timeout: 0.2 });
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(series.get('appsmith_cloud_services_up')).toBe(0);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('errors of theirs count as down, refusals do not', async () => {
    const ill = await scrape({ url: await upstream(answer(503, 'text/html', '')) });
    expect(ill.outcome).toMatchObject({ state: 'up', reason: 'http_status' });
    expect(ill.series.get('appsmith_cloud_services_up')).toBe(0);
    const unknown = await scrape({ url: await upstream(answer(404, 'text/html', '')) });
    expect(unknown.series.get('appsmith_cloud_services_up')).toBe(1);
  });

  it('garbage', async () => {
    const server = createTcp((socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await scrape({ url })).outcome).toMatchObject({ state: 'down', reason: 'protocol' });
  });

  it.each([200, 503])('are asked once in a while, and the answer %i repeated', async (status) => {
    let asked = 0;
    const url = await upstream((request, response) => {
      asked++;
      answer(status, 'text/plain', '')(request, response);
    });
    const made = target({ url, interval: 300 });
    const first = await scrapeText(made);
    const second = await scrapeText(made);
    expect(asked).toBe(1);
    const own = ({ series }: typeof first) =>
      [...series].filter(([key]) => key.startsWith('appsmith_cloud_services'));
    expect(own(second)).toEqual(own(first));
    expect(second.result.outcomes[0]!.reason).toBe(first.result.outcomes[0]!.reason);
  });
});

describe('whether they are asked', () => {
  const configure = (values: Values) =>
    cloudServices.configure(settingsOf(cloudServices, values), {});

  it('is nobody’s decision but the user’s: off as shipped', async () => {
    const load = (env: Record<string, string>) =>
      loadConfig({ argv: [], env, components, readFile: fakeFiles({}) });
    const [shipped, on] = await Promise.all([
      load({}),
      load({ APPSMITH_EXPORTER_CLOUD_SERVICES_ENABLED: 'true' }),
    ]);
    expect(shipped.targets[0]!.enabled('cloud-services')).toBe(false);
    expect(on.targets[0]!.enabled('cloud-services')).toBe(true);
    expect(on.targets[0]!.settings('cloud-services').url('url')?.value).toBe(
      'https://cs.appsmith.com',
    );
  });

  it.each([['telemetry_disabled'], ['airgapped']])('never where Appsmith says %s', (key) => {
    expect(configure({ [key]: true })).toHaveProperty('absent');
    expect(configure({ [key]: false })).toHaveProperty('address');
  });

  it('notes a proxy that Appsmith would ignore, and goes without it as Appsmith does', () => {
    const secret = 'https://me:hunter2@proxy.example:3128';
    const { notes, address } = configure({ proxy: secret }) as Configured;
    expect(notes).toMatchObject([{ code: 'cloud-services-proxy-ignored' }]);
    expect(address).toBe('https://cs.appsmith.com');
    expect(JSON.stringify(notes)).not.toContain('hunter2');
  });
});
