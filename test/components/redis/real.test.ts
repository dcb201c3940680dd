// Redis against real servers: what is exposed, passwords, rights, TLS, restarts, and the number of connections.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accepts, startPeer, until } from '../../peers/process.ts';
import { needPromtool, promtoolCheckMetrics } from '../../peers/promtool.ts';
import {
  needRedis,
  type RedisOptions,
  startRedis,
  startRedisCluster,
  startSentinel,
} from '../../peers/redis.ts';
import { redisTarget, scrapeRedis } from './support.ts';

const MAIN = '{store="main"}';

async function real(options?: RedisOptions) {
  const server = await startRedis(options);
  onTestFinished(server.stop);
  return server;
}

/** Connections that the server has accepted; asking costs one. */
async function received(server: { cli(...args: string[]): Promise<string> }): Promise<number> {
  const info = await server.cli('info', 'stats');
  return Number(/total_connections_received:(\d+)/.exec(info)?.[1]);
}

describe.runIf(needRedis())('a real Redis', () => {
  it('tells everything', async () => {
    const server = await real({ config: ['maxmemory 10mb', 'maxmemory-policy allkeys-lru'] });
    await server.cli('config', 'set', 'slowlog-log-slower-than', '0');
    await server.cli('set', 'a', '1', 'EX', '1000');
    await server.cli('lpush', 'a', 'wrong type').catch(() => undefined);
    const { outcome, series } = await scrapeRedis(redisTarget({ url: server.url }));
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
    expect(Object.fromEntries(series)).toMatchObject({
      [`redis_up${MAIN}`]: 1,
      [`redis_max_clients${MAIN}`]: 10_000,
      [`redis_memory_max_bytes${MAIN}`]: 10 * 1024 * 1024,
      [`redis_connected_clients${MAIN}`]: 1,
      'redis_db_keys{store="main",db="db0"}': 1,
      'redis_db_keys_expiring{store="main",db="db0"}': 1,
      'redis_commands_total{store="main",cmd="set"}': 1,
      'redis_commands_failed_calls_total{store="main",cmd="lpush"}': 1,
      'redis_errors_total{store="main",err="WRONGTYPE"}': 1,
      'redis_latency_percentiles_seconds_count{store="main",cmd="set"}': 1,
    });
    expect(series.get(`redis_slowlog_length${MAIN}`)).toBeGreaterThan(0);
    expect(series.get(`redis_slowlog_last_id${MAIN}`)).toBeGreaterThan(0);
    expect(series.get(`redis_last_slow_execution_duration_seconds${MAIN}`)).toBeLessThan(1);
    expect(series.get(`redis_ping_duration_seconds${MAIN}`)).toBeLessThan(1);
  });

  it('is asked over one connection, whatever the number of scrapes', async () => {
    const server = await real();
    const target = redisTarget({ url: server.url });
    const before = await received(server);
    for (let i = 0; i < 20; i++) {
      const { outcome } = await scrapeRedis(target);
      expect(outcome.reason).toBeUndefined();
    }
    // One for the exporter, one for this question.
    expect((await received(server)) - before).toBe(2);
    expect(await server.cli('client', 'list')).toContain('name=appsmith-exporter');
    await target.close();
    const left = async () => !(await server.cli('client', 'list')).includes('appsmith-exporter');
    await until(left, 'the connection stayed');
  });

  it('is read again by the first scrape after a restart', async () => {
    const first = await real();
    const target = redisTarget({ url: first.url });
    await scrapeRedis(target);
    await first.stop();
    expect((await scrapeRedis(target)).outcome).toMatchObject({ state: 'down', reason: 'refused' });
    const again = await startPeer('redis', (_, dir) => ({
      command: 'redis-server',
      args: ['--bind', '127.0.0.1', '--port', `${first.port}`, '--dir', dir],
      ready: () => accepts(first.port),
      url: first.url,
    }));
    onTestFinished(again.stop);
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get(`redis_up${MAIN}`)).toBe(1);
  });

  it('may cut the connection anywhere in a scrape: the next one is whole', async () => {
    const server = await real();
    const target = redisTarget({ url: server.url });
    for (let i = 0; i < 5; i++) {
      const scrape = scrapeRedis(target);
      // Anywhere between the first byte of the scrape and its end.
      if (i > 0) expect(await server.cli('client', 'kill', 'type', 'normal')).toMatch(/\d/);
      const { outcome } = await scrape;
      expect([undefined, 'reset']).toContain(outcome.reason);
      expect((await scrapeRedis(target)).outcome).toMatchObject({ state: 'up', reason: undefined });
    }
  });

  it('is down at the deadline while it is frozen, and back when it thaws', async () => {
    const server = await real();
    const target = redisTarget({ url: server.url });
    await scrapeRedis(target);
    server.signal('SIGSTOP');
    const frozen = await scrapeRedis(target, 300);
    expect(frozen.outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(frozen.series.get(`redis_up${MAIN}`)).toBe(0);
    server.signal('SIGCONT');
    expect((await scrapeRedis(target)).outcome).toMatchObject({ state: 'up', reason: undefined });
    const ours = async () =>
      (await server.cli('client', 'list')).split('\n').filter((line) => /exporter/.test(line));
    await until(async () => (await ours()).length === 1, 'connections were left behind');
  });

  it('wants a password', async () => {
    const server = await real({ password: 'p w"d%' });
    expect((await scrapeRedis(redisTarget({ url: server.url }))).outcome.state).toBe('up');
    for (const login of ['', ':wrong@', 'nobody:wrong@']) {
      const url = `redis://${login}127.0.0.1:${server.port}`;
      const { outcome, series } = await scrapeRedis(redisTarget({ url }));
      expect(outcome).toMatchObject({ state: 'down', reason: 'unauthorized', success: true });
      expect(series.get(`redis_up${MAIN}`)).toBe(0);
    }
  });

  it('lets a user with few rights read what they allow, without noise in its log', async () => {
    const users = [
      'least on >s3cret +info',
      'more on >s3cret +info +ping +slowlog',
      'none on >s3cret',
    ];
    const server = await real({ users });
    const as = (user: string) =>
      redisTarget({ url: `redis://${user}:s3cret@127.0.0.1:${server.port}` });
    const available = (command: string) =>
      `redis_command_available{store="main",command="${command}"}`;

    const least = as('least');
    for (let i = 0; i < 5; i++) {
      const { outcome, series } = await scrapeRedis(least);
      expect(outcome).toMatchObject({ state: 'up', reason: undefined });
      expect(series.get(`redis_up${MAIN}`)).toBe(1);
      const seen = ['ping', 'slowlog', 'latency'].map((command) => series.get(available(command)));
      expect(seen).toEqual([0, 0, 0]);
    }
    // CLIENT SETNAME, PING, SLOWLOG, LATENCY: refused once each.
    const errors = await server.cli('info', 'errorstats');
    expect(errors).toContain('errorstat_NOPERM:count=4');

    const more = await scrapeRedis(as('more'));
    expect(more.series.get(available('slowlog'))).toBe(1);
    expect(more.series.get(`redis_slowlog_length${MAIN}`)).toBe(0);

    const none = await scrapeRedis(as('none'));
    expect(none.outcome).toMatchObject({ state: 'down', reason: 'forbidden', success: true });
  });

  it('speaks TLS, and is believed only with the right certificate', async () => {
    const server = await real({ tls: true });
    const ca = join(server.dir, 'ca.pem');
    const wrong = join(server.dir, 'wrong.pem');
    writeFileSync(wrong, 'no certificate');
    const outcomes = await Promise.all(
      [
        { url: server.url, ca },
        { url: server.url.replace('127.0.0.1', 'localhost'), ca },
        { url: `${server.url}?verifyPeer=NONE` },
        { url: server.url },
        { url: server.url, ca: join(server.dir, 'absent.pem') },
        { url: server.url.replace('rediss', 'redis') },
      ].map(async (values) => (await scrapeRedis(redisTarget(values))).outcome.reason),
    );
    expect(outcomes).toEqual([undefined, undefined, undefined, 'tls', 'tls', 'reset']);
  });

  it('is replicated', async () => {
    const master = await real({ config: ['repl-diskless-sync-delay 0'] });
    const replica = await real({ config: [`replicaof 127.0.0.1 ${master.port}`] });
    const linked = async () => /link_status:up/.test(await replica.cli('info', 'replication'));
    await until(linked, 'the replica did not sync');
    const online = async () => /state=online/.test(await master.cli('info', 'replication'));
    await until(online, 'the replica did not come online');
    const onMaster = await scrapeRedis(redisTarget({ url: master.url }));
    expect(onMaster.series.get(`redis_connected_slaves${MAIN}`)).toBe(1);
    const label = `{store="main",slave_ip="127.0.0.1",slave_port="${replica.port}",slave_state="online"}`;
    expect(onMaster.series.has(`redis_connected_slave_lag_seconds${label}`)).toBe(true);
    const onReplica = await scrapeRedis(redisTarget({ url: replica.url }));
    expect(onReplica.series.get(`redis_master_link_up${MAIN}`)).toBe(1);
    expect(onReplica.text).toContain('role="slave"');
  });

  it('is found by a Sentinel', async () => {
    const master = await real();
    const sentinel = await startSentinel(master);
    onTestFinished(sentinel.stop);
    const target = redisTarget({ url: sentinel.url });
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get(`redis_up${MAIN}`)).toBe(1);
    expect(series.get(`redis_sentinel_masters${MAIN}`)).toBe(1);
    const label = `store="main",master_name="mymaster",master_address="127.0.0.1:${master.port}"`;
    expect(series.get(`redis_sentinel_master_sentinels{${label}}`)).toBe(1);
  });

  it('is a cluster: one node of it is enough to read all', async () => {
    const cluster = await startRedisCluster();
    onTestFinished(cluster.stop);
    const [first] = cluster.nodes;
    const target = redisTarget({ url: `redis-cluster://localhost:${first!.port}` });
    const before = await received(first!);
    for (let i = 0; i < 3; i++) {
      const { outcome, series } = await scrapeRedis(target);
      expect(outcome).toMatchObject({ state: 'up', reason: undefined });
      for (const { port } of cluster.nodes) {
        const node = `{store="main",node="127.0.0.1:${port}"}`;
        expect(series.get(`redis_up${node}`)).toBe(1);
        expect(series.get(`redis_cluster_state${node}`)).toBe(1);
        expect(series.get(`redis_cluster_slots_assigned${node}`)).toBe(16_384);
      }
    }
    // By the URL's name, by the cluster's name for it, and this question.
    expect((await received(first!)) - before).toBe(3);
  }, 30_000);

  it('may have another one beside it for Git in memory, told apart in every trouble', async () => {
    const main = await real();
    const git = await real({
      password: 'git-pw',
      config: ['maxmemory 3mb', 'maxmemory-policy allkeys-lru'],
    });
    const GIT = '{store="git"}';
    const target = redisTarget({ url: main.url, git_url: git.url });
    await git.cli('config', 'resetstat');
    for (let i = 0; i < 40; i++) await git.cli('setrange', `purpose=repo/${i}`, '100000', 'x');
    const full = await scrapeRedis(target);
    expect(full.outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(full.series.get(`redis_evicted_keys_total${GIT}`)).toBeGreaterThan(0);
    expect(full.series.get(`redis_evicted_keys_total${MAIN}`)).toBe(0);
    await git.cli('config', 'set', 'maxmemory-policy', 'noeviction');
    await git.cli('config', 'set', 'maxmemory', '1mb');
    await git.cli('set', 'one', 'more').catch(() => undefined);
    const refused = await scrapeRedis(target);
    expect(refused.series.get('redis_errors_total{store="git",err="OOM"}')).toBeGreaterThan(0);
    const ups = async (settings = target) => {
      const { outcome, series } = await scrapeRedis(settings);
      return [outcome.reason, series.get(`redis_up${MAIN}`), series.get(`redis_up${GIT}`)];
    };
    expect(await ups()).toEqual([undefined, 1, 1]);
    const wrong = redisTarget({ url: main.url, git_url: git.url.replace('git-pw', 'wrong') });
    expect(await ups(wrong)).toEqual(['unauthorized', 1, 0]);
    await git.stop();
    expect(await ups()).toEqual(['refused', 1, 0]);
  });

  it.runIf(needPromtool())('gives what promtool has nothing to say about', async () => {
    const server = await real();
    const { text } = await scrapeRedis(
      redisTarget({ url: server.url, git_url: `${server.url}/1` }),
    );
    expect(await promtoolCheckMetrics(text)).toEqual([]);
  });
});
