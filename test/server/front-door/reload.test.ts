// A web-config file and its certificates change while clients are served: none of them notices.
import { renameSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { send } from '../send-request.ts';
import { folder, makePair, needOpenssl, type Pair } from './certificates.ts';
import { basic, hashOf, sendTls, serveWith } from './doors.ts';

const files = { cert_file: 'server.crt', key_file: 'server.key' };

/** The serial number of the certificate that a new connection is shown. */
function serial(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { port: Number(new URL(url).port), rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      },
    );
    socket.once('error', reject);
  });
}

/** One request that may resume a session; rejects when the connection is cut. */
function session(url: string, { cert, key }: Pair, resume?: Buffer) {
  const port = Number(new URL(url).port);
  return new Promise<{ session: Buffer; resumed: boolean }>((resolve, reject) => {
    const options = {
      port,
      cert,
      key,
      rejectUnauthorized: false,
      ...(resume && { session: resume }),
    };
    const socket = connectTls(options);
    let given: Buffer = Buffer.alloc(0);
    socket.on('session', (next: Buffer) => {
      given = next;
    });
    socket.write('GET /-/healthy HTTP/1.0\r\n\r\n');
    let resumed: boolean | undefined;
    socket.on('data', () => {
      resumed = socket.isSessionReused();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (resumed === undefined) return reject(new Error('cut off'));
      resolve({ session: given, resumed });
    });
  });
}

/** Puts another pair in the place of the first, key and certificate one after the other. */
function replace(old: Pair, next: Pair): void {
  for (const [from, to] of [
    [next.keyFile, old.keyFile],
    [next.certFile, old.certFile],
  ] as const) {
    renameSync(from, to);
  }
}

async function metric(url: string, name: string, headers = {}): Promise<number> {
  const { body } = await (url.startsWith('https') ? sendTls : send)(`${url}/metrics`, {
    headers,
    rejectUnauthorized: false,
  } as object);
  return Number(
    new RegExp(`^appsmith_exporter_web_${name} (\\S+)$`, 'm').exec(body.toString())?.[1],
  );
}

const GOOD = 'config_last_reload_successful';

