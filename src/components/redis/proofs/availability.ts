// Proofs that RedisDown and RedisReplicationDown tell a store that is away from one that has lost a part.
import { fires, input, silent } from '../../../observe/index.ts';
import { redisDown, redisQuorumLost, redisReplicationDown } from '../alerts/availability.ts';
import { redisMetrics as m } from '../metrics.ts';

const MAIN = { store: 'main' };
const A = { store: 'main', node: '10.0.0.1:6379' };
const B = { store: 'main', node: '10.0.0.2:6379' };

const down = [
  fires(redisDown, 'down from minute 10 on', [input(m.up, MAIN, '1x9 0x60')], {
    at: '12m',
    labels: MAIN,
    value: 'down',
  }),
  fires(
    redisDown,
    'a cluster has lost slots',
    [
      input(m.up, A, '1x70'),
      input(m.up, B, '1x9 0x60'),
      input(m.clusterState, A, '1x9 0x60'),
      input(m.clusterState, B, '1x9 stale'),
    ],
    { at: '12m', labels: MAIN, value: 'down' },
  ),
  silent(redisDown, 'one node of a cluster is down and its replica has taken over', [
    input(m.up, A, '1x120'),
    input(m.up, B, '1x9 0x110'),
    input(m.clusterState, A, '1x9 0 1x109'),
    input(m.clusterState, B, '1x9 stale'),
  ]),
  silent(redisDown, 'a restart', [input(m.up, MAIN, '1x20 0x1 1x90')]),
  silent(redisDown, 'only the Redis of Git in memory is down: GitRedisDown tells', [
    input(m.up, MAIN, '1x120'),
    input(m.up, { store: 'git' }, '1x9 0x110'),
    input(m.clusterState, { store: 'git', node: '10.0.0.3:6379' }, '1x9 0x110'),
  ]),
  silent(redisDown, 'not part of this deployment', [input('up', {}, '1x120')]),
  silent(redisDown, 'the target is gone: AppsmithDown takes over', [
    input(m.up, MAIN, '1x20 0 stale'),
  ]),
];

const replicas = (values: string) => input(m.replicationConnectedReplicas, MAIN, values);

const replication = [
  fires(
    redisReplicationDown,
    'a replica has no link from minute 10 on',
    [
      input(m.up, A, '1x70'),
      input(m.up, B, '1x70'),
      input(m.replicationMasterLinkUp, B, '1x9 0x60'),
    ],
    { at: '20m', labels: B, value: '0' },
  ),
  fires(
    redisReplicationDown,
    'a node of a cluster is down from minute 70 on, and its master misses it',
    [
      input(m.up, A, '1x130'),
      input(m.up, B, '1x69 0x60'),
      input(m.replicationConnectedReplicas, A, '1x69 0x60'),
    ],
    { at: '80m', labels: B, value: '0' },
  ),
  fires(
    redisReplicationDown,
    'the master has one replica less from minute 70 on',
    [input(m.up, MAIN, '1x130'), replicas('2x69 1x60')],
    { at: '80m', labels: MAIN, value: '-1' },
  ),
  silent(
    redisReplicationDown,
    'the embedded Redis restarts',
    [input(m.up, MAIN, '1x70 0x1 1x50'), replicas('0x70 _ 0x50')],
    120,
  ),
  silent(
    redisReplicationDown,
    'replicas are back within nine minutes of a failover',
    [input(m.up, MAIN, '1x130'), replicas('2x69 0 1x7 2x50')],
    120,
  ),
  silent(
    redisReplicationDown,
    'a replica more',
    [
      input(m.up, MAIN, '1x130'),
      replicas('1x69 2x60'),
      input(m.replicationMasterLinkUp, MAIN, '1x130'),
    ],
    120,
  ),
  silent(
    redisReplicationDown,
    'a whole store is down: RedisDown takes over',
    [
      input(m.up, A, '1x69 0x60'),
      input(m.up, B, '1x69 0x60'),
      input(m.replicationConnectedReplicas, A, '1x69 stale'),
    ],
    120,
  ),
];

const MASTER = { ...MAIN, master_name: 'mymaster', master_address: '10.0.0.1:6379' };

const quorum = [
  fires(
    redisQuorumLost,
    'two of three Sentinels are gone from minute 10 on',
    [input(m.up, MAIN, '1x70'), input(m.sentinelMasterQuorum, MASTER, '1x9 0x60')],
    { at: '15m', labels: MASTER, value: '0' },
  ),
  silent(redisQuorumLost, 'they are back within four minutes', [
    input(m.sentinelMasterQuorum, MASTER, '1x20 0x4 1x90'),
  ]),
  silent(redisQuorumLost, 'a failover: the master has another address', [
    input(m.sentinelMasterQuorum, MASTER, '1x20 0x2 stale'),
    input(m.sentinelMasterQuorum, { ...MASTER, master_address: '10.0.0.2:6379' }, '_x23 1x90'),
  ]),
  silent(redisQuorumLost, 'there is no Sentinel', [input(m.up, MAIN, '1x120')]),
];

export const availabilityProofs = [...down, ...replication, ...quorum];
