// When PostgreSQL should wake somebody: it is down, runs out of connections, or is held up by its own clients.
import { above, alert, atLeast, equals, threshold } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { postgresMetrics as m } from './metrics.ts';

const LOG =
  '`docker compose exec appsmith sh -c "tail -n 100 /appsmith-stacks/logs/postgres/*.log"`: the last lines of the embedded server; an external one has its own console';

/** In the embedded server; an external one is asked with the same statement by its own client. */
const psql = (statement: string): string =>
  `\`docker compose exec appsmith su postgres -c "psql -c \\"${statement}\\""\``;

const SESSIONS = psql(
  'select pid, datname, usename, application_name, state, now() - xact_start as age from pg_stat_activity order by age desc nulls last limit 20',
);

export const postgresDown = alert({
  name: 'PostgresDown',
  component: 'postgres',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  for: '2m',
  // supervisord's word on the process is looked at up to an evaluation later, and would be told of after the end.
  keepFiringFor: '1m',
  summary: 'PostgreSQL of {instance} is down',
  description:
    'PostgreSQL is {value}: for two minutes it has not let the exporter in. Keycloak and Temporal keep their data there: single sign-on and workflows fail. See whether it crashed, still recovers, or has a full disk.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'The exporter could not connect, log in or get an answer. Appsmith’s container embeds PostgreSQL for Keycloak, for Temporal and for sample data; some installations keep Appsmith’s own data there.',
    impact:
      'Nobody can log in by SAML or OpenID Connect through Keycloak, and workflows stand still. Who is logged in already, and who logs in with a password, goes on working, unless Appsmith’s own data is in PostgreSQL: then nothing works.',
    diagnosis: [
      'The metric `appsmith_exporter_collector_error{component="postgres"}` tells how it failed: `refused` is a server that does not run, `timeout` one that hangs, `unauthorized` a password that has changed, `unhealthy` one that starts, recovers or has no connection left.',
      '`docker compose exec appsmith supervisorctl status postgres`: FATAL or BACKOFF means that it ends at its start, RUNNING that it hangs or recovers.',
      `${LOG}: “No space left on device”, “database files are incompatible with server” or “PANIC” name the reason.`,
      '`docker compose exec appsmith df -h /appsmith-stacks`: a full disk stops it.',
    ],
    mitigation: [
      '`docker compose exec appsmith supervisorctl restart postgres`; if it says that it recovers, let it: stopping it begins the work anew.',
      'A full disk: remove old files below /appsmith-stacks/logs first, never files below data/postgres.',
      'Files of another version after an update: go back to the image of before; the new one upgrades them at its start and says in its log why it could not.',
      '`unauthorized`: give the exporter the new password, then see docs/least-privilege.md for a role of its own.',
      'If Keycloak or Temporal still fail once it is up, restart them: `docker compose exec appsmith supervisorctl restart keycloak temporal`.',
    ],
  },
});

const taken = promql`sum by (job, instance) (${m.connections})`;
const reserved = promql`${m.superuserReserved} + (${m.reserved} or ${m.superuserReserved} * 0)`;

/** The share of the connections that are for everybody which is taken. */
export const connectionsTaken = promql`${taken} / (${m.maxConnections} - (${reserved}))`;

export const postgresConnectionsHigh = alert({
  name: 'PostgresConnectionsHigh',
  component: 'postgres',
  severity: 'warning',
  when: [
    above(
      connectionsTaken,
      threshold(0.8, 'ratio', {
        min: 0.2,
        max: 0.99,
        help: 'The share of `max_connections`, less those that are reserved, which is taken.',
      }),
    ),
  ],
  for: '5m',
  summary: 'PostgreSQL of {instance}: {value} of its connections are taken',
  description:
    '{value} of the connections that PostgreSQL has for everybody are taken. At 100 % Keycloak and Temporal get no new ones, and logins and workflows fail. See who holds them.',
  runbook: {
    meaning:
      'PostgreSQL allows `max_connections` (100 unless set otherwise), a few of which are kept for superusers. Each is a process; Keycloak and Temporal keep pools of some twenty.',
    impact: 'None yet. At the limit new connections are refused with “too many clients already”.',
    diagnosis: [
      'The panel “PostgreSQL connections” on Identity & workflows: which database, and idle or active? A slow climb of idle ones is a leak, a step is a new client.',
      `${SESSIONS}: \`application_name\` and \`usename\` name the client.`,
    ],
    mitigation: [
      'Restart the client that holds most of them: `docker compose exec appsmith supervisorctl restart keycloak` or `temporal`.',
      `${psql("select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and state_change < now() - interval '1 hour'")} closes those that nobody has used for an hour.`,
      'Many for a good reason: raise `max_connections` in postgresql.conf and restart the server; each costs some megabytes of memory.',
    ],
  },
});

