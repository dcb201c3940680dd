// Redis: the server itself, its clients, its work and its CPU, as INFO tells them.
import type { Catalogue } from '../../../metrics/index.ts';
import { fieldCounter, fieldGauge, scaled } from './field.ts';

export const serverMetrics = {
  uptime: fieldGauge({
    name: 'redis_uptime_in_seconds',
    help: 'Time since the server started; falls when it restarts.',
    from: 'server: uptime_in_seconds',
  }),
  connectedClients: fieldGauge({
    name: 'redis_connected_clients',
    help: 'Client connections, without those of replicas.',
    from: 'clients: connected_clients',
  }),
  blockedClients: fieldGauge({
    name: 'redis_blocked_clients',
    help: 'Clients that wait in a blocking call such as BLPOP.',
    from: 'clients: blocked_clients',
  }),
  trackingClients: fieldGauge({
    name: 'redis_tracking_clients',
    help: 'Clients with client-side caching.',
    from: 'clients: tracking_clients',
  }),
  pubsubClients: fieldGauge({
    name: 'redis_pubsub_clients',
    help: 'Clients in publish/subscribe mode (Redis 7.4 and newer).',
    from: 'clients: pubsub_clients',
  }),
  recentMaxInput: fieldGauge({
    name: 'redis_client_recent_max_input_buffer_bytes',
    help: 'Largest input buffer among the present clients.',
    from: 'clients: client_recent_max_input_buffer',
  }),
  recentMaxOutput: fieldGauge({
    name: 'redis_client_recent_max_output_buffer_bytes',
    help: 'Largest output buffer among the present clients.',
    from: 'clients: client_recent_max_output_buffer',
  }),
  connectionsReceived: fieldCounter({
    name: 'redis_connections_received_total',
    help: 'Connections accepted.',
    from: 'stats: total_connections_received',
  }),
  rejectedConnections: fieldCounter({
    name: 'redis_rejected_connections_total',
    help: 'Connections rejected because maxclients was reached.',
    from: 'stats: rejected_connections',
  }),
  commandsProcessed: fieldCounter({
    name: 'redis_commands_processed_total',
    help: 'Commands processed.',
    from: 'stats: total_commands_processed',
  }),
  errorReplies: fieldCounter({
    name: 'redis_error_replies_total',
    help: 'Replies that were errors.',
    from: 'stats: total_error_replies',
  }),
  unexpectedErrorReplies: fieldCounter({
    name: 'redis_unexpected_error_replies_total',
    help: 'Error replies in AOF loading or replication, where there should be none.',
    from: 'stats: unexpected_error_replies',
  }),
  netInput: fieldCounter({
    name: 'redis_net_input_bytes_total',
    help: 'Bytes read from the network.',
    from: 'stats: total_net_input_bytes',
  }),
  netOutput: fieldCounter({
    name: 'redis_net_output_bytes_total',
    help: 'Bytes written to the network.',
    from: 'stats: total_net_output_bytes',
  }),
  readsProcessed: fieldCounter({
    name: 'redis_reads_processed_total',
    help: 'Read events processed.',
    from: 'stats: total_reads_processed',
  }),
  writesProcessed: fieldCounter({
    name: 'redis_writes_processed_total',
    help: 'Write events processed.',
    from: 'stats: total_writes_processed',
  }),
  keyspaceHits: fieldCounter({
    name: 'redis_keyspace_hits_total',
    help: 'Lookups of keys that were there; the hit ratio is hits ÷ (hits + misses).',
    from: 'stats: keyspace_hits',
  }),
  keyspaceMisses: fieldCounter({
    name: 'redis_keyspace_misses_total',
    help: 'Lookups of keys that were not there.',
    from: 'stats: keyspace_misses',
  }),
  expiredKeys: fieldCounter({
    name: 'redis_expired_keys_total',
    help: 'Keys whose time to live ran out.',
    from: 'stats: expired_keys',
  }),
  evictedKeys: fieldCounter({
    name: 'redis_evicted_keys_total',
    help: 'Keys removed because maxmemory was reached: in Appsmith’s Redis these are lost sessions.',
    from: 'stats: evicted_keys',
  }),
  evictedClients: fieldCounter({
    name: 'redis_evicted_clients_total',
    help: 'Clients disconnected because their buffers together exceeded maxmemory-clients.',
    from: 'stats: evicted_clients',
  }),
  expiredStale: fieldGauge({
    name: 'redis_expired_stale_ratio',
    help: 'Estimated share of keys that have expired but still occupy memory, 0 to 1.',
    from: 'stats: expired_stale_perc',
    read: scaled(1 / 100),
  }),
  expireTimeCap: fieldCounter({
    name: 'redis_expired_time_cap_reached_total',
    help: 'Active expiry cycles that ran out of their time.',
    from: 'stats: expired_time_cap_reached_count',
  }),
  pubsubChannels: fieldGauge({
    name: 'redis_pubsub_channels',
    help: 'Channels with subscribers.',
    from: 'stats: pubsub_channels',
  }),
  pubsubPatterns: fieldGauge({
    name: 'redis_pubsub_patterns',
    help: 'Patterns with subscribers.',
    from: 'stats: pubsub_patterns',
  }),
  latestFork: fieldGauge({
    name: 'redis_latest_fork_seconds',
    help: 'How long the last fork stopped the server (for a snapshot or an AOF rewrite).',
    from: 'stats: latest_fork_usec',
    read: scaled(1e-6),
  }),
  aclDeniedAuth: fieldCounter({
    name: 'redis_acl_access_denied_auth_total',
    help: 'Failed authentications (Redis 7.2 and newer).',
    from: 'stats: acl_access_denied_auth',
  }),
  aclDeniedCommand: fieldCounter({
    name: 'redis_acl_access_denied_cmd_total',
    help: 'Commands denied by ACL rules (Redis 7.2 and newer).',
    from: 'stats: acl_access_denied_cmd',
  }),
  cpuSys: fieldCounter({
    name: 'redis_cpu_sys_seconds_total',
    help: 'System CPU time of the server.',
    from: 'cpu: used_cpu_sys',
  }),
  cpuUser: fieldCounter({
    name: 'redis_cpu_user_seconds_total',
    help: 'User CPU time of the server.',
    from: 'cpu: used_cpu_user',
  }),
  cpuSysChildren: fieldCounter({
    name: 'redis_cpu_sys_children_seconds_total',
    help: 'System CPU time of background processes.',
    from: 'cpu: used_cpu_sys_children',
  }),
  cpuUserChildren: fieldCounter({
    name: 'redis_cpu_user_children_seconds_total',
    help: 'User CPU time of background processes.',
    from: 'cpu: used_cpu_user_children',
  }),
  cpuSysMain: fieldCounter({
    name: 'redis_cpu_sys_main_thread_seconds_total',
    help: 'System CPU time of the main thread, which runs all commands.',
    from: 'cpu: used_cpu_sys_main_thread',
  }),
  cpuUserMain: fieldCounter({
    name: 'redis_cpu_user_main_thread_seconds_total',
    help: 'User CPU time of the main thread, which runs all commands.',
    from: 'cpu: used_cpu_user_main_thread',
  }),
  ioThreadsActive: fieldGauge({
    name: 'redis_io_threads_active',
    help: 'Whether I/O threads are at work (1) or not (0).',
    from: 'server: io_threads_active',
  }),
  clusterEnabled: fieldGauge({
    name: 'redis_cluster_enabled',
    help: 'Whether this is a node of a Redis cluster (1) or not (0).',
    from: 'cluster: cluster_enabled',
  }),
} satisfies Catalogue;
