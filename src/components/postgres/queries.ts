// The questions, each one SELECT, by the server's version; every value comes as text, boolean or double.

/** Databases that get series; Appsmith has some six. */
export const MAX_DATABASES = 50;
/** Replicas and slots that get series. */
export const MAX_PEERS = 20;
/** Groups of database and state. */
const MAX_GROUPS = 400;

export type Question =
  | 'server'
  | 'activity'
  | 'databases'
  | 'locks'
  | 'checkpoints'
  | 'standby'
  | 'replicas'
  | 'slots'
  | 'wal'
  | 'sizes';

/** The name of the question comes first: a log of slow queries, or a stand-in, knows it by that. */
const ask = (question: Question, columns: string, rest = ''): string =>
  `select /* appsmith-exporter: ${question} */ ${columns} ${rest}`.trim();

/** Asked first and of every version; it also tells what the role may see. Valid from PostgreSQL 10 on. */
export const SERVER = ask(
  'server',
  `current_setting('server_version_num')::float8 as version_number,
  current_setting('server_version') as version,
  current_setting('max_connections')::float8 as max_connections,
  current_setting('superuser_reserved_connections')::float8 as superuser_reserved,
  current_setting('reserved_connections', true)::float8 as reserved,
  extract(epoch from pg_postmaster_start_time())::float8 as started,
  pg_is_in_recovery() as is_replica,
  case when pg_is_in_recovery() then null
    else pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 end as wal_written,
  pg_has_role('pg_read_all_stats', 'usage') as sees_all,
  has_function_privilege('pg_ls_waldir()', 'execute') as sees_wal`,
);

/** Which databases there are: Appsmith's own first, so that a limit does not cut them off. */
const DATABASES = `from pg_database d
  where d.datallowconn and not d.datistemplate
  order by d.datname in ('appsmith', 'keycloak', 'temporal', 'temporal_visibility') desc,
    d.datname = current_database() desc, d.oid
  limit ${MAX_DATABASES}`;

const ACTIVITY = ask(
  'activity',
  `a.datname::text as datname, coalesce(a.state, 'hidden') as state,
  count(*)::float8 as connections,
  max(case when a.pid <> pg_backend_pid() and a.xact_start is not null
    then extract(epoch from clock_timestamp() - a.xact_start) end)::float8 as oldest`,
  `from pg_stat_activity a
  where a.datname is not null and (a.backend_type = 'client backend' or a.backend_type is null)
  group by 1, 2 order by 3 desc, 1, 2 limit ${MAX_GROUPS}`,
);

const STATISTICS = ask(
  'databases',
  `n.datname::text as datname, s.xact_commit::float8 as xact_commit,
  s.xact_rollback::float8 as xact_rollback, s.deadlocks::float8 as deadlocks,
  s.conflicts::float8 as conflicts, s.blks_hit::float8 as blks_hit,
  s.blks_read::float8 as blks_read, s.temp_bytes::float8 as temp_bytes`,
  `from (select d.oid, d.datname ${DATABASES}) n join pg_stat_database s on s.datid = n.oid`,
);

/** Who waits for a row waits for the other's transaction, which is in no database: the session tells which it is. */
const LOCKS = ask(
  'locks',
  `n.datname::text as datname, count(w.pid)::float8 as waiting`,
  `from (select d.oid, d.datname ${DATABASES}) n
  left join (select a.datid, l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where not l.granted) w on w.datid = n.oid
  group by 1`,
);

const CHECKPOINTS = ask(
  'checkpoints',
  `num_timed::float8 as timed, num_requested::float8 as requested, write_time::float8 as write_ms,
  sync_time::float8 as sync_ms, buffers_written::float8 as buffers`,
  'from pg_stat_checkpointer c',
);

const CHECKPOINTS_BEFORE_17 = ask(
  'checkpoints',
  `checkpoints_timed::float8 as timed, checkpoints_req::float8 as requested,
  checkpoint_write_time::float8 as write_ms, checkpoint_sync_time::float8 as sync_ms,
  buffers_checkpoint::float8 as buffers`,
  'from pg_stat_bgwriter',
);

const STANDBY = ask(
  'standby',
  `case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else greatest(0, extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())) end::float8
    as lag`,
);

const REPLICAS = ask(
  'replicas',
  `r.application_name as application_name,
  max(pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn))::float8 as behind`,
  `from pg_stat_replication r where r.replay_lsn is not null
  group by 1 order by 1 limit ${MAX_PEERS}`,
);

const SLOTS = ask(
  'slots',
  `s.slot_name::text as slot_name, s.active as active,
  case when pg_is_in_recovery() then null
    else pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::float8 end as retained`,
  `from pg_replication_slots s order by 1 limit ${MAX_PEERS}`,
);

const WAL = ask(
  'wal',
  'count(*)::float8 as segments, coalesce(sum(size), 0)::float8 as bytes',
  'from pg_ls_waldir()',
);

/** Last, since it looks at every file: on a slow disk only the sizes are missing. */
const SIZES = ask(
  'sizes',
  `d.datname::text as datname,
  case when has_database_privilege(d.oid, 'connect') or pg_has_role('pg_read_all_stats', 'usage')
    then pg_database_size(d.oid)::float8 end as bytes`,
  DATABASES,
);

/** What the first answer said, as far as the further questions depend on it. */
export interface Facts {
  readonly versionNumber: number;
  readonly isReplica: boolean;
  readonly seesAll: boolean;
  readonly seesWal: boolean;
}

/** The questions after the first, in their order. */
export function questionsFor(facts: Facts): readonly (readonly [Question, string])[] {
  const primary = !facts.isReplica;
  return [
    ['activity', ACTIVITY],
    ['databases', STATISTICS],
    ['locks', LOCKS],
    ['checkpoints', facts.versionNumber >= 170_000 ? CHECKPOINTS : CHECKPOINTS_BEFORE_17],
    ...when(!primary, 'standby', STANDBY),
    ...when(primary && facts.seesAll, 'replicas', REPLICAS),
    ['slots', SLOTS],
    ...when(facts.seesWal, 'wal', WAL),
    ['sizes', SIZES],
  ];
}

const when = (there: boolean, question: Question, sql: string): [Question, string][] =>
  there ? [[question, sql]] : [];
