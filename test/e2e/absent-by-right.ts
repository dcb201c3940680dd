// Series that rules need and that are not there, each with the reason why that is right.

/** One that is seen after all must not stand here. */
type Absent = Readonly<Record<string, string>>;

const UNTROUBLED: Absent = {
  appsmith_edge_certificate_chain_expiry_timestamp_seconds: 'the front door speaks plain HTTP',
  appsmith_edge_certificate_error: 'the front door speaks plain HTTP',
  appsmith_exporter_collector_error: 'no collector has failed',
  appsmith_exporter_series_dropped_total: 'no series has been refused',
  appsmith_heap_dump_newest_timestamp_seconds: 'Java has never been out of memory',
  appsmith_auto_heal_restarts_total: 'auto-heal is off, as it is shipped',
  appsmith_process_exit_status: 'no program has ended',
  appsmith_upgrade_migration_start_timestamp_seconds: 'no migration runs',
  appsmith_upgrade_versions_behind: 'nobody switched the question for the newest release on',
  appsmith_process_failure_info: 'no program fails',
  pg_replication_lag_seconds: 'PostgreSQL is a primary',
  pg_settings_reserved_connections: 'PostgreSQL has it since version 16',
  redis_cluster_state: 'it is no Redis cluster',
  redis_sentinel_master_ckquorum_status: 'no Sentinel stands beside this Redis',
  redis_master_link_up: 'this Redis is no replica',
};

export const ABSENT_ON_DEMO: Absent = {
  ...UNTROUBLED,
  mongodb_execution_queue_length: 'the demo’s MongoDB is older than 7.0, which brought it',
  mongodb_replset_member_replication_lag_seconds: 'the replica set has no secondary',
  redis_errors_total: 'Redis counts a kind of error from its first one on',
};

const NO_CONTAINER = 'the servers run side by side on the machine, in no container of an Appsmith';
const SHORT = 'the Java server’s serverStatus does not have it; recordings of real servers do';
const NO_SET = 'the Java server is no replica set; the recording of a real one holds it';

const NO_TEMPORAL = 'Temporal takes minutes to build: the slow peers’ tests ask a real one';
const NO_KEYCLOAK = 'Keycloak takes half a minute to start: the slow peers’ tests ask a real one';
const NO_POSTGRES = 'no PostgreSQL is started there; test/components/postgres has a real one';

const NO_BACKUPS = 'nothing makes backups there';

export const ABSENT_ON_REAL_SERVERS: Absent = {
  ...UNTROUBLED,
  appsmith_temporal_task_queue_backlog: NO_TEMPORAL,
  appsmith_temporal_task_queue_pollers: NO_TEMPORAL,
  appsmith_temporal_up: NO_TEMPORAL,
  appsmith_cloud_services_up: 'nobody is called outside unless somebody switches it on',
  appsmith_backup_failed: NO_BACKUPS,
  appsmith_backup_interval_seconds: NO_BACKUPS,
  appsmith_backup_newest_bytes: NO_BACKUPS,
  appsmith_backup_newest_timestamp_seconds: NO_BACKUPS,
  appsmith_backup_previous_bytes: NO_BACKUPS,
  appsmith_backup_scheduled: NO_BACKUPS,
  appsmith_backup_space_available_bytes: NO_BACKUPS,
  appsmith_backup_space_required_bytes: NO_BACKUPS,
  appsmith_keycloak_probe_up: NO_KEYCLOAK,
  appsmith_keycloak_up: NO_KEYCLOAK,
  keycloak_agroal_awaiting_count: NO_KEYCLOAK,
  appsmith_container_cpu_periods_total: NO_CONTAINER,
  appsmith_container_cpu_throttled_periods_total: NO_CONTAINER,
  appsmith_container_memory_limit_bytes: NO_CONTAINER,
  appsmith_container_memory_working_set_bytes: NO_CONTAINER,
  appsmith_container_oom_kills_total: NO_CONTAINER,
  appsmith_upgrade_migration_failed: 'no backend has written a log beside the Spring peer',
  appsmith_upgrade_migration_running: 'no backend has written a log beside the Spring peer',
  appsmith_info: 'no Appsmith stands behind the Spring peer, so nothing tells its version',
  mongodb_asserts_total: SHORT,
  mongodb_connections_max: SHORT,
  mongodb_execution_queue_length: SHORT,
  mongodb_global_lock_current_queue: SHORT,
  mongodb_wiredtiger_cache_dirty_bytes: SHORT,
  mongodb_wiredtiger_cache_max_bytes: SHORT,
  mongodb_wiredtiger_cache_used_bytes: SHORT,
  mongodb_oplog_oldest_timestamp_seconds: NO_SET,
  mongodb_oplog_window_seconds: NO_SET,
  mongodb_replset_member_replication_lag_seconds: NO_SET,
  mongodb_replset_member_state: NO_SET,
  mongodb_replset_number_of_members: NO_SET,
  mongodb_slow_operations: 'the Java server does not list what runs',
  pg_replication_lag_seconds: NO_POSTGRES,
  pg_settings_max_connections: NO_POSTGRES,
  pg_settings_reserved_connections: NO_POSTGRES,
  pg_settings_superuser_reserved_connections: NO_POSTGRES,
  pg_stat_activity_connections: NO_POSTGRES,
  pg_stat_activity_max_tx_duration_seconds: NO_POSTGRES,
  pg_stat_database_deadlocks_total: NO_POSTGRES,
  pg_up: NO_POSTGRES,
};
