// MongoDB that cannot be read: every way to fail has its reason, in time, and leaves no socket behind.
import { createServer, type Socket } from 'node:net';
import type { Document } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CUT, GARBAGE, HANG } from '../../../src/demo/mongo-wire/index.ts';
import { scraper, until, urlOf, wire } from './support.ts';

/** An OP_REPLY of the old protocol that holds no document but says that there are so many. */
function replyOf(documents: number): Buffer {
  const reply = Buffer.alloc(36);
  reply.writeInt32LE(36, 0);
  reply.writeInt32LE(1, 12);
  reply.writeInt32LE(documents, 32);
  return reply;
}

/** An OP_MSG with one document of that length. */
function messageOf(length: number): Buffer {
  const message = Buffer.alloc(32);
  message.writeInt32LE(32, 0);
  message.writeInt32LE(2013, 12);
  message.writeInt32LE(length, 21);
  return message;
}

const PASSWORD = 'p@ss,w=rd';

describe('a MongoDB that cannot be read', () => {
  it('wrong password', async () => {
    const server = await wire({ user: 'appsmith', password: PASSWORD });
    const scrape = scraper(urlOf(server, '/appsmith', 'appsmith:hunter2@'));
    const { outcome, series, text } = await scrape();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'unauthorized' });
    expect(series.get('mongodb_up')).toBe(0);
    expect(JSON.stringify(outcome) + text).not.toContain('hunter2');
    await until(() => server.connections() === 0);
  });

  it.each([
    'r=abc,s=c2FsdA==,i=200000000',
    'i=200000000,r=abc,s=c2FsdA==',
    'r=abc,s=c2FsdA==,i= +200000000',
    'r=abc,s=c2FsdA==,i=15000,i=200000000',
  ])('a log-in that asks for hours of hashing: %s', async (asked) => {
    const payload = Buffer.from(asked);
    const hello = (): Document => ({
      ...{ ismaster: true, maxWireVersion: 21, saslSupportedMechs: ['SCRAM-SHA-256'], ok: 1 },
      speculativeAuthenticate: { conversationId: 1, done: false, payload, ok: 1 },
    });
    const handlers = { hello, isMaster: hello, ismaster: hello };
    const server = await wire({ user: 'appsmith', password: PASSWORD, handlers });
    const user = `appsmith:${encodeURIComponent(PASSWORD)}@`;
    const { outcome } = await scraper(urlOf(server, '/appsmith', user))(2000);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'protocol' });
    await until(() => server.connections() === 0);
  });

  it('refused, and that quickly', async () => {
    const server = await wire();
    await server.stop();
    const started = performance.now();
    const { outcome, series } = await scraper(urlOf(server))(10_000);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'refused' });
    expect(series.get('mongodb_up')).toBe(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('a name that does not resolve', async () => {
    const { outcome } = await scraper('mongodb://mongo.invalid:27017/appsmith')();
    expect(outcome).toMatchObject({ state: 'down', reason: 'dns' });
  });

  it('an SRV record that does not exist', async () => {
    const { outcome } = await scraper('mongodb+srv://user:hunter2@mongo.invalid/appsmith')();
    expect(outcome).toMatchObject({ state: 'down', reason: 'dns' });
    expect(outcome.detail).not.toContain('hunter2');
  });

  it('a certificate file that is not here', async () => {
    const url = urlOf(await wire(), '/appsmith?tls=true&tlsCAFile=/no/such/ca.pem');
    const { outcome } = await scraper(url)();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'tls' });
    expect(outcome.detail).toContain('/no/such/ca.pem');
  });

  it('a connection string that the driver refuses, without a word of it', async () => {
    const url = urlOf(await wire(), '/appsmith?authMechanism=hunter2', 'user:hunter2@');
    const { outcome } = await scraper(url)();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'unsupported' });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('too old for the driver', async () => {
    const { outcome } = await scraper(urlOf(await wire({ version: '4.2.8' })))();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'unsupported' });
  });

  it('TLS asked of a port that does not speak it', async () => {
    const { outcome } = await scraper(urlOf(await wire(), '/appsmith?tls=true'))();
    expect(outcome).toMatchObject({ state: 'down', success: true });
    expect(['tls', 'reset']).toContain(outcome.reason);
  });

  it.each([
    ['closes at once', undefined, 'reset'],
    ['greets like SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'protocol'],
    ['sends a negative length', Buffer.alloc(64, 0xff), 'protocol'],
    ['sends messages of no length', Buffer.alloc(64), 'protocol'],
    ['promises more documents than can be', replyOf(0x7fff_ffff), 'protocol'],
    ['holds a document of negative length', messageOf(-1), 'protocol'],
    ['holds a document longer than itself', messageOf(1 << 20), 'protocol'],
  ])('something else on the port that %s', async (_what, greeting, reason) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket
        .resume()
        .once('close', () => sockets.delete(socket))
        .on('error', () => {});
      if (greeting === undefined) socket.destroy();
      else socket.write(greeting);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { outcome } = await scraper(urlOf(server.address() as { port: number }))(400);
    expect(outcome).toMatchObject({ state: 'down', reason });
    await until(() => sockets.size === 0);
  });

  it.each([
    ['of no length', Buffer.alloc(64)],
    ['shorter than their header', Buffer.from([4, 0, 0, 0, 4, 0, 0, 0])],
    ['longer than any can be', Buffer.from([0xff, 0xff, 0xff, 0x7f])],
  ])('an answer of messages %s', async (_what, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      // While the driver reads, it takes whatever is called a message.
      socket.on('data', () => socket.write(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { outcome } = await scraper(urlOf(server.address() as { port: number }))(400);
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
  });

  it('garbage in the middle of a scrape', async () => {
    const server = await wire({ handlers: { serverStatus: () => GARBAGE } });
    const { outcome, series } = await scraper(urlOf(server))(400);
    expect(outcome.state).toBe('up');
    expect(outcome.reason).toBeDefined();
    expect(series.get('mongodb_up')).toBe(1);
    await until(() => server.connections() === 0);
  });

  it('a connection cut in the middle of a scrape keeps what was read before', async () => {
    const server = await wire({ handlers: { dbStats: () => CUT } });
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'reset' });
    expect(series.get('mongodb_connections_max')).toBe(838_860);
  });

  it.each(['ismaster', 'ping', 'serverStatus', 'dbStats'])(
    'hangs in %s: cut off at the deadline, every socket closed',
    async (command) => {
      const server = await wire({ handlers: { [command]: () => HANG } });
      const started = performance.now();
      const { outcome, series } = await scraper(urlOf(server))(300);
      expect(performance.now() - started).toBeLessThan(1000);
      expect(outcome).toMatchObject({ reason: 'timeout', success: false });
      const answered = command === 'serverStatus' || command === 'dbStats';
      expect(series.get('mongodb_up')).toBe(answered ? 1 : 0);
      await until(() => server.connections() === 0);
    },
  );
});
