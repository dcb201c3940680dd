// The front door as a real Caddy serves it, with every kind of certificate: what is told, and that nothing hides the rest.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needCaddy } from '../../peers/caddy.ts';
import { type Certificates, makeCertificates, needOpenssl } from '../../peers/certificates.ts';
import { startFront } from '../../peers/front.ts';
import type { Peer } from '../../peers/process.ts';
import { answer } from '../../support/http.ts';
import { HEALTHY, pageIn, scrapeEdge } from './support.ts';

const EXPIRY = 'appsmith_edge_certificate_expiry_timestamp_seconds';
const CHAIN = 'appsmith_edge_certificate_chain_expiry_timestamp_seconds';
const DAY = 86_400;

describe.runIf([needCaddy(), needOpenssl()].every(Boolean))('a front door with TLS', () => {
  let certificates: Certificates;
  let backend: Server;
  const fronts = new Map<string, Peer>();
  const KINDS = [
    'good',
    'expiring',
    'expired',
    'wrongName',
    'selfSigned',
    'chained',
    'incomplete',
  ] as const;

  beforeAll(async () => {
    certificates = await makeCertificates();
    backend = createServer(answer(200, 'application/json', HEALTHY));
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const behind = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    await Promise.all(
      KINDS.map(async (kind) => {
        const name = kind === 'wrongName' ? 'elsewhere.example' : 'localhost';
        const certificate = certificates[kind];
        fronts.set(kind, await startFront({ backend: behind, certificate, name }));
      }),
    );
  });

  afterAll(async () => {
    await Promise.all([...fronts.values()].map((front) => front.stop()));
    backend.close();
    certificates.remove();
  });

  const scrape = (kind: (typeof KINDS)[number]) =>
    scrapeEdge({ url: fronts.get(kind)!.url, ca: certificates.caFile });
  const fromNow = (seconds: number | undefined) => ((seconds ?? NaN) - Date.now() / 1000) / DAY;

  it('is visited over HTTP/2, with each phase of the way', async () => {
    const { outcome, series } = await scrape('good');
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(Object.fromEntries(series)).toMatchObject({
      appsmith_edge_up: 1,
      appsmith_edge_api_up: 1,
      appsmith_edge_status_code: 200,
      appsmith_edge_tls: 1,
      appsmith_edge_http2: 1,
      appsmith_edge_redirects: 0,
      appsmith_edge_certificate_verified: 1,
      'appsmith_edge_info{scheme="https",http_version="2",tls_version="TLSv1.3",load_balancer="none"}': 1,
    });
    for (const phase of ['connect', 'tls', 'processing', 'transfer']) {
      expect(series.get(`appsmith_edge_phase_duration_seconds{phase="${phase}"}`)).toBeGreaterThan(
        0,
      );
    }
    expect(series.has('appsmith_edge_phase_duration_seconds{phase="resolve"}')).toBe(false);
  });

  it('is resolved where it has a name', async () => {
    const url = fronts.get('good')!.url.replace('127.0.0.1', 'localhost');
    const { series } = await scrapeEdge({ url, ca: certificates.caFile });
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(series.get('appsmith_edge_phase_duration_seconds{phase="resolve"}')).toBeGreaterThan(0);
  });

  it.each([
    ['good', 2, undefined],
    ['expiring', 10, undefined],
    ['expired', -1, 'expired'],
    ['wrongName', 2, 'wrong_name'],
    ['selfSigned', 2, 'self_signed'],
    ['incomplete', 2, 'unknown_issuer'],
  ] as const)('tells of the %s certificate, and all else', async (kind, days, error) => {
    const { outcome, series } = await scrape(kind);
    expect(fromNow(series.get(EXPIRY))).toBeCloseTo(days, 1);
    expect(series.get('appsmith_edge_certificate_verified')).toBe(error ? 0 : 1);
    const errors = [...series.keys()].filter((key) => key.includes('certificate_error'));
    expect(errors).toEqual(error ? [`appsmith_edge_certificate_error{reason="${error}"}`] : []);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('appsmith_edge_up')).toBe(1);
    expect(pageIn(series)).toBe('app');
  });

  it('tells when the first of the chain expires', async () => {
    const { series } = await scrape('chained');
    expect(series.get('appsmith_edge_certificate_verified')).toBe(1);
    expect(fromNow(series.get(EXPIRY))).toBeCloseTo(2, 1);
    expect(fromNow(series.get(CHAIN))).toBeCloseTo(1, 1);
  });

  it('does not trust an authority of its own unless told to', async () => {
    const { series } = await scrapeEdge({ url: fronts.get('good')!.url });
    expect(series.get('appsmith_edge_certificate_error{reason="unknown_issuer"}')).toBe(1);
    expect(series.get('appsmith_edge_up')).toBe(1);
  });

  it('says so when the authorities’ file is not there', async () => {
    const { outcome } = await scrapeEdge({ url: fronts.get('good')!.url, ca: '/nowhere/ca.pem' });
    expect(outcome).toMatchObject({ state: 'down', reason: 'tls' });
    expect(outcome.detail).not.toContain('nowhere');
  });
});
