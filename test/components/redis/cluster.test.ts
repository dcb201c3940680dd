// A cluster: its nodes are found by any of them, and each is read for itself.
import { describe, expect, it } from 'vitest';
import { parseClusterNodes } from '../../../src/components/redis/cluster.ts';
import { failure, noPermission } from '../../../src/demo/redis-wire/index.ts';
import { refusedUrl } from '../../support/http.ts';
import { redisTarget, scrapeRedis, wire } from './support.ts';

describe('a cluster', () => {
  const line = (address: string, flags: string) =>
    `id${address} ${address} ${flags} - 0 0 1 connected`;
  const seed = { host: 'seed', port: 6379 };

  it('lists its nodes', () => {
    const text = [
      line(':7000@17000', 'myself,master'),
      line('10.0.0.2:7001@17001,', 'master'),
      line('10.0.0.3:7002@17002,node-c.example', 'slave'),
      line('10.0.0.4:7003', 'master,fail?'),
      line('10.0.0.5:7004@17004', 'master,fail'),
      line(':0@0', 'master,noaddr'),
      line('10.0.0.6:7005@17005', 'handshake'),
      line('2001:db8::7:7006@17006', 'master'),
      'nonsense',
    ].join('\n');
    const hosts = (tls: boolean) => {
      const { alive, failed } = parseClusterNodes(text, seed, tls);
      return [alive.map(({ host, port }) => `${host} ${port}`), failed.map(({ host }) => host)];
    };
    expect(hosts(false)).toEqual([
      ['seed 7000', '10.0.0.2 7001', '10.0.0.3 7002', '10.0.0.4 7003', '2001:db8::7 7006'],
      ['10.0.0.5'],
    ]);
    expect(hosts(true)[0]?.[2]).toBe('node-c.example 7002');
    expect(parseClusterNodes('', seed, false)).toEqual({ alive: [seed], failed: [], seen: [] });
  });

  it('tells how its nodes look to the one that was asked', () => {
    const text = [
      `${line(':7000@1', 'myself,master')} 0-5460 [93-<-id] 9000`,
      `${line('10.0.0.2:7001@1', 'master,fail?')} 5461-8999 9001-10922`,
      `${line('10.0.0.3:7002@1', 'master,fail')} 10923-16383`,
      line('10.0.0.4:7003@1', 'slave'),
    ].join('\n');
    const { seen } = parseClusterNodes(text, seed, false);
    expect(seen.map(({ slots }) => slots)).toEqual([5462, 5461, 5461, 0]);
    expect(seen.map(({ suspected }) => suspected)).toEqual([false, true, true, false]);
    expect(seen.map(({ failed }) => failed)).toEqual([false, false, true, false]);
  });

  it('is read where CLUSTER is refused, as far as the URL goes', async () => {
    const handlers = { CLUSTER: () => noPermission('cluster|nodes') };
    const [a, b] = [await wire({ handlers }), await wire({ handlers })];
    const url = `redis-cluster://127.0.0.1:${a.port},127.0.0.1:${b.port}`;
    const { outcome, series } = await scrapeRedis(redisTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    for (const { port } of [a, b]) {
      expect(series.get(`redis_up{store="main",node="127.0.0.1:${port}"}`)).toBe(1);
    }
  });

  it('is read in part when a node has gone', async () => {
    const gone = Number(new URL(await refusedUrl()).port);
    const node = await wire({ info: () => ({ Cluster: { cluster_enabled: 1 } }) });
    const nodes = [
      line(`127.0.0.1:${node.port}@1`, 'myself,master'),
      line(`127.0.0.1:${gone}@1`, 'master'),
    ];
    node.script({
      CLUSTER: ([sub]) =>
        sub === 'NODES'
          ? [...nodes, line('10.0.0.9:7000@1', 'slave,fail')].join('\n')
          : 'cluster_state:fail\r\ncluster_slots_ok:5461\r\ncluster_size:2\r\n',
    });
    const target = redisTarget({ url: `redis-cluster://127.0.0.1:${node.port}` });
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'up', reason: 'refused', success: true });
    const of = (name: string, port: number, host = '127.0.0.1') =>
      series.get(`redis_${name}{store="main",node="${host}:${port}"}`);
    expect([of('up', node.port), of('up', gone), of('up', 7000, '10.0.0.9')]).toEqual([1, 0, 0]);
    expect([of('cluster_state', node.port), of('cluster_slots_ok', node.port)]).toEqual([0, 5461]);
    expect(series.has('redis_up{store="main"}')).toBe(false);
  });

  it('has no node that answers', async () => {
    const port = Number(new URL(await refusedUrl()).port);
    const target = redisTarget({ url: `redis-cluster://127.0.0.1:${port},127.0.0.1:${port}` });
    const { outcome, series } = await scrapeRedis(target);
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
    expect(series.get('redis_up{store="main"}')).toBe(0);
  });

  it('is no cluster: what the URL names is read all the same', async () => {
    const handlers = { CLUSTER: () => failure('ERR This instance has cluster support disabled') };
    const { port } = await wire({ handlers });
    const { outcome } = await scrapeRedis(
      redisTarget({ url: `redis-cluster://127.0.0.1:${port}` }),
    );
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });
});
