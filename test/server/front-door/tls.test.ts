// TLS by a web-config file: versions, suites, plain HTTP at the wrong door, and client certificates.
import { connect } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { send } from '../send-request.ts';
import { folder, makePair, needOpenssl } from './certificates.ts';
import { sendTls, serveWith } from './doors.ts';

/** A server's certificate, an authority for clients and one client of it. */
function world() {
  const dir = folder();
  const server = makePair(dir, 'server');
  const ca = makePair(dir, 'ca', { san: 'DNS:ca' });
  const client = makePair(dir, 'client', {
    by: ca,
    san: 'DNS:prometheus,IP:2001:db8::1,URI:spiffe://a/b',
  });
  const stranger = makePair(dir, 'stranger');
  return { dir, server, ca, client, stranger };
}

const files = { cert_file: 'server.crt', key_file: 'server.key' };

/** The version and suite of a handshake, or the error's code. */
function handshake(url: string, options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTls({
      port: Number(new URL(url).port),
      rejectUnauthorized: false,
      ...options,
    });
    socket.once('secureConnect', () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe.runIf(needOpenssl())('TLS', () => {
  it('answers over TLS alone, with what relative paths name', async () => {
    const { dir, server } = world();
    const { url } = await serveWith({ tls_server_config: files }, { dir });
    expect(url).toMatch(/^https:/);
    const { status, body } = await sendTls(`${url}/metrics`, { ca: server.cert });
    expect(status).toBe(200);
    expect(body.toString()).toMatch(/not_after_timestamp_seconds 1\d{9}\n/);
    expect(body.toString()).toContain('web_config_last_reload_successful 1\n');
    const plain = await send(url.replace('https:', 'http:'), {});
    expect([plain.status, plain.body.toString()]).toEqual([
      400,
      'this is an HTTPS server; use https://\n',
    ]);
    await expect(sendTls(url, { ca: server.cert })).resolves.toMatchObject({ status: 200 });
  });

  it('takes certificate and key from the file itself', async () => {
    const { server } = world();
    const { url } = await serveWith({ tls_server_config: { cert: server.cert, key: server.key } });
    expect((await sendTls(url, { ca: server.cert })).status).toBe(200);
  });

  it('outlives garbage before and after the handshake', async () => {
    const { dir, server } = world();
    const { url } = await serveWith({ tls_server_config: files }, { dir });
    for (const garbage of ['\x16\x03\x01\xff\xff', '\0'.repeat(100), 'SSH-2.0-x\r\n']) {
      await new Promise<void>((resolve) => {
        const socket = connect({ port: Number(new URL(url).port) });
        socket.end(Buffer.from(garbage, 'latin1'));
        socket.on('error', () => {});
        socket.resume().once('close', () => resolve());
      });
    }
    expect((await sendTls(url, { ca: server.cert })).status).toBe(200);
  });

  it.each([
    [{}, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, /VERSION/],
    [{}, { maxVersion: 'TLSv1.2' }, /^TLSv1.2 ECDHE-ECDSA-AES128-GCM/],
    [{}, {}, /^TLSv1.3/],
    [{}, { ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2' }, /HANDSHAKE_FAILURE/],
    [{ min_version: 'TLS13' }, { maxVersion: 'TLSv1.2' }, /VERSION/],
    [{ max_version: 'TLS12' }, {}, /^TLSv1.2/],
    [
      { min_version: 'TLS10' },
      { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
      /^TLSv1 ECDHE-ECDSA/,
    ],
    [
      { cipher_suites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] },
      { maxVersion: 'TLSv1.2' },
      /^TLSv1.2 ECDHE-ECDSA-AES256-GCM/,
    ],
    [{ cipher_suites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] }, {}, /^TLSv1.3/],
    [{ cipher_suites: ['TLS_AES_128_GCM_SHA256'] }, { maxVersion: 'TLSv1.2' }, /VERSION/],
    [{ curve_preferences: ['CurveP384'] }, { ecdhCurve: 'X25519' }, /HANDSHAKE_FAILURE/],
    [{ curve_preferences: ['CurveP384', 'X25519'] }, { ecdhCurve: 'X25519' }, /^TLSv1.3/],
  ] as const)('%j with a client of %j: %s', async (more, client, expected) => {
    const { dir } = world();
    const { url } = await serveWith({ tls_server_config: { ...files, ...more } }, { dir });
    expect(await handshake(url, client as ConnectionOptions)).toMatch(expected);
  });

  it('speaks HTTP/1.1 with who would rather speak HTTP/2', async () => {
    const { dir } = world();
    const { url } = await serveWith({ tls_server_config: files }, { dir });
    const offer = (ALPNProtocols: string[]) => handshake(url, { ALPNProtocols });
    expect(await offer(['h2', 'http/1.1'])).toMatch(/^TLSv1.3/);
    expect(await offer(['h2'])).toMatch(/NO_APPLICATION_PROTOCOL/);
  });
});

describe.runIf(needOpenssl())('client certificates', () => {
  const VERIFY = { client_auth_type: 'RequireAndVerifyClientCert', client_ca_file: 'ca.crt' };
  const IF_GIVEN = { client_auth_type: 'VerifyClientCertIfGiven', client_ca_file: 'ca.crt' };
  const ANY = { client_auth_type: 'RequireAnyClientCert' };

  it.each([
    ['NoClientCert', {}, { none: true, client: true, stranger: true }],
    [
      'RequestClientCert',
      { client_auth_type: 'RequestClientCert' },
      { none: true, client: true, stranger: true },
    ],
    ['RequireAnyClientCert', ANY, { none: false, client: true, stranger: true }],
    ['VerifyClientCertIfGiven', IF_GIVEN, { none: true, client: true, stranger: false }],
    ['RequireAndVerifyClientCert', VERIFY, { none: false, client: true, stranger: false }],
    [
      'a host name',
      { ...VERIFY, client_allowed_sans: ['prometheus'] },
      { none: false, client: true, stranger: false },
    ],
    ['an address', { ...VERIFY, client_allowed_sans: ['x', '2001:db8::1'] }, { client: true }],
    ['a URI', { ...VERIFY, client_allowed_sans: ['spiffe://a/b'] }, { client: true }],
    [
      'another name',
      { ...VERIFY, client_allowed_sans: ['prom'] },
      { client: false, stranger: false },
    ],
    [
      'any of a name',
      { ...ANY, client_allowed_sans: ['localhost'] },
      { client: false, stranger: true, none: false },
    ],
  ] as const)('%s', async (_what, more, expected) => {
    const { dir, server, client, stranger } = world();
    const { url, log } = await serveWith({ tls_server_config: { ...files, ...more } }, { dir });
    const who = { none: undefined, client, stranger };
    for (const [name, passes] of Object.entries(expected)) {
      const { cert, key } = who[name as keyof typeof who] ?? {};
      const sent = sendTls(`${url}/-/healthy`, {
        ca: server.cert,
        ...(cert && key && { cert, key }),
      });
      const got = await sent.then(
        ({ status }) => status,
        () => 'cut off',
      );
      expect([name, got]).toEqual([name, passes ? 200 : 'cut off']);
    }
    if (Object.values(expected).includes(false)) expect(log.text).toContain('client certificate');
  });

  it('lets in by an intermediate authority with its root, and refuses one without', async () => {
    const { dir, server, ca } = world();
    const between = makePair(dir, 'between', { by: ca, intermediate: true });
    const { cert, key } = makePair(dir, 'far', { by: between });
    const trust = (client_ca: string) => ({
      tls_server_config: {
        ...files,
        client_auth_type: 'RequireAndVerifyClientCert',
        client_ca,
      },
    });
    const { url } = await serveWith(trust(between.cert + ca.cert), { dir });
    expect((await sendTls(url, { ca: server.cert, cert, key })).status).toBe(200);
    await expect(serveWith(trust(between.cert), { dir })).rejects.toThrow(/intermediate authority/);
  });

  it('refuses one that has expired, one not yet valid, and one made for servers', async () => {
    const { dir, server, ca } = world();
    const { url, log } = await serveWith({ tls_server_config: { ...files, ...VERIFY } }, { dir });
    const valid = ['20200101000000Z', '20200102000000Z'] as const;
    const later = ['20480101000000Z', '20490102000000Z'] as const;
    const bad = [
      makePair(dir, 'old', { by: ca, valid }),
      makePair(dir, 'new', { by: ca, valid: later }),
      makePair(dir, 'use', { by: ca, usage: 'serverAuth' }),
    ];
    for (const { cert, key } of bad) {
      await expect(sendTls(url, { ca: server.cert, cert, key })).rejects.toThrow();
    }
    expect(log.text).toContain('msg="client certificate not valid here"');
    expect(log.text).toContain('why=CERT_HAS_EXPIRED');
    expect(log.text.match(/not valid here/g)).toHaveLength(1);
  });
});
