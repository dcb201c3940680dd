// Temporal behind TLS: a token over a certificate of one's own authority, every bad certificate, and TLS without HTTP/2.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { components } from '../../../src/components/index.ts';
import {
  type Certificate,
  type Certificates,
  makeCertificates,
  needOpenssl,
} from '../../peers/certificates.ts';
import { type Built, build, startServe } from '../../support/built.ts';
import { ok, refuse, standIn } from './support.ts';

const TOKEN = 'tmprl-secret-2';

describe.runIf(needOpenssl())('Temporal behind TLS', () => {
  let certificates: Certificates;
  let built: Built;
  beforeAll(async () => {
    [certificates, built] = await Promise.all([makeCertificates(), build()]);
  });
  afterAll(() => {
    certificates.remove();
    built.remove();
  });

  /** A server that wants the token. */
  const behind = ({ key, cert }: Certificate) =>
    standIn(
      {
        Check: (stream, asked) =>
          (asked.headers.authorization === `Bearer ${TOKEN}` ? ok('0801') : refuse(16))(
            stream,
            asked,
          ),
      },
      { key, cert },
    );

  /** A process of its own: authorities are trusted for the whole of one. */
  async function scraped(address: string): Promise<string> {
    const others = components.filter(({ name }) => name !== 'temporal');
    const env = {
      NODE_EXTRA_CA_CERTS: certificates.caFile,
      APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
      APPSMITH_EXPORTER_TEMPORAL_ADDRESS: address,
      APPSMITH_EXPORTER_TEMPORAL_TOKEN: TOKEN,
    };
    const off = others.map(({ name }) => `--no-collector.${name}`);
    const serving = await startServe(built, env, off);
    onTestFinished(async () => void (await serving.stop()));
    const text = await (await fetch(`${serving.url}/metrics`)).text();
    return text + serving.log();
  }

  const failedWith = (reason: string) =>
    `appsmith_exporter_collector_error{component="temporal",reason="${reason}"} 1`;

  it('is up, and is shown the token', async () => {
    const said = await scraped((await behind(certificates.good)).url);
    expect(said).toMatch(/^appsmith_temporal_up 1$/m);
    expect(said).not.toContain(TOKEN);
  });

  it.each(['expired', 'wrongName', 'selfSigned', 'incomplete'] as const)(
    'is shown no token when its certificate is %s',
    async (name) => {
      const server = await behind(certificates[name]);
      const said = await scraped(server.url);
      expect(said).toContain(failedWith('tls'));
      expect(said).toMatch(/^appsmith_component_up\{component="temporal"\} 0$/m);
      expect(server.asked).toEqual([]);
    },
  );

  it.each([
    ['that speaks another language', ['http/1.1'], 'tls'],
    ['that agrees to none', undefined, 'protocol'],
  ])('needs HTTP/2: not a server %s', async (_what, protocols, reason) => {
    const { key, cert } = certificates.good;
    const web = createServer({ key, cert, ...(protocols && { ALPNProtocols: protocols }) });
    web.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void web.close());
    const { port } = web.address() as AddressInfo;
    const said = await scraped(`https://127.0.0.1:${port}`);
    expect(said).toContain(failedWith(reason));
  });

  it('is not spoken to in plain text', async () => {
    const { url } = await behind(certificates.good);
    const said = await scraped(url.replace('https:', 'http:'));
    expect(said).toMatch(/^appsmith_component_up\{component="temporal"\} 0$/m);
    expect(said).toMatch(/collector_error\{component="temporal",reason="(protocol|reset)"\} 1/);
  });
});
