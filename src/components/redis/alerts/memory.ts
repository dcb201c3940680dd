// Redis has no room: in memory, where sessions are thrown out, or on disk, where it stops to take writes.
import { above, alert, equals, threshold } from '../../../observe/index.ts';
import { matchers, promql } from '../../../promql/index.ts';
import { redisMetrics as m } from '../metrics.ts';
import { cli, LOG } from './commands.ts';

const MORE_MEMORY = `${cli('config set maxmemory 512mb')} (or what the machine can spare) holds at once, until the next start; then set it in Redis’s own configuration. At a provider, take the larger plan.`;

const WHO_FILLS = `${cli('--bigkeys')} and ${cli('info keyspace')}: many small keys are sessions, a few large ones are not.`;

export const redisMemoryHigh = alert({
  name: 'RedisMemoryHigh',
  component: 'redis',
  severity: 'warning',
  when: [
    above(
      promql`${m.memoryUsed} / (${m.memoryMax} > 0)`,
      threshold(0.9, 'ratio', {
        min: 0.5,
        max: 1,
        help: 'The share of `maxmemory`; where Redis has no limit the alert never fires.',
      }),
    ),
  ],
  for: '5m',
  summary: 'Redis ({store}) of {instance} uses {value} of its memory',
  description:
    'Redis uses {value} of the memory that it may. When it is full it throws out sessions or refuses new ones, as its policy says: either way people cannot stay logged in.',
  runbook: {
    meaning:
      'Redis has a limit, `maxmemory`, and the data comes near it. The embedded Redis has no limit unless somebody set one.',
    impact:
      'None yet. At the limit, the policy `noeviction` makes every login fail, all others log people out.',
    diagnosis: [
      'The panel “Redis memory”: a slow climb is growth, a step is an import, a Git operation or another application.',
      'The panel “Redis keys”: each session is a few keys of a few KiB that live for 30 days. Very many of them without as many users come from scripts or monitors that log in at each call.',
      WHO_FILLS,
    ],
    mitigation: [
      MORE_MEMORY,
      'Move what is not Appsmith’s to a Redis of its own; Git in memory too, by `APPSMITH_REDIS_GIT_URL`.',
      'Let scripts keep their session, or use what needs none.',
    ],
  },
});

export const redisEvicting = alert({
  name: 'RedisEvicting',
  component: 'redis',
  severity: 'critical',
  // What the Redis of Git in memory throws out is told by GitRedisEvicting.
  when: [above(promql`rate(${m.serverEvictedKeys}${matchers({ store: { not: 'git' } })}[5m])`, 0)],
  for: '2m',
  summary: 'Redis ({store}) of {instance} is full: sessions are lost',
  description:
    'Redis has reached its limit and throws out {value} keys. In Appsmith’s Redis these are sessions: people are logged out while it lasts. Give it more memory now.',
  valueUnit: 'per-second',
  runbook: {
    meaning:
      'Memory has reached `maxmemory`, and Redis, as its policy says, removes keys to make room. Keys whose time is over do not count. Where the policy is `noeviction` it refuses writes instead: that is RedisWritesRefused.',
    impact:
      'People are logged out in the middle of their work, where memory is very short right after they logged in.',
    diagnosis: [
      'The panel “Redis memory”: used is at the limit; since when?',
      'The panel “Redis evictions and expirations”: how many a second, and whether it calms down.',
      WHO_FILLS,
    ],
    mitigation: [
      MORE_MEMORY,
      'Move other applications’ keys, and Git in memory (`APPSMITH_REDIS_GIT_URL`), to a Redis of their own.',
    ],
    falseAlarms:
      'A Redis shared with an application that uses it as a cache. Sessions are thrown out there, too: give them a Redis of their own.',
  },
});

export const redisWritesRefused = alert({
  name: 'RedisWritesRefused',
  component: 'redis',
  severity: 'critical',
  when: [
    above(
      promql`sum by (job, instance, store, node) (rate(${m.statisticErrors}${matchers({ err: 'OOM' })}[5m]))`,
      0,
    ),
  ],
  for: '2m',
  // The windows of what it silences look back further than its own.
  keepFiringFor: '5m',
  // Sessions cannot be written, so requests fail; that is no second trouble.
  inhibitsWhere: {
    labels: { store: 'main' },
    alerts: [
      'BackendErrorsLogged',
      'Edge5xxRatio',
      'Http5xxRatio',
      'SloAvailabilityBurn1h',
      'SloAvailabilityBurn6h',
      'SloAvailabilityLowTraffic',
    ],
  },
  summary: 'Redis ({store}) of {instance} is full and refuses writes',
  description:
    'Redis has reached its limit and refuses {value} writes. In the store `main` nobody can log in and sessions are not kept alive; in `git` commits and pulls fail. Give it more memory now.',
  valueUnit: 'per-second',
  runbook: {
    meaning:
      'Memory has reached `maxmemory`, and the policy is `noeviction`, or nothing is left that may be removed: Redis answers writes with the error `OOM`.',
    impact:
      'Nobody can log in, and who is logged in is thrown out when the session’s time is over. Reading goes on. In the store `git`, Git operations fail; nothing that it holds is lost.',
    diagnosis: [
      'The panel “Redis memory”: used is at the limit; since when?',
      'The panel “Redis errors”: OOM, and how many a second.',
      WHO_FILLS,
    ],
    mitigation: [
      MORE_MEMORY,
      'Delete what is not Appsmith’s and may be lost; do not flush the database: that logs everybody out.',
      'Move other applications’ keys, and Git in memory (`APPSMITH_REDIS_GIT_URL`), to a Redis of their own.',
    ],
  },
});

export const redisPersistenceFailing = alert({
  name: 'RedisPersistenceFailing',
  component: 'redis',
  severity: 'critical',
  when: [equals(promql`${m.memoryLastBgsaveOk}`, 0), equals(promql`${m.aofLastWriteOk}`, 0)],
  for: '5m',
  summary: 'Redis ({store}) of {instance} cannot save its data',
  description:
    'Redis has failed to write its data to disk for {for}. As it is shipped it then refuses all writes, so nobody can log in; a restart would lose every session since the last snapshot. Mostly the disk is full.',
  valueUnit: 'none',
  runbook: {
    meaning:
      'The last snapshot, or the last write to the append-only file, failed. The embedded Redis saves within 15 s of any change, so this is not a failure of long ago.',
    impact:
      'Writes are answered with `MISCONF` unless `stop-writes-on-bgsave-error` is off: logins fail, sessions are not kept alive.',
    diagnosis: [
      '`docker compose exec appsmith df -h /appsmith-stacks` and `df -i`: no space or no inodes left?',
      `${LOG}: “No space left on device”, “Permission denied”, or “Can't save in background: fork: Cannot allocate memory”.`,
      'The panels “Redis saving” and “Redis memory”: since when, and how large the data is.',
    ],
    mitigation: [
      'Disk full: remove old files under /appsmith-stacks/logs and archives of backups that you have elsewhere. The next snapshot is tried by itself.',
      `To let people log in meanwhile: ${cli('config set stop-writes-on-bgsave-error no')}; what changes from then on is not safe from a restart.`,
      'No memory to fork: give the machine more, or set `vm.overcommit_memory=1` on the host.',
      'Permission denied: give the data folder back to the user that Redis runs as, and restart it.',
    ],
    reports: [21704],
  },
});

export const memoryAlerts = [
  redisMemoryHigh,
  redisEvicting,
  redisWritesRefused,
  redisPersistenceFailing,
];
