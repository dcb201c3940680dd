// A real Prometheus comes in by certificate, name and password.
import { describe, expect, it, onTestFinished } from 'vitest';
import { needPrometheus, startPrometheus } from '../../peers/prometheus.ts';
import { folder, makePair, needOpenssl } from './certificates.ts';
import { hashOf, serveWith } from './doors.ts';

describe.runIf(needPrometheus() && needOpenssl())('Prometheus', () => {
  it('scrapes with tls_config and basic_auth, and not without', async () => {
    const dir = folder();
    const server = makePair(dir, 'server');
    const ca = makePair(dir, 'ca');
    const client = makePair(dir, 'client', { by: ca, san: 'DNS:prometheus', usage: 'clientAuth' });
    const { url } = await serveWith(
      {
        tls_server_config: {
          cert_file: 'server.crt',
          key_file: 'server.key',
          client_auth_type: 'RequireAndVerifyClientCert',
          client_ca_file: 'ca.crt',
          client_allowed_sans: ['prometheus'],
        },
        basic_auth_users: { alice: hashOf('wonder', 10) },
      },
      { dir },
    );
    const tls = { ca_file: server.certFile, cert_file: client.certFile, key_file: client.keyFile };
    const job = (job_name: string, more: object) => ({
      job_name,
      scheme: 'https',
      static_configs: [{ targets: [url.replace('https://', '')] }],
      ...more,
    });
    const basic_auth = { username: 'alice', password: 'wonder' };
    const prometheus = await startPrometheus({
      scrapeConfigs: [
        job('good', { tls_config: tls, basic_auth }),
        job('stranger', { tls_config: { ca_file: server.certFile }, basic_auth }),
        job('nameless', { tls_config: tls }),
      ],
    });
    onTestFinished(() => prometheus.stop());
    const targets = await prometheus.scraped();
    const state = new Map(
      targets.map(({ job, health, lastError }) => [job, `${health} ${lastError}`]),
    );
    expect(state.get('good')).toBe('up ');
    expect(state.get('stranger')).toMatch(/^down .*(reset|EOF|certificate)/);
    expect(state.get('nameless')).toMatch(/^down .*401/);
  });
});
