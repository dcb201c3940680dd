// The documented Redis user against real servers: everything is told, nothing refused, and MONITOR sees only reading commands.
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { redis } from '../../src/components/redis/index.ts';
import { until } from '../peers/process.ts';
import {
  needRedis,
  type Redis,
  startRedis,
  startRedisCluster,
  startSentinel,
} from '../peers/redis.ts';
import { scrapeText, targetOf } from '../support/component.ts';
import { redisAcl, sentinelRules, table } from './page.ts';

const { user, rules, placeholder } = redisAcl();
const PASSWORD = 'a-long-random-one';

/** A Redis with something in its slow log and a latency spike. */
async function real(): Promise<Redis> {
  const server = await startRedis();
  onTestFinished(server.stop);
  await eventful(server);
  return server;
}

async function eventful(server: Redis): Promise<void> {
  await server.cli('config', 'set', 'slowlog-log-slower-than', '0');
  await server.cli('config', 'set', 'latency-monitor-threshold', '1');
  await server.cli('debug', 'sleep', '0.005').catch(() => undefined);
  await server.cli('eval', 'local t = 0; for i = 1, 3e6 do t = t + i end', '0');
}

/** Makes the page's user, without `taken`. */
async function grant(server: Redis, taken?: string): Promise<void> {
  const words = rules.map((rule) => (rule === placeholder ? `>${PASSWORD}` : rule));
  const kept = words.filter((rule) => rule !== taken);
  expect(await server.cli('ACL', 'SETUSER', user, 'reset', ...kept)).toBe('OK');
}

async function scrape(url: string) {
  const target = targetOf(redis, { url });
  onTestFinished(() => target.close());
  const { result, series } = await scrapeText(target);
  const names = new Set([...series.keys()].map((key) => key.split('{')[0]!));
  return { outcome: result.outcomes[0]!, names, series };
}

const urlFor = ({ port }: Redis) => `redis://${user}:${PASSWORD}@127.0.0.1:${port}`;
const sorted = (names: Iterable<string>) => [...names].sort();

describe.runIf(needRedis())('the documented Redis user', () => {
  it('sees all that the default user sees, and is never refused', async () => {
    const server = await real();
    await grant(server);
    const [mine, all] = [await scrape(urlFor(server)), await scrape(server.url)];
    expect(sorted(mine.names)).toEqual(sorted(all.names));
    expect(mine.outcome).toMatchObject({ state: 'up', success: true, notes: [] });
    const refused = [...mine.series].filter(([key, value]) => /available/.test(key) && value === 0);
    expect(refused).toEqual([]);
    expect(await server.cli('ACL', 'LOG')).toBe('');
    expect(await server.cli('INFO', 'errorstats')).not.toContain('NOPERM');
    expect(await server.cli('CLIENT', 'LIST')).toContain('name=appsmith-exporter');
  });

  it('may touch no key and change nothing', async () => {
    const server = await real();
    await grant(server);
    const attempts = [
      ['GET', 'k'],
      ['SET', 'k', 'v'],
      ['KEYS', '*'],
      ['SCAN', '0'],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['SLOWLOG', 'RESET'],
      ['ACL', 'LIST'],
      ['SHUTDOWN'],
    ];
    for (const words of attempts) {
      const said = await server.cli('ACL', 'DRYRUN', user, ...words);
      expect(said, words.join(' ')).toMatch(/has no permissions/);
    }
  });

  it('has a row in the table for each command', () => {
    const granted = rules.filter((rule) => rule.startsWith('+'));
    const explained = table('command').map(({ right }) => right);
    expect(sorted(explained)).toEqual(sorted(granted));
  });

  const rows = table('command').filter(({ cells }) => !/cluster|CLIENT LIST/.test(cells[1]!));
  it.each(rows)('without $right loses just what the table says', async (row) => {
    const server = await real();
    await grant(server, row.right);
    const [mine, all] = [await scrape(urlFor(server)), await scrape(server.url)];
    const lost = [...all.names].filter((name) => !mine.names.has(name));
    expect(row.metrics.length).toBeGreaterThan(0);
    expect(row.metrics.filter((name) => !lost.includes(name))).toEqual([]);
    if (row.right !== '+info') {
      expect(mine.series.get('redis_up{store="main"}')).toBe(1);
      expect(lost.filter((name) => !/slow|latency_spike|ping/.test(name))).toEqual([]);
    } else expect(mine.outcome).toMatchObject({ state: 'down', reason: 'forbidden' });
  });

  it('sees a whole cluster', async () => {
    const cluster = await startRedisCluster();
    onTestFinished(cluster.stop);
    await Promise.all(cluster.nodes.map((node) => grant(node)));
    const [first] = cluster.nodes;
    const at = `127.0.0.1:${first!.port}`;
    const mine = await scrape(`redis-cluster://${user}:${PASSWORD}@${at}`);
    const all = await scrape(`redis-cluster://${at}`);
    expect(sorted(mine.names)).toEqual(sorted(all.names));
    expect([...mine.series.keys()].filter((key) => key.startsWith('redis_up{'))).toHaveLength(3);
    for (const node of cluster.nodes) expect(await node.cli('ACL', 'LOG')).toBe('');
  });
});

