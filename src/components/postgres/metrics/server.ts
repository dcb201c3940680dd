// The server as a whole: is it up, which version, how many connections, how long do transactions last.
import { type Catalogue, gauge, info } from '../../../metrics/index.ts';

export const serverMetrics = {
  up: gauge({
    name: 'pg_up',
    help: 'Whether PostgreSQL lets the exporter in (1) or not (0). Where no user is known: whether it accepts connections.',
    source: 'log-in; without a user, the answer to the start-up packet',
  }),
  ping: gauge({
    name: 'pg_ping_duration_seconds',
    help: 'Time that the first query of a scrape took, there and back.',
    source: 'the query for the server’s settings',
    unit: 'seconds',
  }),
  version: info({
    name: 'pg_version_info',
    help: 'The version that runs.',
    source: 'current_setting(server_version)',
    labels: ['version'],
  }),
  startTime: gauge({
    name: 'pg_postmaster_start_time_seconds',
    help: 'When the server started, in seconds since 1970.',
    source: 'pg_postmaster_start_time()',
    unit: 'seconds',
  }),
  maxConnections: gauge({
    name: 'pg_settings_max_connections',
    help: 'Connections that the server allows at most.',
    source: 'pg_settings: max_connections',
  }),
  superuserReserved: gauge({
    name: 'pg_settings_superuser_reserved_connections',
    help: 'Connections of these that are kept for superusers.',
    source: 'pg_settings: superuser_reserved_connections',
  }),
  reserved: gauge({
    name: 'pg_settings_reserved_connections',
    help: 'Connections that are kept for roles with pg_use_reserved_connections; since PostgreSQL 16.',
    source: 'pg_settings: reserved_connections',
  }),
  connections: gauge({
    name: 'pg_stat_activity_connections',
    help: 'Connections by database and state, the exporter’s own included. The state is `hidden` where the exporter’s role may not see it. postgres_exporter: pg_stat_activity_count.',
    source: 'pg_stat_activity',
    labels: ['datname', 'state'],
  }),
  maxTransaction: gauge({
    name: 'pg_stat_activity_max_tx_duration_seconds',
    help: 'Age of the oldest transaction that is open; needs pg_monitor.',
    source: 'pg_stat_activity: now − xact_start',
    labels: ['datname', 'state'],
    unit: 'seconds',
  }),
  locksWaiting: gauge({
    name: 'pg_locks_waiting',
    help: 'Locks that somebody waits for.',
    source: 'pg_locks: not granted',
    labels: ['datname'],
  }),
  limited: gauge({
    name: 'pg_monitor_missing',
    help: 'Whether the exporter’s role may not see others’ sessions (1), because it is no member of pg_monitor, or may (0).',
    source: 'pg_has_role(pg_read_all_stats)',
  }),
} satisfies Catalogue;
