// Proves the Redis starters: plain, with password and ACL user, TLS, cluster, Sentinel.
import { describe, expect, it, onTestFinished } from 'vitest';
import { accepts } from './process.ts';
import { needRedis, startRedis, startRedisCluster, startSentinel } from './redis.ts';

describe.runIf(needRedis())('redis starter', () => {
  it('starts a server that answers and is gone after stop', async () => {
    const redis = await startRedis({ config: ['maxmemory 10mb'] });
    onTestFinished(redis.stop);
    expect(await redis.cli('ping')).toBe('PONG');
    expect(await redis.cli('info', 'memory')).toContain('maxmemory:10485760');
    await redis.stop();
    expect(await accepts(redis.port)).toBe(false);
  });

  it('asks for a password and knows ACL users', async () => {
    const redis = await startRedis({ password: 'p w"d', users: ['exporter on >secret +info'] });
    onTestFinished(redis.stop);
    expect(await redis.cli('ping')).toBe('PONG');
    expect(redis.url).toBe(`redis://:p%20w%22d@127.0.0.1:${redis.port}`);
    expect(await redis.cli('--user', 'exporter', '--pass', 'secret', 'ping')).toMatch(/NOPERM/);
  });

  it('serves TLS', async () => {
    const redis = await startRedis({ tls: true });
    onTestFinished(redis.stop);
    expect(redis.url).toMatch(/^rediss:/);
    expect(redis.ca).toMatch(/BEGIN CERTIFICATE/);
    expect(await redis.cli('ping')).toBe('PONG');
  });

  it('forms a cluster of three masters', async () => {
    const cluster = await startRedisCluster();
    onTestFinished(cluster.stop);
    const nodes = (await cluster.nodes[0]!.cli('cluster', 'nodes')).split('\n');
    expect(nodes.filter((line) => line.includes('master'))).toHaveLength(3);
  });

  it('watches a master by Sentinel', async () => {
    const master = await startRedis();
    onTestFinished(master.stop);
    const sentinel = await startSentinel(master);
    onTestFinished(sentinel.stop);
    expect(sentinel.url).toMatch(/\/mymaster$/);
  });
});
