// Redis at one look: is it up, how near is it to its limits, what do the sessions do.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { redisDown } from '../alerts/availability.ts';
import { gitRedisDown, gitRedisEvicting } from '../alerts/git.ts';
import { redisClientsHigh, redisSlow } from '../alerts/load.ts';
import { redisEvicting, redisMemoryHigh } from '../alerts/memory.ts';
import { redisMetrics as m } from '../metrics.ts';
import { each } from './each.ts';

const RATE = duration('$__rate_interval');

const STATS: readonly Panel[] = [
  {
    title: 'Redis',
    kind: 'stat',
    unit: 'up',
    queries: [query(promql`max by (job, instance, store) (${m.up})`, '{{store}}', true)],
    shows:
      'Whether each store serves commands: `main` holds the sessions, `git` is there only if it is another Redis.',
    normal: 'Up.',
    alerts: [redisDown, gitRedisDown],
    width: 4,
  },
  {
    title: 'Redis memory taken',
    kind: 'gauge',
    unit: 'ratio',
    queries: [
      each(promql`${m.memoryUsed} / ((${m.memoryMax} > 0) or ${m.memorySystem})`, '', true),
    ],
    shows: 'The share of `maxmemory` in use; where Redis has no limit, of the host’s memory.',
    normal: 'Under 80 % of its limit; without one, under 1 % of the host’s memory.',
    alerts: [redisMemoryHigh],
    empty: 'not told',
    width: 4,
    min: 0,
    max: 1,
  },
  {
    title: 'Redis connections taken',
    kind: 'gauge',
    unit: 'ratio',
    queries: [each(promql`${m.serverConnectedClients} / (${m.maxClients} > 0)`, '', true)],
    shows: 'The share of the connections that Redis allows which are open.',
    normal: 'Under 1 %: Appsmith needs some ten of 10,000.',
    alerts: [redisClientsHigh],
    empty: 'limit not told',
    width: 4,
    min: 0,
    max: 1,
  },
  {
    title: 'Redis keys now',
    kind: 'stat',
    unit: 'count',
    queries: [query(promql`sum by (job, instance, store) (${m.dbKeys})`, '{{store}}', true)],
    shows: 'Keys in each store: a session is a few of them.',
    normal: 'Grows with the users of the last 30 days.',
    act: 'A sudden fall to nearly 0: everybody has been logged out; was Redis restarted without its snapshot?',
    empty: 'no keys',
    width: 4,
  },
  {
    title: 'Redis thrown out today',
    kind: 'stat',
    unit: 'count',
    queries: [
      query(
        promql`sum by (job, instance, store) (increase(${m.serverEvictedKeys}[24h]))`,
        '{{store}}',
        true,
      ),
    ],
    shows:
      'Keys removed within a day because memory was full: lost sessions, or in `git` lost repositories.',
    normal: '0.',
    alerts: [redisEvicting, gitRedisEvicting],
    empty: 'not told',
    width: 4,
    decimals: 0,
  },
  {
    title: 'Redis uptime',
    kind: 'stat',
    unit: 'seconds',
    queries: [each(promql`${m.serverUptime}`, '', true)],
    shows: 'Since when the server has been running.',
    normal: 'As long as the container; less means that Redis alone was restarted.',
    act: 'Read the end of the log before that moment: /appsmith-stacks/logs/redis.',
    empty: 'not told',
    width: 4,
  },
];

const COURSE: readonly Panel[] = [
  {
    title: 'Redis commands',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [each(promql`rate(${m.serverCommandsProcessed}[${RATE}])`)],
    shows: 'Commands that Redis ran.',
    normal: 'Follows the users: a few for each request; a low base at night.',
    act: 'Many without users: a script or a monitor that logs in again and again.',
    empty: 'not told',
  },
  {
    title: 'Redis latency',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      each(promql`${m.pingDuration}`, 'PING'),
      each(
        promql`
          sum by (store, node) (rate(${m.statisticCallSeconds}[${RATE}]))
          / (sum by (store, node) (rate(${m.statisticCalls}[${RATE}])) > 0)`,
        'command',
      ),
    ],
    shows:
      'How long a PING took, network included, and how long a command ran on the server in the mean.',
    normal: 'PING under a few milliseconds, commands some 20 µs.',
    alerts: [redisSlow],
    empty: 'no answer',
  },
  {
    title: 'Redis memory',
    kind: 'timeseries',
    unit: 'bytes',
    queries: [
      each(promql`${m.memoryUsed}`, 'used'),
      each(promql`${m.memoryRss}`, 'resident'),
      each(promql`${m.memoryMax} > 0`, 'limit'),
    ],
    shows: 'Memory of the data, what the process really holds, and the limit, if there is one.',
    normal: 'A few MiB to some 100 MiB, growing with the users of the last 30 days.',
    alerts: [redisMemoryHigh],
    empty: 'not told',
    min: 0,
  },
  {
    title: 'Redis clients',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      each(promql`${m.serverConnectedClients}`, 'connected'),
      each(promql`${m.serverBlockedClients}`, 'blocked'),
    ],
    shows: 'Connections that are open, and those that wait in a blocking call.',
    normal: 'Some ten, level.',
    alerts: [redisClientsHigh],
    empty: 'not told',
    min: 0,
  },
  {
    title: 'Redis keys',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      query(promql`sum by (store) (${m.dbKeys})`, 'all {{store}}'),
      query(promql`sum by (store) (${m.dbExpiring})`, 'expiring {{store}}'),
    ],
    shows: 'Keys, and those of them that end by themselves, as sessions do after 30 days.',
    normal: 'Grows with the users; the two lines run beside each other.',
    act: 'If all grows and expiring does not, somebody stores what never ends.',
    empty: 'no keys',
  },
  {
    title: 'Redis evictions and expirations',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      each(promql`rate(${m.serverEvictedKeys}[${RATE}])`, 'thrown out'),
      each(promql`rate(${m.serverExpiredKeys}[${RATE}])`, 'expired'),
    ],
    shows: 'Keys removed for want of memory, and keys whose time was over.',
    normal: 'Thrown out: 0. Expired: a few, about as many as 30 days ago people logged in.',
    alerts: [redisEvicting, gitRedisEvicting],
    empty: 'not told',
  },
];

export const glancePanels: readonly Panel[] = [...STATS, ...COURSE];