describe.runIf(needRedis())('the documented user of a Sentinel', () => {
  it('leads to the master and is never refused', async () => {
    const master = await real();
    await grant(master);
    const sentinel = await startSentinel(master);
    onTestFinished(sentinel.stop);
    const cli = async (...words: string[]) => {
      const base = ['--no-auth-warning', '-p', String(sentinel.port)];
      return (await promisify(execFile)('redis-cli', [...base, ...words])).stdout.trim();
    };
    const rights = [`>${PASSWORD}`, 'resetkeys', 'resetchannels', '-@all', ...sentinelRules()];
    expect(await cli('ACL', 'SETUSER', user, 'reset', 'on', ...rights)).toBe('OK');
    expect(await cli('ACL', 'SETUSER', 'default', 'resetpass', '>another')).toBe('OK');
    const mine = await scrape(
      `redis-sentinel://${user}:${PASSWORD}@127.0.0.1:${sentinel.port}/0#mymaster`,
    );
    expect(mine.outcome).toMatchObject({ state: 'up', success: true, notes: [] });
    expect(mine.series.get('redis_up{store="main"}')).toBe(1);
    expect(mine.names).toContain('redis_sentinel_master_status');
    expect(await cli('--user', 'default', '--pass', 'another', 'ACL', 'LOG')).toBe('');
  });
});

/** Everything that other clients send from now on, as MONITOR shows it. */
async function monitor({ port }: Redis): Promise<() => string[]> {
  let text = '';
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write('MONITOR\r\n');
  await until(async () => text.startsWith('+OK'), 'MONITOR was not answered');
  return () => text.split('\r\n').filter((line) => /^\+\d/.test(line));
}

/** Calls by command since the statistics were reset. */
async function calls(server: Redis): Promise<Map<string, number>> {
  const info = await server.cli('INFO', 'commandstats');
  return new Map(
    [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, n]) => [name!, Number(n)]),
  );
}

/** Grows with every write since the server started. */
async function changes(server: Redis): Promise<string | undefined> {
  const info = await server.cli('INFO', 'persistence');
  return /^rdb_changes_since_last_save:(\d+)/m.exec(info)?.[1];
}

describe.runIf(needRedis())('twenty scrapes of a real Redis', () => {
  it('send the documented commands only, and change nothing', async () => {
    const server = await real();
    await grant(server);
    await server.cli('set', 'k', 'v');
    const before = await changes(server);
    expect(before).toBe('1');
    const target = targetOf(redis, { url: urlFor(server) });
    onTestFinished(() => target.close());
    const seen = await monitor(server);
    await server.cli('CONFIG', 'RESETSTAT');
    for (let i = 0; i < 20; i++) await scrapeText(target);
    await until(
      async () => seen().length >= 20 * 2,
      () => `only ${seen().length} commands`,
    );
    const granted = new Set(rules.filter((rule) => rule.startsWith('+')).map((r) => r.slice(1)));

    // MONITOR has the arguments (AUTH's are redacted), but leaves out what it holds for administration.
    const sent = seen().map((line) =>
      [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word!.toLowerCase()),
    );
    const known = ([name = '', first = '']: string[]) =>
      name === 'auth' || granted.has(name) || granted.has(`${name}|${first}`);
    expect(sent.filter((words) => !known(words))).toEqual([]);

    // The statistics have every command; AUTH needs no right, CONFIG RESETSTAT was the test's own.
    const counted = await calls(server);
    const others = [...counted.keys()].filter((name) => !granted.has(name));
    expect(others.sort()).toEqual(['auth', 'config|resetstat']);
    for (const name of ['ping', 'info', 'slowlog|len', 'slowlog|get', 'latency|latest']) {
      expect(counted.get(name), name).toBe(20);
    }
    expect(await changes(server)).toBe(before);
  });
});