describe.runIf(needOpenssl())('a certificate that changes', () => {
  it('is in use within a moment, and no request of hundreds is lost', async () => {
    const dir = folder();
    const server = makePair(dir, 'server');
    const { url } = await serveWith({ tls_server_config: files }, { dir, checkEveryMs: 50 });
    const agent = new Agent({ keepAlive: true, maxSockets: 10, rejectUnauthorized: false });
    onTestFinished(() => agent.destroy());
    const first = await serial(url);
    const statuses: number[] = [];
    let done = false;
    const client = async (options: object) => {
      while (!done || statuses.length < 300) {
        statuses.push((await sendTls(`${url}/-/healthy`, options)).status);
      }
    };
    const clients = [
      ...Array.from({ length: 4 }, () => client({ agent })),
      client({ rejectUnauthorized: false }),
    ];
    for (const name of ['second', 'third']) {
      const before = await serial(url);
      replace(server, makePair(dir, name));
      await expect.poll(() => serial(url), { timeout: 5000 }).not.toBe(before);
    }
    done = true;
    await Promise.all(clients);
    expect(await serial(url)).not.toBe(first);
    expect(statuses.length).toBeGreaterThanOrEqual(300);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('keeps the old one when the new one is bad, says so once, and takes the next good one', async () => {
    const dir = folder();
    const server = makePair(dir, 'server');
    const { url, log, reload } = await serveWith({ tls_server_config: files }, { dir });
    const first = await serial(url);
    const read = await metric(url, 'config_last_reload_success_timestamp_seconds');
    const other = makePair(dir, 'other');
    writeFileSync(server.keyFile, other.key);
    for (let i = 0; i < 3; i++) await reload();
    expect(await serial(url)).toBe(first);
    expect(await metric(url, GOOD)).toBe(0);
    expect(await metric(url, 'config_last_reload_success_timestamp_seconds')).toBe(read);
    expect(log.text.match(/does not belong to the certificate/g)).toHaveLength(1);
    writeFileSync(server.certFile, other.cert);
    await reload();
    expect(await serial(url)).not.toBe(first);
    expect(await metric(url, GOOD)).toBe(1);
    expect(log.text.match(/was reloaded/g)).toHaveLength(1);
  });

  it('ends connections of before with their next answer', async () => {
    const dir = folder();
    makePair(dir, 'server');
    const config = { tls_server_config: { ...files, min_version: 'TLS12' } };
    const { url, write, reload } = await serveWith(config, { dir });
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    onTestFinished(() => agent.destroy());
    const connection = async () => (await sendTls(url, { agent })).headers.connection;
    expect([await connection(), await connection()]).toEqual(['keep-alive', 'keep-alive']);
    write({ tls_server_config: { ...files, min_version: 'TLS13' } });
    await reload();
    expect([await connection(), await connection()]).toEqual(['close', 'keep-alive']);
  });

  it('lets in the clients of a new authority, and no more those of the old', async () => {
    const dir = folder();
    makePair(dir, 'server');
    const [ours, theirs] = [makePair(dir, 'ours'), makePair(dir, 'theirs')];
    const [a, b] = [makePair(dir, 'a', { by: ours }), makePair(dir, 'b', { by: theirs })];
    const tls = (ca: string, more = {}) => ({
      tls_server_config: {
        ...files,
        client_auth_type: 'RequireAndVerifyClientCert',
        client_ca_file: ca,
        ...more,
      },
    });
    const { url, write, reload } = await serveWith(tls('ours.crt'), { dir });
    const passes = ({ cert, key }: Pair) =>
      sendTls(url, { cert, key, rejectUnauthorized: false }).then(
        () => true,
        () => false,
      );
    expect([await passes(a), await passes(b)]).toEqual([true, false]);
    // Neither an open connection nor a session of before helps.
    const { cert, key } = a;
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 1,
      cert,
      key,
      rejectUnauthorized: false,
    });
    onTestFinished(() => agent.destroy());
    expect((await sendTls(url, { agent })).status).toBe(200);
    const open = await session(url, a);
    expect((await session(url, a, open.session)).resumed).toBe(true);
    write(tls('theirs.crt'));
    await reload();
    expect([await passes(a), await passes(b)]).toEqual([false, true]);
    await expect(sendTls(url, { agent })).rejects.toThrow();
    await expect(session(url, a, open.session)).rejects.toThrow();
    write(tls('theirs.crt', { client_allowed_sans: ['elsewhere'] }));
    await reload();
    expect([await passes(a), await passes(b)]).toEqual([false, false]);
  });
});

describe('users that change', () => {
  it('come in and stay out at once, also on an open connection', async () => {
    const users = (password: string) => ({ basic_auth_users: { alice: hashOf(password) } });
    const { url, write, reload } = await serveWith(users('old'));
    const status = async (password: string) =>
      (await send(url, { headers: basic('alice', password) })).status;
    expect([await status('old'), await status('new')]).toEqual([200, 401]);
    write(users('new'));
    await reload();
    expect([await status('old'), await status('new')]).toEqual([401, 200]);
  });

  it('stay when the file is broken, gone, or would switch TLS on', async () => {
    const good = { basic_auth_users: { alice: hashOf('wonder') } };
    const { url, write, reload, log } = await serveWith(good);
    const headers = basic('alice', 'wonder');
    for (const bad of ['basic_auth_users: {', { basic_auth_user: {} }, { rate_limit: {} }]) {
      write(bad);
      await reload();
      expect((await send(url, {})).status).toBe(401);
      expect(await metric(url, GOOD, headers)).toBe(0);
    }
    expect(log.text).toContain('did you mean');
    write(good);
    await reload();
    expect(await metric(url, GOOD, headers)).toBe(1);
    expect(log.text).toContain('the web-config file is as before');
    write({ tls_server_config: keyAndCertificate() });
    await reload();
    expect(log.text).toContain('only at a restart');
    expect(await metric(url, GOOD, headers)).toBe(0);
  });

  it('are noticed without a signal', async () => {
    const { url, write, log } = await serveWith({}, { checkEveryMs: 20 });
    expect((await send(url, {})).status).toBe(200);
    write({ basic_auth_users: { alice: hashOf('wonder') } });
    await expect.poll(async () => (await send(url, {})).status, { timeout: 5000 }).toBe(401);
    expect(log.text.match(/was reloaded/g)).toHaveLength(1);
  });
});

function keyAndCertificate() {
  const { cert, key } = makePair(folder(), 'late');
  return { cert, key };
}
