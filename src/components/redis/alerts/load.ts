// Redis answers, but slowly, or has no connections left.
import { above, alert, threshold } from '../../../observe/index.ts';
import { promql } from '../../../promql/index.ts';
import { redisMetrics as m } from '../metrics.ts';
import { cli } from './commands.ts';

const WHO_CONNECTS = `${cli('client list')}: one line a connection, with its address (\`addr\`) and how long it has been idle.`;

const MORE_CONNECTIONS = `${cli('config set maxclients 20000')} holds at once if the limit of open files allows it; at a provider, take the larger plan.`;

export const redisRejectedConnections = alert({
  name: 'RedisRejectedConnections',
  component: 'redis',
  severity: 'warning',
  when: [above(promql`rate(${m.serverRejectedConnections}[5m])`, 0)],
  for: '1m',
  summary: 'Redis ({store}) of {instance} turns away connections',
  description:
    'All connections that Redis allows are taken, and it refuses {value} new ones. A backend that restarts now cannot reach its sessions.',
  valueUnit: 'per-second',
  runbook: {
    meaning: 'Redis has as many clients as `maxclients` allows and closes every further one.',
    impact:
      'Connections that are open go on. New ones fail: a restarted backend, a second Appsmith, `redis-cli`.',
    diagnosis: [
      'The panel “Redis clients”: a slow climb is a client that does not close its connections, a step is a new client.',
      WHO_CONNECTS,
    ],
    mitigation: [
      'Stop the client that holds most of them; for the backend `docker compose exec appsmith supervisorctl restart backend`.',
      MORE_CONNECTIONS,
      `${cli('config set timeout 3600')} closes connections that nobody has used for an hour.`,
    ],
  },
});

export const redisClientsHigh = alert({
  name: 'RedisClientsHigh',
  component: 'redis',
  severity: 'warning',
  when: [
    above(
      promql`${m.serverConnectedClients} / (${m.maxClients} > 0)`,
      threshold(0.8, 'ratio', {
        min: 0.2,
        max: 0.99,
        help: 'The share of the connections that Redis allows (`maxclients`).',
      }),
    ),
  ],
  for: '5m',
  summary: 'Redis ({store}) of {instance}: {value} of its connections are taken',
  description:
    '{value} of the connections that Redis allows are open. At 100 % it turns away new ones, those of a restarted backend among them.',
  runbook: {
    meaning: 'The number of clients comes near `maxclients`, which is 10,000 unless set otherwise.',
    impact: 'None yet.',
    diagnosis: [
      'The panel “Redis clients”: a slow climb is a leak, a step is a new client. Appsmith itself needs some ten.',
      WHO_CONNECTS,
    ],
    mitigation: ['Stop or restart the client that holds most of them.', MORE_CONNECTIONS],
  },
});

const calls = promql`sum by (job, instance, store, node) (rate(${m.statisticCalls}[5m]))`;
const busy = promql`sum by (job, instance, store, node) (rate(${m.statisticCallSeconds}[5m]))`;

export const redisSlow = alert({
  name: 'RedisSlow',
  component: 'redis',
  severity: 'warning',
  when: [
    above(
      promql`${m.pingDuration}`,
      threshold(0.25, 'seconds', {
        min: 0.01,
        max: 2,
        help: 'How long a PING may take, the way over the network included.',
      }),
    ),
    above(
      // Below a command a second the mean is that of the exporter's own questions.
      promql`${busy} / (${calls} > 1)`,
      threshold(0.01, 'seconds', {
        min: 0.0005,
        max: 1,
        help: 'How long a command may run on the server in the mean; usual are some 20 µs.',
      }),
      'command',
    ),
  ],
  for: '5m',
  summary: 'Redis ({store}) of {instance} is slow: {value}',
  description:
    'For {for} Redis has taken {value} for a PING, or for a command in the mean. Every request of every user asks it for the session first, so everything is late by as much or more.',
  runbook: {
    meaning:
      'Redis runs one command at a time: a slow one makes all others wait. A slow PING with fast commands is the network, or a machine short of CPU or memory.',
    impact: 'Each page load and each query waits for the session.',
    diagnosis: [
      `${cli('slowlog get 10')}: the latest slow commands; KEYS, or a large SMEMBERS or LRANGE, belong to somebody’s script.`,
      'The panels “Redis time by command” and “Redis CPU”: one command that is slow, or a main thread that is busy all the time.',
      'The panels “Redis memory” and “Redis saving”: swapping, or long forks for snapshots.',
      'The panels “Redis latency” and “MongoDB ping” at the same time: both slow is the machine or the exporter itself.',
    ],
    mitigation: [
      'Stop the script that sends the slow command.',
      'Give the container more CPU or memory if it is the machine.',
      'Move other applications’ data to a Redis of its own.',
    ],
  },
});

export const loadAlerts = [redisRejectedConnections, redisClientsHigh, redisSlow];
