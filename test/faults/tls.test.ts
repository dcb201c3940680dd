// Every upstream over TLS: a certificate that expires, names another host or is nobody's; a handshake that hangs; no DNS.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Certificates, makeCertificates, needOpenssl } from '../peers/certificates.ts';
import { buildExporter, type Running, reasonFor, sampleOf, startExporter } from './exporter.ts';
import { standIns, type Upstreams } from './upstreams.ts';

const COMPONENTS = ['backend', 'rts', 'mongodb', 'redis', 'supervisord'] as const;
type Name = (typeof COMPONENTS)[number];

const up = (text: string, component: Name) =>
  sampleOf(text, `appsmith_component_up{component="${component}"}`);

/** Names of all series but those that only a failure has. */
function seriesOf(text: string): Set<string> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const keys = lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
  return new Set(keys.filter((key) => !/_collector_error|_http_request/.test(key)));
}

let built: Awaited<ReturnType<typeof buildExporter>>;
beforeAll(async () => {
  built = await buildExporter();
});
afterAll(() => built?.remove());

describe.runIf(needOpenssl())('TLS', () => {
  let certificates: Certificates;
  let upstreams: Upstreams;
  let exporter: Running;
  let whole: Set<string>;
  beforeAll(async () => {
    certificates = await makeCertificates();
    upstreams = await standIns(certificates.good);
    const env = { ...upstreams.env, NODE_EXTRA_CA_CERTS: certificates.caFile };
    exporter = await startExporter({ bin: built.bin, env });
    for (let i = 0; i < 2; i++) whole = seriesOf(await exporter.get('/metrics'));
  });
  afterAll(async () => {
    await exporter?.stop();
    await upstreams?.stop();
    certificates?.remove();
  });

  it('reads everything with a good certificate', async () => {
    const text = await exporter.get('/metrics');
    for (const name of COMPONENTS) expect([name, up(text, name)]).toEqual([name, 1]);
    expect(sampleOf(text, 'appsmith_up')).toBe(1);
  });

  const bad = ['expired', 'wrongName', 'selfSigned', 'plain'] as const;
  const cases = COMPONENTS.flatMap((name) => bad.map((which) => [name, which] as const));
  it.each(cases)('%s: %s', async (name, which) => {
    const proxy = upstreams.proxies[name];
    proxy.certificate(which === 'plain' ? undefined : certificates[which]);
    onTestFinished(() => proxy.certificate(certificates.good));
    const text = await exporter.get('/metrics', 3);
    // MongoDB hangs up on what it cannot read; the others answer, but not in TLS.
    expect(reasonFor(text, name)).toBe(which === 'plain' && name === 'mongodb' ? 'reset' : 'tls');
    expect(up(text, name)).toBe(0);
    for (const other of COMPONENTS) if (other !== name) expect(up(text, other)).toBe(1);
    proxy.certificate(certificates.good);
    const after = seriesOf(await exporter.get('/metrics'));
    expect([...whole].filter((key) => !after.has(key))).toEqual([]);
  });

  it('ends a handshake that is never answered', async () => {
    onTestFinished(async () => {
      for (const proxy of Object.values(upstreams.proxies)) {
        await proxy.heal();
        proxy.certificate(certificates.good);
      }
    });
    for (const proxy of Object.values(upstreams.proxies)) {
      proxy.certificate(undefined);
      await proxy.fault({ kind: 'half-open' });
    }
    const started = performance.now();
    const text = await exporter.get('/metrics', 1);
    // A deadline of one second, on a machine that runs other tests as well.
    expect(performance.now() - started).toBeLessThan(3000);
    for (const name of COMPONENTS) expect([name, reasonFor(text, name)]).toEqual([name, 'timeout']);
    for (const [part, proxy] of Object.entries(upstreams.proxies)) {
      await expect.poll(() => proxy.connections(), { message: part, timeout: 3000 }).toBe(0);
      await proxy.heal();
      proxy.certificate(certificates.good);
    }
    const after = seriesOf(await exporter.get('/metrics'));
    expect([...whole].filter((key) => !after.has(key))).toEqual([]);
  });
});

describe('a name that does not resolve', () => {
  it('is the reason of each component, and costs no other its series', async () => {
    const upstreams = await standIns();
    onTestFinished(() => upstreams.stop());
    const nowhere = 'appsmith.invalid';
    const env = Object.fromEntries(
      Object.entries(upstreams.env).map(([key, value]) => [
        key,
        key.endsWith('_RTS_URL') ? value : value.replace('127.0.0.1', nowhere),
      ]),
    );
    const exporter = await startExporter({ bin: built.bin, env });
    onTestFinished(() => exporter.stop());
    const text = await exporter.get('/metrics', 10);
    for (const name of COMPONENTS) {
      const expected = name === 'rts' ? undefined : 'dns';
      expect([name, reasonFor(text, name)]).toEqual([name, expected]);
    }
    expect(up(text, 'rts')).toBe(1);
  });
});
