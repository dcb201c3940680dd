// Redis that refuses, hangs, lies or goes away: what is told, when, and that nothing is left behind.
import { describe, expect, it } from 'vitest';
import {
  CUT,
  failure,
  GARBAGE,
  HALF,
  HANG,
  type Handlers,
  noPermission,
  Simple,
  unknownCommand,
} from '../../../src/demo/redis-wire/index.ts';
import { refusedUrl } from '../../support/http.ts';
import { redisTarget, scrapeRedis, tcp, wire } from './support.ts';

const UP = 'redis_up{store="main"}';

describe('a Redis that cannot be read', () => {
  it('refuses', async () => {
    const url = (await refusedUrl()).replace('http', 'redis');
    const { outcome, series } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get(UP)).toBe(0);
  });

  it('answers with nulls that nobody asked for, and that ends the connection only', async () => {
    const { url } = await tcp((socket) => {
      socket.on('data', () => socket.write('$-1\r\n'.repeat(9)));
    });
    const { outcome } = await scrapeRedis(redisTarget({ url }));
    expect(outcome.state).toBe('down');
    expect(['protocol', 'reset']).toContain(outcome.reason);
  });

  it('has a name that does not resolve', async () => {
    const target = redisTarget({ url: 'redis://redis.invalid' });
    const { outcome } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'down', reason: 'dns' });
  });

  it.each<[string, Handlers, string]>([
    ['answers PING with another protocol', { PING: () => GARBAGE }, 'protocol'],
    ['answers PING with something else', { PING: () => 'Hello' }, 'protocol'],
    ['answers INFO with a number', { INFO: () => 5 }, 'protocol'],
    ['answers INFO with nonsense', { INFO: () => '<html></html>' }, 'protocol'],
    ['cuts the connection at PING', { PING: () => CUT }, 'reset'],
    ['cuts the connection at INFO', { INFO: () => CUT }, 'reset'],
    [
      'wants a password',
      { PING: () => failure('NOAUTH Authentication required.') },
      'unauthorized',
    ],
    ['forbids INFO', { INFO: () => noPermission('info') }, 'forbidden'],
    ['knows no INFO', { INFO: (args) => unknownCommand('INFO', args) }, 'unsupported'],
    [
      'has no place',
      { INFO: () => CUT, PING: () => failure('ERR max number of clients reached') },
      'unhealthy',
    ],
    ['runs a script', { PING: busy, INFO: busy }, 'unhealthy'],
  ])('%s', async (_, handlers, reason) => {
    const server = await wire({ handlers });
    const { outcome, series } = await scrapeRedis(redisTarget({ url: server.url }));
    expect(outcome).toMatchObject({ state: 'down', reason, success: true });
    expect(series.get(UP)).toBe(0);
    if (reason === 'protocol') await expect.poll(server.connections).toBe(0);
  });

  it.each([
    ['greets like a mail server', '220 mail ESMTP\r\n'],
    ['answers with a web page', 'HTTP/1.1 400 Bad Request\r\n\r\n<html></html>'],
    ['talks TLS', '\x15\x03\x03\x00\x02\x02\x32'],
  ])('is no Redis: %s', async (_, greeting) => {
    const { url } = await tcp((socket) => socket.write(greeting, 'latin1'));
    const { outcome } = await scrapeRedis(redisTarget({ url }), 1000);
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
  });

  it('closes at once what it accepts', async () => {
    const { url } = await tcp((socket) => socket.end());
    const { outcome } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'reset' });
  });

  it('sends without end', async () => {
    const endless = await tcp((socket) => {
      const greetings = ['+OK\r\n', '+PONG\r\n', `$${1 << 30}\r\n`];
      const more = () => {
        while (greetings.length === 0 && !socket.destroyed && socket.write(MEGABYTE));
      };
      socket.on('drain', more);
      socket.on('data', () => {
        socket.write(greetings.shift() ?? '');
        more();
      });
    });
    const { outcome } = await scrapeRedis(redisTarget({ url: endless.url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'too_large', success: true });
    await expect.poll(endless.connections).toBe(0);
  });
});

const MEGABYTE = Buffer.alloc(1 << 20, 'x');

function busy() {
  return failure('BUSY Redis is busy running a script. You can only call SCRIPT KILL.');
}

describe('the deadline', () => {
  it.each<[string, Handlers]>([
    ['the greeting', { CLIENT: () => HANG }],
    ['PING', { PING: () => HANG }],
    ['INFO', { INFO: () => HANG }],
    ['the middle of INFO', { INFO: () => HALF }],
    ['the slow log', { SLOWLOG: () => HANG }],
  ])('ends a scrape that hangs in %s, and the connection with it', async (what, handlers) => {
    const server = await wire({ handlers });
    const started = performance.now();
    const { outcome, series } = await scrapeRedis(redisTarget({ url: server.url }), 300);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(outcome).toMatchObject({ reason: 'timeout', success: false });
    expect(series.get(UP)).toBe(what === 'the slow log' ? 1 : 0);
    await expect.poll(server.connections).toBe(0);
  });

  it('ends a connection attempt to a server that accepts and says nothing', async () => {
    const silent = await tcp((socket) => socket.resume());
    const { outcome } = await scrapeRedis(redisTarget({ url: silent.url }), 300);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    await expect.poll(silent.connections).toBe(0);
  });

  it('leaves time for a new connection when the old one has died without a word', async () => {
    const server = await wire();
    const target = redisTarget({ url: server.url });
    await scrapeRedis(target);
    const pong = new Simple('PONG');
    server.script({ PING: (_, { id }) => (id === 1 ? HANG : pong) });
    const { outcome, series } = await scrapeRedis(target, 1000);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get(UP)).toBe(1);
    await expect.poll(server.connections).toBe(1);
    expect(server.accepted()).toBe(2);
  });

  it('spoils nothing for the next scrape', async () => {
    const server = await wire({ handlers: { INFO: () => HANG } });
    const target = redisTarget({ url: server.url });
    await scrapeRedis(target, 300);
    const { INFO } = (await import('../../../src/demo/redis-wire/commands.ts')).standardHandlers({
      port: 1,
      info: () => ({ Server: { redis_version: '7.0.15' } }),
    });
    server.script({ INFO: INFO! });
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get(UP)).toBe(1);
    await expect.poll(server.connections).toBe(1);
    expect(server.accepted()).toBe(2);
  });
});

describe('scrapes that overlap with different components', () => {
  const only = (timeoutMs: number, ...names: string[]) => ({ timeoutMs, only: new Set(names) });

  it('share the connection', async () => {
    const server = await wire();
    const target = redisTarget({ url: server.url });
    const results = await Promise.all([
      target.scrape({ timeoutMs: 5000 }),
      target.scrape(only(5000, 'redis')),
      target.scrape(only(5000, 'redis', 'rts')),
    ]);
    for (const { outcomes } of results) expect(outcomes[0]?.reason).toBeUndefined();
    expect(server.accepted()).toBe(1);
  });

  it('do not suffer from the one that is cancelled', async () => {
    let hang = true;
    const server = await wire();
    const pong = new Simple('PONG');
    server.script({ PING: () => (hang ? HANG : pong) });
    const target = redisTarget({ url: server.url });
    const short = target.scrape({ timeoutMs: 100 });
    const long = target.scrape(only(5000, 'redis'));
    expect((await short).outcomes[0]).toMatchObject({ reason: 'timeout' });
    hang = false;
    expect((await long).outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
  });
});
