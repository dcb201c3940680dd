// Redis: what is kept per command, error, database, replica or event, and what we measure ourselves.
import { type Catalogue, counter, gauge, info, summary } from '../../../metrics/index.ts';
import { STORE } from './field.ts';

export const ownMetrics = {
  up: gauge({
    name: 'redis_up',
    help: 'Whether this store answers and serves commands (1) or not (0).',
    source: 'PING and INFO',
    labels: STORE,
  }),
  pingDuration: gauge({
    name: 'redis_ping_duration_seconds',
    help: 'Round trip of one PING on the open connection.',
    source: 'PING',
    unit: 'seconds',
    labels: STORE,
  }),
  commandAvailable: gauge({
    name: 'redis_command_available',
    help: 'Whether the server lets us use this command (1) or refuses it (0); what only it can tell is then absent.',
    source: 'the reply to the command: NOPERM or an unknown command',
    labels: [...STORE, 'command'],
  }),
  instance: info({
    name: 'redis_instance_info',
    help: 'The server: software and version, role, mode, what it does when its memory is full.',
    source: 'INFO server, replication, memory',
    labels: [
      ...STORE,
      'role',
      'redis_version',
      'software',
      'software_version',
      'redis_mode',
      'os',
      'maxmemory_policy',
      'tcp_port',
      'run_id',
    ],
  }),
  maxClients: gauge({
    name: 'redis_max_clients',
    help: 'Connections that the server accepts at most.',
    source: 'INFO clients: maxclients, or CONFIG GET maxclients',
    labels: STORE,
  }),
} satisfies Catalogue;

export const statisticMetrics = {
  calls: counter({
    name: 'redis_commands_total',
    help: 'Calls of each command that ran.',
    source: 'INFO commandstats: calls',
    labels: [...STORE, 'cmd'],
  }),
  callSeconds: counter({
    name: 'redis_commands_duration_seconds_total',
    help: 'Time spent running each command.',
    source: 'INFO commandstats: usec',
    unit: 'seconds',
    labels: [...STORE, 'cmd'],
  }),
  rejectedCalls: counter({
    name: 'redis_commands_rejected_calls_total',
    help: 'Calls of each command rejected before it ran (Redis 6.2 and newer).',
    source: 'INFO commandstats: rejected_calls',
    labels: [...STORE, 'cmd'],
  }),
  failedCalls: counter({
    name: 'redis_commands_failed_calls_total',
    help: 'Calls of each command that failed while it ran (Redis 6.2 and newer).',
    source: 'INFO commandstats: failed_calls',
    labels: [...STORE, 'cmd'],
  }),
  latency: summary({
    name: 'redis_latency_percentiles_seconds',
    help: 'Percentiles of each command’s running time since the start (Redis 7.0 and newer).',
    source: 'INFO latencystats: latency_percentiles_usec_…; commandstats: calls, usec',
    unit: 'seconds',
    labels: [...STORE, 'cmd'],
  }),
  errors: counter({
    name: 'redis_errors_total',
    help: 'Error replies by the error’s code (Redis 6.2 and newer).',
    source: 'INFO errorstats: count',
    labels: [...STORE, 'err'],
  }),
} satisfies Catalogue;

export const keyspaceMetrics = {
  keys: gauge({
    name: 'redis_db_keys',
    help: 'Keys in each database; Appsmith keeps one for each session.',
    source: 'INFO keyspace: keys',
    labels: [...STORE, 'db'],
  }),
  expiring: gauge({
    name: 'redis_db_keys_expiring',
    help: 'Keys with a time to live in each database.',
    source: 'INFO keyspace: expires',
    labels: [...STORE, 'db'],
  }),
  avgTtl: gauge({
    name: 'redis_db_avg_ttl_seconds',
    help: 'Estimated mean time to live of the keys that have one; absent if the server does not know.',
    source: 'INFO keyspace: avg_ttl',
    unit: 'seconds',
    labels: [...STORE, 'db'],
  }),
} satisfies Catalogue;

const REPLICA = [...STORE, 'slave_ip', 'slave_port', 'slave_state'] as const;

export const replicaMetrics = {
  lag: gauge({
    name: 'redis_connected_slave_lag_seconds',
    help: 'On a master: time since each replica last acknowledged.',
    source: 'INFO replication: slaveN lag',
    unit: 'seconds',
    labels: REPLICA,
  }),
  offset: gauge({
    name: 'redis_connected_slave_offset_bytes',
    help: 'On a master: how far each replica has got in the replication stream.',
    source: 'INFO replication: slaveN offset',
    unit: 'bytes',
    labels: REPLICA,
  }),
} satisfies Catalogue;

export const slowMetrics = {
  length: gauge({
    name: 'redis_slowlog_length',
    help: 'Entries in the slow log.',
    source: 'SLOWLOG LEN',
    labels: STORE,
  }),
  lastId: gauge({
    name: 'redis_slowlog_last_id',
    help: 'Number of the newest entry of the slow log: it rises by one with every slow command.',
    source: 'SLOWLOG GET 1',
    labels: STORE,
  }),
  lastDuration: gauge({
    name: 'redis_last_slow_execution_duration_seconds',
    help: 'How long the newest entry of the slow log ran.',
    source: 'SLOWLOG GET 1',
    unit: 'seconds',
    labels: STORE,
  }),
  lastTime: gauge({
    name: 'redis_last_slow_execution_timestamp_seconds',
    help: 'When the newest entry of the slow log ran; Unix time.',
    source: 'SLOWLOG GET 1',
    unit: 'seconds',
    labels: STORE,
  }),
  spikeTime: gauge({
    name: 'redis_latency_spike_last_timestamp_seconds',
    help: 'When each kind of latency spike was last seen; Unix time. Only with latency-monitor-threshold set.',
    source: 'LATENCY LATEST',
    unit: 'seconds',
    labels: [...STORE, 'event_name'],
  }),
  spikeDuration: gauge({
    name: 'redis_latency_spike_duration_seconds',
    help: 'How long the last spike of each kind was.',
    source: 'LATENCY LATEST',
    unit: 'seconds',
    labels: [...STORE, 'event_name'],
  }),
  spikeMax: gauge({
    name: 'redis_latency_spike_max_seconds',
    help: 'How long the worst spike of each kind was.',
    source: 'LATENCY LATEST',
    unit: 'seconds',
    labels: [...STORE, 'event_name'],
  }),
} satisfies Catalogue;