export const postgresDeadlocks = alert({
  name: 'PostgresDeadlocks',
  component: 'postgres',
  severity: 'warning',
  when: [
    atLeast(
      promql`increase(${m.deadlocks}[1h])`,
      threshold(5, 'count', {
        min: 1,
        max: 1000,
        help: 'Deadlocks in one database within an hour. One now and then is tried again and nobody notices.',
      }),
    ),
  ],
  for: '0m',
  summary: 'PostgreSQL of {instance}: {value} deadlocks in {datname} within an hour',
  description:
    'Within an hour {value} times two transactions in {datname} waited for each other, and PostgreSQL ended one of them. What that one wanted failed or was tried again. The server’s log names the statements.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'Two transactions each hold a lock that the other one wants. PostgreSQL notices after a second and cancels one of them.',
    impact:
      'A request to Keycloak or a step of a workflow fails or takes longer. Both try again by themselves, so a few go unnoticed; many make logins slow.',
    diagnosis: [
      `${LOG}: “deadlock detected” is followed by both statements.`,
      'The panel “PostgreSQL trouble” on Identity & workflows: since when? An update, an import of users or a second Keycloak on the same database begin at such a moment.',
    ],
    mitigation: [
      'Stop the job that began when they began, such as an import of users, and let it run alone at night.',
      'Two Keycloaks or two Appsmiths on one database that know nothing of each other: stop one of them.',
      'Since an update of Keycloak or Temporal: look for the tables in its release notes and go back until it is mended.',
    ],
  },
});

export const postgresLongTransaction = alert({
  name: 'PostgresLongTransaction',
  component: 'postgres',
  severity: 'warning',
  when: [
    above(
      promql`${m.maxTransaction}`,
      threshold(900, 'seconds', {
        min: 60,
        max: 86_400,
        help: 'How long a transaction may be open. A dump of a large database takes one for as long as it runs.',
      }),
    ),
  ],
  for: '2m',
  summary: 'PostgreSQL of {instance}: a transaction in {datname} has been open for {value}',
  description:
    'A transaction in {datname} ({state}) has been open for {value}. It keeps its locks, so that others may wait for it, and keeps dead rows from being removed. See who began it.',
  runbook: {
    meaning:
      'Transactions of Keycloak and Temporal last milliseconds. One that stays open is a client that hangs or died without a word (`idle in transaction`), a report, a dump, or somebody’s psql.',
    impact:
      'Whoever needs a row that it has locked waits; tables grow, since vacuum must not remove what it may still see. After days the server may stop to protect its data.',
    diagnosis: [
      `${SESSIONS}: the first lines are the oldest; \`application_name\` and \`usename\` name the client.`,
      'The panel “PostgreSQL trouble” on Identity & workflows: does anybody wait for locks meanwhile?',
      '`active`: it works, as a dump does. `idle in transaction`: its client does nothing.',
    ],
    mitigation: [
      `${psql('select pg_terminate_backend(PID)')} with the pid of that session ends it; what it had not committed is undone.`,
      'It comes again: `alter system set idle_in_transaction_session_timeout = 600000` followed by `select pg_reload_conf()` ends idle ones after ten minutes.',
    ],
    falseAlarms:
      'A dump that takes longer than the threshold: raise the threshold above its usual duration.',
  },
});

export const postgresReplicationLag = alert({
  name: 'PostgresReplicationLag',
  component: 'postgres',
  severity: 'warning',
  when: [
    above(
      promql`${m.lag}`,
      threshold(300, 'seconds', {
        min: 5,
        max: 86_400,
        help: 'How far a standby may be behind its primary.',
      }),
    ),
  ],
  for: '5m',
  summary: 'The standby PostgreSQL of {instance} is {value} behind',
  description:
    'This standby has not applied what its primary wrote during the last {value}. If the primary fails now, that much is lost or must be waited for.',
  runbook: {
    meaning:
      'A standby receives the primary’s write-ahead log and applies it. It receives it slowly, not at all, or waits with applying for a query that it serves.',
    impact: 'None as long as the primary lives. Queries on the standby show old data.',
    diagnosis: [
      '`select * from pg_stat_wal_receiver` on the standby: no line means that it has no link to its primary; its log says why.',
      '`select application_name, state, replay_lag from pg_stat_replication` on the primary.',
      'A long query on the standby holds up applying for as long as `max_standby_streaming_delay` allows.',
    ],
    mitigation: [
      'End the long query on the standby.',
      'Mend the network, the password or the slot by which the standby receives; if the primary has removed what it needs, build the standby anew.',
    ],
  },
});

export const postgresAlerts = [
  postgresDown,
  postgresConnectionsHigh,
  postgresDeadlocks,
  postgresLongTransaction,
  postgresReplicationLag,
];
