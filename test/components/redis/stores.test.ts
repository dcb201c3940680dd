// Which Redis there are: configuration, the second one of Git, Sentinels, clusters.
import { describe, expect, it } from 'vitest';
import { redis } from '../../../src/components/redis/index.ts';
import { HANG } from '../../../src/demo/redis-wire/index.ts';
import type { Configured } from '../../../src/scrape/component.ts';
import { settingsOf } from '../../support/component.ts';
import { refusedUrl } from '../../support/http.ts';
import { redisTarget, scrapeRedis, wire } from './support.ts';

const configure = (values: Record<string, string>, kind?: 'env' | 'docker.env') =>
  redis.configure(settingsOf(redis, values, kind), {}) as Configured;

describe('configuration', () => {
  it('is absent without a URL', () => {
    expect(configure({})).toMatchObject({ absent: 'no URL is set' });
    expect(configure({ url: '' })).toMatchObject({ absent: 'no URL is set' });
  });

  it('shows no secret', () => {
    const { address } = configure({ url: 'rediss://me:hunter2@cache:6380/1' });
    expect(address).toBe('rediss://cache:6380/1');
  });

  it.each([
    [{ url: 'redis://127.0.0.1:6379' }, 'docker.env', true],
    [{ url: 'redis://127.0.0.1:6379', git_url: 'redis://localhost' }, 'docker.env', true],
    [{ url: 'redis://127.0.0.1:6379' }, 'env', false],
    [{ url: 'redis://redis:6379' }, 'docker.env', false],
    [{ url: 'redis://127.0.0.1', git_url: 'redis://git' }, 'docker.env', false],
  ] as const)('%j from %s may not be there: %s', (values, kind, uncertain) => {
    expect(configure(values, kind).presence).toEqual({ program: 'redis', uncertain });
  });

  it('takes the Git Redis for a second one where it is another', () => {
    const url = 'redis://127.0.0.1:6379';
    expect(configure({ url, git_url: 'redis://:pw@localhost:6379/0' }).address).toBe(url);
    expect(configure({ url, git_url: 'redis://git:6379' }).address).toBe(
      'redis://127.0.0.1:6379 and redis://git:6379',
    );
    expect(configure({ git_url: 'redis://git' }).address).toBe('redis://git:6379');
  });

  it('says that a URL cannot be read, without showing it, and is down', async () => {
    const url = 'postgres://:hunter2@h';
    const target = redisTarget({ url });
    const { outcome } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'down', reason: 'unsupported', success: true });
    expect(outcome.notes[0]).toMatchObject({ level: 'warning', code: 'redis-url-unreadable' });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('reads the main Redis though the URL of Git cannot be read', async () => {
    const { url } = await wire();
    const { outcome } = await scrapeRedis(redisTarget({ url, git_url: 'nonsense' }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(outcome.notes[0]?.code).toBe('redis-url-unreadable');
  });
});

describe('the Redis of Git', () => {
  it('has series of its own', async () => {
    const [main, git] = [await wire(), await wire()];
    const { outcome, series } = await scrapeRedis(redisTarget({ url: main.url, git_url: git.url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    for (const store of ['main', 'git']) {
      expect(series.get(`redis_up{store="${store}"}`)).toBe(1);
      expect(series.has(`redis_db_keys{store="${store}",db="db0"}`)).toBe(true);
    }
  });

  it('is down by itself', async () => {
    const main = await wire();
    const git_url = (await refusedUrl()).replace('http', 'redis');
    const { outcome, series } = await scrapeRedis(redisTarget({ url: main.url, git_url }));
    expect(outcome).toMatchObject({ state: 'up', reason: 'refused', success: true });
    expect(outcome.detail).toMatch(/^git: /);
    expect(series.get('redis_up{store="main"}')).toBe(1);
    expect(series.get('redis_up{store="git"}')).toBe(0);
  });

  it('does not make the component up when the main one is down', async () => {
    const git = await wire();
    const url = (await refusedUrl()).replace('http', 'redis');
    const { outcome, series } = await scrapeRedis(redisTarget({ url, git_url: git.url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
    expect(series.get('redis_up{store="main"}')).toBe(0);
    expect(series.get('redis_up{store="git"}')).toBe(1);
  });

  it('costs only its own series when it hangs', async () => {
    const [main, git] = [await wire(), await wire({ handlers: { PING: () => HANG } })];
    const target = redisTarget({ url: main.url, git_url: git.url });
    const { outcome, series } = await scrapeRedis(target, 300);
    expect(outcome).toMatchObject({ state: 'up', reason: 'timeout', success: false });
    expect(series.get('redis_up{store="main"}')).toBe(1);
    expect(series.get('redis_up{store="git"}')).toBe(0);
    expect(series.has('redis_slowlog_length{store="main"}')).toBe(true);
    expect(main.connections()).toBe(1);
  });
});

describe('Sentinels', () => {
  const at = ({ port }: { port: number }) => ({ host: '127.0.0.1', port });
  const urlOf = (...ports: number[]) =>
    `redis-sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/0#main`;

  it('lead to the master, and follow it when it moves', async () => {
    const [old, next] = [await wire(), await wire()];
    const masters = { main: at(old) };
    const sentinel = await wire({ masters });
    const target = redisTarget({ url: urlOf(sentinel.port) });
    for (let i = 0; i < 3; i++) await scrapeRedis(target);
    expect([sentinel.accepted(), old.accepted(), next.accepted()]).toEqual([1, 1, 0]);
    masters.main = at(next);
    const { outcome, text } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(text).toContain(`tcp_port="${next.port}"`);
    await expect.poll(old.connections).toBe(0);
  });

  it('are asked one after the other', async () => {
    const master = await wire();
    const dead = Number(new URL(await refusedUrl()).port);
    const hung = await wire({ handlers: { PING: () => HANG } });
    const unaware = await wire({ masters: {} });
    const good = await wire({ masters: { main: at(master) } });
    const target = redisTarget({ url: urlOf(dead, hung.port, unaware.port, good.port) });
    const { outcome } = await scrapeRedis(target, 1000);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it.each([
    ['know no such master', {}, 'no_primary'],
    ['are gone', undefined, 'refused'],
  ])('%s', async (_, masters, reason) => {
    const port = masters
      ? (await wire({ masters })).port
      : Number(new URL(await refusedUrl()).port);
    const { outcome, series } = await scrapeRedis(redisTarget({ url: urlOf(port) }));
    expect(outcome).toMatchObject({ state: 'down', reason, success: true });
    expect(series.get('redis_up{store="main"}')).toBe(0);
  });

  it('of the Git Redis are gone while the main one is fine', async () => {
    const { url } = await wire();
    const git_url = urlOf(Number(new URL(await refusedUrl()).port));
    const { series } = await scrapeRedis(redisTarget({ url, git_url }));
    expect(series.get('redis_up{store="main"}')).toBe(1);
    expect(series.get('redis_up{store="git"}')).toBe(0);
  });

  it('hang', async () => {
    const sentinel = await wire({ handlers: { SENTINEL: () => HANG } });
    const { outcome, series } = await scrapeRedis(redisTarget({ url: urlOf(sentinel.port) }), 300);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    expect(series.get('redis_up{store="main"}')).toBe(0);
    await expect.poll(sentinel.connections).toBe(0);
  });

  it('need not tell how they are, and are not asked again and again', async () => {
    const master = await wire();
    const sentinel = await wire({ masters: { main: at(master) } });
    const target = redisTarget({ url: urlOf(sentinel.port) });
    for (let i = 0; i < 3; i++) {
      const { outcome, text } = await scrapeRedis(target);
      expect(outcome).toMatchObject({ state: 'up', reason: undefined });
      expect(text).not.toMatch(/redis_sentinel_master_(ok|ckquorum)/);
    }
    const asked = (what: string) => sentinel.log.filter((line) => line.includes(what)).length;
    expect([asked('replicas'), asked('sentinels'), asked('ckquorum')]).toEqual([1, 1, 1]);
  });

  it('get the password only when they ask for one', async () => {
    const master = await wire({ password: 'pw' });
    const open = await wire({ masters: { main: at(master) } });
    const shut = await wire({ masters: { main: at(master) }, password: 'pw' });
    for (const sentinel of [open, shut]) {
      const url = urlOf(sentinel.port).replace('//', '//:pw@');
      const { outcome } = await scrapeRedis(redisTarget({ url }));
      expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    }
    expect(open.log.some((line) => line.startsWith('AUTH'))).toBe(false);
    expect(shut.log.some((line) => line.startsWith('AUTH'))).toBe(true);
  });
});
