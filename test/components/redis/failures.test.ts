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
const available = (command: string) => `redis_command_available{store="main",command="${command}"}`;

describe('a Redis that cannot be read', () => {
  it('refuses', async () => {
    const url = (await refusedUrl()).replace('http', 'redis');
    const { outcome, series } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get(UP)).toBe(0);
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

describe('a Redis that answers in part', () => {
  it('is loading: everything that INFO tells, and redis_up 0', async () => {
    const loading = () => failure('LOADING Redis is loading the dataset in memory');
    const server = await wire({ handlers: { PING: loading, CLIENT: loading, SLOWLOG: loading } });
    const { outcome, series } = await scrapeRedis(redisTarget({ url: server.url }));
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy', success: true });
    expect(series.get(UP)).toBe(0);
    expect(series.get('redis_connected_clients{store="main"}')).toBe(1);
    expect(series.has('redis_ping_duration_seconds{store="main"}')).toBe(false);
  });

  it('cannot save, so that it refuses PING', async () => {
    const handlers = { PING: () => failure('MISCONF Redis is configured to save RDB snapshots') };
    const { url } = await wire({ handlers });
    const { outcome, series } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy' });
    expect(outcome.detail).toContain('MISCONF');
    expect(series.get(UP)).toBe(0);
  });

  it('is managed: refused commands are absent, said once, and not asked again', async () => {
    const no: Handlers = {
      CLIENT: (args) => unknownCommand('CLIENT', args),
      SLOWLOG: () => noPermission('slowlog|len'),
      LATENCY: () => failure('ERR Command is not available: LATENCY. See our documentation'),
      CONFIG: (args) => unknownCommand('CONFIG', args),
    };
    const info = () => ({
      Server: { redis_version: '6.2.6' },
      Keyspace: { db0: 'keys=3,expires=1' },
    });
    const server = await wire({ handlers: no, info });
    const target = redisTarget({ url: server.url });
    for (let i = 0; i < 3; i++) {
      const { outcome, series } = await scrapeRedis(target);
      expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
      expect(series.get(UP)).toBe(1);
      for (const command of ['slowlog', 'latency', 'config']) {
        expect(series.get(available(command)), command).toBe(0);
      }
      expect(series.get(available('ping'))).toBe(1);
      expect(series.get('redis_db_keys{store="main",db="db0"}')).toBe(3);
      const names = [...series.keys()].join('\n');
      expect(names).not.toMatch(/redis_slowlog|redis_latency_spike|redis_max_clients|db_avg_ttl/);
    }
    const asked = (command: string) => server.log.filter((line) => line.startsWith(command)).length;
    expect(['SLOWLOG', 'LATENCY', 'CONFIG', 'CLIENT'].map(asked)).toEqual([1, 1, 1, 1]);
  });

  it('asks again on a new connection: rights may have changed', async () => {
    const server = await wire({ handlers: { SLOWLOG: () => noPermission('slowlog') } });
    const target = redisTarget({ url: server.url });
    expect((await scrapeRedis(target)).series.get(available('slowlog'))).toBe(0);
    server.script({
      SLOWLOG: ([sub]) => (sub === 'LEN' ? 2 : [[9, 1_700_000_000, 12_500, ['GET', 'secret']]]),
    });
    server.disconnect();
    const { series, text } = await scrapeRedis(target);
    expect(series.get(available('slowlog'))).toBe(1);
    expect(series.get('redis_slowlog_length{store="main"}')).toBe(2);
    expect(series.get('redis_slowlog_last_id{store="main"}')).toBe(9);
    expect(series.get('redis_last_slow_execution_duration_seconds{store="main"}')).toBe(0.0125);
    expect(series.get('redis_last_slow_execution_timestamp_seconds{store="main"}')).toBe(1.7e9);
    expect(text).not.toContain('secret');
  });

  it('knows no INFO all', async () => {
    let asked = 0;
    const server = await wire();
    server.script({
      INFO: (sections) => {
        asked++;
        return sections.length > 0
          ? failure('ERR syntax error')
          : '# Server\r\nredis_version:5.0.0\r\n';
      },
    });
    const { outcome, text } = await scrapeRedis(redisTarget({ url: server.url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(text).toContain('redis_version="5.0.0"');
    expect(asked).toBe(2);
  });

  it('tells of latency spikes', async () => {
    const LATENCY = () => [
      ['command', 1_405_067_976, 251, 1001],
      ['fork', 1_405_067_900, 5, 7],
    ];
    const { url } = await wire({ handlers: { LATENCY } });
    const { series } = await scrapeRedis(redisTarget({ url }));
    const of = (name: string) =>
      series.get(`redis_latency_spike_${name}{store="main",event_name="command"}`);
    expect(of('duration_seconds')).toBe(0.251);
    expect(of('max_seconds')).toBe(1.001);
    expect(of('last_timestamp_seconds')).toBe(1_405_067_976);
  });

  it('asks nothing that writes, raises load or lists keys', async () => {
    const server = await wire();
    await scrapeRedis(redisTarget({ url: server.url }));
    expect([...new Set(server.log)].sort()).toEqual([
      'CLIENT SETNAME',
      'INFO all',
      'LATENCY LATEST',
      'PING',
      'SLOWLOG GET',
      'SLOWLOG LEN',
    ]);
  });
});

describe('passwords', () => {
  it('are never told, also when the server repeats them', async () => {
    const AUTH: Handlers = { AUTH: (args) => unknownCommand('AUTH', args) };
    const server = await wire({ password: 'hunter2', handlers: AUTH });
    const url = server.url.replace('//', '//:hunter2@');
    const target = redisTarget({ url });
    const { outcome, text } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'down', reason: 'unsupported' });
    expect(JSON.stringify(outcome) + text).not.toContain('hunter2');
  });

  it('are not needed where a server wants none', async () => {
    const server = await wire();
    const url = server.url.replace('//', '//:needless@');
    const { outcome } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('of a named user', async () => {
    const server = await wire({ password: 'x', users: { 'ex porter': 'p@:/?' } });
    const login = `${encodeURIComponent('ex porter')}:${encodeURIComponent('p@:/?')}`;
    const url = server.url.replace('//', `//${login}@`);
    const { outcome } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });
});
