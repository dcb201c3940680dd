// What Redis is busy with: which commands, how long, with what success and for how many clients.
import { type Panel, query } from '../../../observe/index.ts';
import { duration, promql } from '../../../promql/index.ts';
import { redisRejectedConnections, redisSlow } from '../alerts/load.ts';
import { redisWritesRefused } from '../alerts/memory.ts';
import { redisMetrics as m } from '../metrics.ts';
import { each } from './each.ts';

const RATE = duration('$__rate_interval');

export const workPanels: readonly Panel[] = [
  {
    title: 'Redis commands by name',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      query(promql`topk(10, sum by (store, cmd) (rate(${m.statisticCalls}[${RATE}])))`, '{{cmd}}'),
    ],
    shows: 'The ten commands that are sent most.',
    normal: 'hgetall, get, expire, hmset: reading sessions and keeping them alive.',
    act: 'KEYS, SCAN or large reads belong to somebody’s script.',
    empty: 'not told',
  },
  {
    title: 'Redis time by command',
    kind: 'timeseries',
    unit: 'seconds-per-second',
    queries: [
      query(
        promql`topk(10, sum by (store, cmd) (rate(${m.statisticCallSeconds}[${RATE}])))`,
        '{{cmd}}',
      ),
    ],
    shows: 'How much of each second goes to which command; Redis runs one at a time.',
    normal: 'Thousandths.',
    alerts: [redisSlow],
    empty: 'not told',
  },
  {
    title: 'Redis slowest commands',
    kind: 'timeseries',
    unit: 'seconds',
    queries: [
      query(
        promql`topk(5, max by (store, cmd) (${m.statisticLatency}{quantile="0.99"}))`,
        '{{cmd}}',
      ),
    ],
    shows:
      'Of 100 calls since the start, 99 of each command were at least as fast as this (Redis 7 and later); the five slowest commands.',
    normal: 'Under a millisecond.',
    alerts: [redisSlow],
    empty: 'Redis 7 and later',
  },
  {
    title: 'Redis hit ratio',
    kind: 'timeseries',
    unit: 'ratio',
    queries: [
      each(
        promql`
          rate(${m.serverKeyspaceHits}[${RATE}])
          / (rate(${m.serverKeyspaceHits}[${RATE}]) + rate(${m.serverKeyspaceMisses}[${RATE}]) > 0)`,
      ),
    ],
    shows: 'The share of lookups that found their key.',
    normal: 'Over 90 % while people work; at night, with few lookups, it may swing.',
    act: 'A fall by day: sessions are gone. Look at evictions and at the uptime.',
    empty: 'no lookups',
    min: 0,
    max: 1,
  },
  {
    title: 'Redis errors',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      each(promql`rate(${m.serverErrorReplies}[${RATE}])`, 'all'),
      query(promql`sum by (store, err) (rate(${m.statisticErrors}[${RATE}]))`, '{{err}} {{store}}'),
    ],
    shows: 'Replies that were errors, in all and by their code (6.2 and later).',
    normal: 'Near 0.',
    alerts: [redisWritesRefused],
    act: 'OOM: memory is full. MISCONF: snapshots fail. NOAUTH, WRONGPASS: a wrong password. LOADING: it has just started.',
    empty: '6.2 and later',
  },
  {
    title: 'Redis slow log',
    kind: 'timeseries',
    unit: 'count',
    queries: [
      each(promql`${m.slowLength}`, 'entries'),
      each(promql`delta(${m.slowLastId}[${RATE}])`, 'new'),
    ],
    shows:
      'Commands that ran for over 10 ms (unless set otherwise): those still in the log, and new ones.',
    normal: '0; a few after a start.',
    alerts: [redisSlow],
    empty: 'not told',
  },
  {
    title: 'Redis connections opened',
    kind: 'timeseries',
    unit: 'per-second',
    queries: [
      each(promql`rate(${m.serverConnectionsReceived}[${RATE}])`, 'accepted'),
      each(promql`rate(${m.serverRejectedConnections}[${RATE}])`, 'turned away'),
    ],
    shows: 'New connections, and those refused because `maxclients` was reached.',
    normal: 'Near 0: Appsmith keeps its connections. Turned away: 0.',
    alerts: [redisRejectedConnections],
    empty: 'not told',
  },
  {
    title: 'Redis network',
    kind: 'timeseries',
    unit: 'bytes-per-second',
    queries: [
      each(promql`rate(${m.serverNetInput}[${RATE}])`, 'in'),
      each(promql`rate(${m.serverNetOutput}[${RATE}])`, 'out'),
    ],
    shows: 'Bytes read from and written to clients.',
    normal: 'More out than in: sessions are read at each request.',
    act: 'Much more than the users explain: large values, or another application.',
    empty: 'not told',
  },
  {
    title: 'Redis CPU',
    kind: 'timeseries',
    unit: 'seconds-per-second',
    queries: [
      each(promql`rate(${m.serverCpuUser}[${RATE}]) + rate(${m.serverCpuSys}[${RATE}])`, 'server'),
      each(
        promql`rate(${m.serverCpuUserChildren}[${RATE}]) + rate(${m.serverCpuSysChildren}[${RATE}])`,
        'saving',
      ),
    ],
    shows: 'CPU time of the server, and of its children that write snapshots.',
    normal: 'Hundredths of a CPU. Near 1 the one thread that runs commands is at its limit.',
    alerts: [redisSlow],
    empty: 'not told',
  },
];
