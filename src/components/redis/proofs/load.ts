// Proofs of the alerts about Redis's connections and speed.
import { fires, input, silent } from '../../../observe/index.ts';
import { redisClientsHigh, redisRejectedConnections, redisSlow } from '../alerts/load.ts';
import { redisMetrics as m } from '../metrics.ts';

const MAIN = { store: 'main' };

const rejected = (values: string) => [input(m.serverRejectedConnections, MAIN, values)];

const refusals = [
  fires(redisRejectedConnections, 'six a minute from minute 11 on', rejected('0x10 6+6x60'), {
    at: '12m',
    labels: MAIN,
    value: '0.04/s',
  }),
  silent(redisRejectedConnections, 'those of long ago', rejected('500x120')),
  silent(redisRejectedConnections, 'a restart begins at 0 again', rejected('500x20 _ 0x90')),
  silent(redisRejectedConnections, 'Redis does not tell', [input(m.up, MAIN, '1x120')]),
];

const clients = (connected: string, max: number) => [
  input(m.serverConnectedClients, MAIN, connected),
  input(m.maxClients, MAIN, `${max}x180`),
];

const crowded = [
  fires(redisClientsHigh, '82 % from minute 10 on', clients('10x9 820x60', 1000), {
    at: '15m',
    labels: MAIN,
    value: '82%',
  }),
  silent(redisClientsHigh, '78 %', clients('780x120', 1000)),
  silent(
    redisClientsHigh,
    'all connect anew after a restart',
    clients('700x20 _ 950x3 700x90', 1000),
  ),
  silent(redisClientsHigh, 'the embedded Redis', clients('12x120', 10_000)),
  silent(redisClientsHigh, 'the limit may not be asked', [
    input(m.serverConnectedClients, MAIN, '9000x120'),
  ]),
];

const GET = { ...MAIN, cmd: 'get' };
/** So many commands a minute, each of so many seconds, beginning at minute 10. */
const commands = (perMinute: number, seconds: number) => [
  input(m.statisticCalls, GET, `0x9 0+${perMinute}x120`),
  input(m.statisticCallSeconds, GET, `0x9 0+${Number((perMinute * seconds).toFixed(6))}x120`),
];

const slow = [
  fires(
    redisSlow,
    'a PING of 260 ms from minute 10 on',
    [input(m.pingDuration, MAIN, '0.001x9 0.26x60'), ...commands(600, 0.00002)],
    { at: '15m', labels: MAIN, value: '260ms' },
  ),
  fires(
    redisSlow,
    '10.5 ms a command from minute 10 on',
    [input(m.pingDuration, MAIN, '0.001x130'), ...commands(600, 0.0105)],
    { at: '16m', labels: MAIN, value: '10.5ms' },
  ),
  silent(redisSlow, 'a PING of 240 ms, 9.5 ms a command', [
    input(m.pingDuration, MAIN, '0.24x120'),
    ...commands(600, 0.0095),
  ]),
  silent(redisSlow, 'less than a command a second: only the exporter asks', commands(50, 0.05)),
  silent(redisSlow, 'a fork for a snapshot now and then', [
    input(m.pingDuration, MAIN, '0.001x20 0.9x2 0.001x20 0.9x3 0.001x70'),
  ]),
  silent(redisSlow, 'a restart: counters begin at 0 again', [
    input(m.pingDuration, MAIN, '0.001x20 _ 0.4 0.001x90'),
    input(m.statisticCalls, GET, '90000+600x20 _ 0+600x90'),
    input(m.statisticCallSeconds, GET, '2+0.012x20 _ 0+0.012x90'),
  ]),
  silent(redisSlow, 'Redis is away', [input(m.pingDuration, MAIN, '0.001x20 0.9 stale')]),
];

export const loadProofs = [...refusals, ...crowded, ...slow];
