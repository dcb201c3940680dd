// Real clusters and Sentinels in trouble: a node that dies, a failover, a quorum that is lost.
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../peers/process.ts';
import { needRedis, startRedis, startRedisCluster, startSentinel } from '../../peers/redis.ts';
import { redisTarget, scrapeRedis } from './support.ts';

async function real(config: readonly string[] = []) {
  const server = await startRedis({ config });
  onTestFinished(server.stop);
  return server;
}

describe.runIf(needRedis())('a real cluster', () => {
  it('says which node is down, and which slots went with it', async () => {
    const cluster = await startRedisCluster(['cluster-node-timeout 1000']);
    onTestFinished(cluster.stop);
    const [first, second, third] = cluster.nodes as [
      (typeof cluster.nodes)[0],
      (typeof cluster.nodes)[0],
      (typeof cluster.nodes)[0],
    ];
    const target = redisTarget({ url: `redis-cluster://127.0.0.1:${first.port}` });
    const scrape = async () => {
      const { outcome, series } = await scrapeRedis(target);
      const of = (name: string, { port }: { port: number }) =>
        series.get(`redis_${name}{store="main",node="127.0.0.1:${port}"}`);
      return { outcome, of };
    };
    const well = await scrape();
    const slots = cluster.nodes.map((node) => well.of('cluster_node_slots', node) ?? 0);
    expect(slots.reduce((a, b) => a + b)).toBe(16_384);
    for (const node of cluster.nodes) {
      expect(well.of('cluster_node_failed', node)).toBe(0);
      expect(well.of('cluster_node_suspected', node)).toBe(0);
    }
    await third.stop();
    const agreed = async () => (await scrape()).of('cluster_node_failed', third) === 1;
    await until(agreed, 'the others did not agree that the node is down');
    const lost = async () => (await scrape()).of('cluster_state', first) === 0;
    await until(lost, 'the cluster did not stop to serve');
    const { outcome, of } = await scrape();
    // The one that the cluster has given up is not even tried.
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect([of('up', first), of('up', second), of('up', third)]).toEqual([1, 1, 0]);
    expect([of('cluster_node_suspected', third), of('cluster_node_failed', first)]).toEqual([1, 0]);
    expect(of('cluster_slots_fail', first)).toBe(slots[2]);
  }, 30_000);
});

describe.runIf(needRedis())('a real Sentinel', () => {
  it('shows its own view, and a failover is followed', async () => {
    const master = await real(['repl-diskless-sync-delay 0']);
    const replica = await real([`replicaof 127.0.0.1 ${master.port}`]);
    const linked = async () => /state=online/.test(await master.cli('info', 'replication'));
    await until(linked, 'the replica did not come online');
    const sentinel = await startSentinel(master);
    onTestFinished(sentinel.stop);
    const target = redisTarget({ url: sentinel.url });
    const scrape = async () => {
      const { outcome, series, text } = await scrapeRedis(target);
      const of = (name: string, { port }: { port: number }) =>
        series.get(
          `redis_sentinel_master_${name}{store="main",master_name="mymaster",master_address="127.0.0.1:${port}"}`,
        );
      return { outcome, of, text };
    };
    await until(
      async () => (await scrape()).of('ok_slaves', master) === 1,
      'the Sentinel did not see the replica',
    );
    const before = await scrape();
    expect(before.outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(before.text).toContain(`tcp_port="${master.port}"`);
    expect(before.of('ok_sentinels', master)).toBe(1);
    expect(before.of('ckquorum_status', master)).toBe(1);
    await master.stop();
    const moved = async () => {
      const { outcome, text } = await scrape();
      return outcome.state === 'up' && text.includes(`tcp_port="${replica.port}"`);
    };
    await until(moved, 'the failover was not followed', 20_000);
    const after = await scrape();
    expect(after.text).toContain('role="master"');
    expect(after.of('ok_slaves', replica)).toBe(0);
    expect(after.of('ckquorum_status', master)).toBeUndefined();
  }, 40_000);

  it('says that it alone is too few', async () => {
    const master = await real();
    const sentinel = await startSentinel(master, { quorum: 2 });
    onTestFinished(sentinel.stop);
    const target = redisTarget({ url: sentinel.url });
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    const label = `store="main",master_name="mymaster",master_address="127.0.0.1:${master.port}"`;
    expect(series.get(`redis_sentinel_master_ckquorum_status{${label}}`)).toBe(0);
    expect(series.get(`redis_sentinel_master_ok_sentinels{${label}}`)).toBe(1);
  });
});
