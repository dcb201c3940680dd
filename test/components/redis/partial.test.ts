// Redis that serves in part: loading, managed, with few rights; and passwords, which are never told.
import { describe, expect, it } from 'vitest';
import {
  failure,
  type Handlers,
  noPermission,
  unknownCommand,
} from '../../../src/demo/redis-wire/index.ts';
import { redisTarget, scrapeRedis, wire } from './support.ts';

const UP = 'redis_up{store="main"}';
const available = (command: string) => `redis_command_available{store="main",command="${command}"}`;

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
    const SLOWLOG = (args: readonly string[]) => (args[0] === 'LEN' ? 1 : []);
    const server = await wire({ handlers: { SLOWLOG } });
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

  it('does not ask for the newest slow command where there was none', async () => {
    const server = await wire();
    await scrapeRedis(redisTarget({ url: server.url }));
    expect(server.log).toContain('SLOWLOG LEN');
    expect(server.log).not.toContain('SLOWLOG GET');
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
