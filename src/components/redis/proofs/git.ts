// Proofs of the alerts about the Redis of Git in memory.
import { fires, input, silent } from '../../../observe/index.ts';
import { gitRedisDown, gitRedisEvicting } from '../alerts/git.ts';
import { redisMetrics as m } from '../metrics.ts';

const GIT = { store: 'git' };
const A = { store: 'git', node: '10.0.0.1:6379' };
const B = { store: 'git', node: '10.0.0.2:6379' };
const main = (values: string) => input(m.up, { store: 'main' }, values);

const down = [
  fires(gitRedisDown, 'down from minute 10 on', [main('1x70'), input(m.up, GIT, '1x9 0x60')], {
    at: '12m',
    labels: GIT,
    value: 'down',
  }),
  fires(
    gitRedisDown,
    'it is a cluster that has lost slots',
    [
      input(m.up, A, '1x70'),
      input(m.up, B, '1x9 0x60'),
      input(m.clusterState, A, '1x9 0x60'),
      input(m.clusterState, B, '1x9 stale'),
    ],
    { at: '12m', labels: GIT, value: 'down' },
  ),
  silent(gitRedisDown, 'the one of the sessions is down', [
    main('1x9 0x110'),
    input(m.up, GIT, '1x120'),
    input(m.clusterState, { store: 'main', node: '10.0.0.3:6379' }, '0x120'),
  ]),
  silent(gitRedisDown, 'one node of a cluster is down', [
    input(m.up, A, '1x120'),
    input(m.up, B, '1x9 0x110'),
    input(m.clusterState, A, '1x120'),
  ]),
  silent(gitRedisDown, 'a restart', [input(m.up, GIT, '1x20 0x1 1x90')]),
  silent(gitRedisDown, 'Git is not in a Redis of its own', [main('1x120')]),
];

const evicting = [
  fires(
    gitRedisEvicting,
    'six keys a minute from minute 11 on',
    [input(m.serverEvictedKeys, GIT, '0x10 6+6x60')],
    { at: '12m', labels: GIT, value: '0.04/s' },
  ),
  silent(gitRedisEvicting, 'the one of the sessions throws out', [
    input(m.serverEvictedKeys, { store: 'main' }, '0+6x120'),
    input(m.serverEvictedKeys, GIT, '0x120'),
  ]),
  silent(gitRedisEvicting, 'keys of long ago, and a restart', [
    input(m.serverEvictedKeys, GIT, '4000x60 _ 0x60'),
  ]),
  silent(gitRedisEvicting, 'locks expire', [
    input(m.serverEvictedKeys, GIT, '0x120'),
    input(m.serverExpiredKeys, GIT, '0+10x120'),
  ]),
  silent(gitRedisEvicting, 'Git is not in a Redis of its own', [main('1x120')]),
];

export const gitRedisProofs = [...down, ...evicting];
