// When Keycloak, through which people log in by single sign-on, should wake somebody.
import { above, alert, equals } from '../../observe/index.ts';
import { matchers, promql } from '../../promql/index.ts';
import { keycloakMetrics as m } from './metrics.ts';

const STATUS = '`docker compose exec appsmith supervisorctl status keycloak`';
const LOG =
  "`docker compose exec appsmith sh -c 'tail -n 100 /appsmith-stacks/logs/keycloak/*.log'`";
const RESTART =
  '`docker compose exec appsmith supervisorctl restart keycloak`; it takes up to a minute until it answers. Who is logged in to Appsmith stays so.';

export const keycloakDown = alert({
  name: 'KeycloakDown',
  component: 'keycloak',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  // A restart takes Keycloak up to a minute.
  for: '3m',
  // supervisord's word on the process is looked at up to an evaluation later, and would be told of after the end.
  keepFiringFor: '1m',
  summary: 'Keycloak of {instance} is down: no single sign-on',
  description:
    'Keycloak is {value}: it has not served its login page and discovery document for three minutes. Nobody can log in by SAML or OpenID Connect; who is logged in goes on working.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'Keycloak is the login server inside Appsmith’s business edition (port 8081, below `/auth`). It did not answer, answered with an error, or does not have the realm that is looked at.',
    impact:
      'People who log in through SAML or OpenID Connect cannot. Sessions that exist go on, and so do logins with an e-mail address and password, or through Google and GitHub, where they are allowed.',
    diagnosis: [
      `${STATUS}: FATAL or BACKOFF means that it crashes at its start, RUNNING that it hangs or still starts.`,
      `${LOG}: “Failed to obtain JDBC connection” is its database, “OutOfMemoryError” its memory; see whether a start has come to “Listening on”.`,
      'The panel “Keycloak pages” on Identity & workflows: was only one of the pages gone, and since when?',
      'The metric `appsmith_exporter_collector_error{component="keycloak"}` tells how it failed: `refused` is a process that does not run, `timeout` one that hangs, `not_found` a realm that does not exist, `unhealthy` one that answers with errors.',
    ],
    mitigation: [
      RESTART,
      'Its database is gone: see PostgresDown, or the server that `APPSMITH_KEYCLOAK_DB_URL` names.',
      'Until it is back, an administrator can log in with e-mail address and password at `/user/login`, unless that form is switched off.',
    ],
    falseAlarms:
      'Reason `not_found`: the exporter looks at a realm that does not exist; name an existing one in the setting `keycloak.realm`.',
  },
});

export const keycloakNotReady = alert({
  name: 'KeycloakNotReady',
  component: 'keycloak',
  severity: 'critical',
  when: [equals(promql`${m.probeUp}${matchers({ probe: 'readiness' })}`, 0)],
  for: '3m',
  summary: 'Keycloak of {instance} runs, but says that it cannot work',
  description:
    'Keycloak’s readiness has been {value} for three minutes, mostly since it cannot reach its database. Its pages may still be there, but logins by single sign-on fail.',
  valueUnit: 'up',
  runbook: {
    meaning:
      'Keycloak looks at itself: at the connections to its database, and whether it has come to the end of its start or begins to stop. One of these checks is down. Only a Keycloak whose health is switched on (`KC_HEALTH_ENABLED`) tells.',
    impact:
      'Logins through SAML or OpenID Connect fail, often only after the password was typed. Sessions that exist go on.',
    diagnosis: [
      'The panel “Keycloak checks” on Identity & workflows names the check that is down.',
      'Database connections: `docker compose exec appsmith supervisorctl status postgres`, and the panel “Keycloak’s database connections”: all in use with threads that wait is a pool that is too small or a database that is slow.',
      `${LOG}: the last errors.`,
    ],
    mitigation: ['Bring its database back; Keycloak finds it again by itself.', RESTART],
  },
});

export const keycloakPoolWaiting = alert({
  name: 'KeycloakPoolWaiting',
  component: 'keycloak',
  severity: 'warning',
  when: [above(promql`${m.poolAwaiting}`, 0)],
  for: '5m',
  summary: 'Logins of {instance} wait for Keycloak’s database',
  description:
    '{value} threads of Keycloak have been waiting for a database connection for five minutes. Logins by single sign-on are slow, and fail after some seconds.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'All connections of Keycloak’s pool to its database are taken, and requests queue for one: the database is slow, or more people log in at once than the pool is made for.',
    impact: 'Logins by single sign-on take seconds or fail. Who is logged in notices nothing.',
    diagnosis: [
      'The panel “Keycloak’s database connections” on Identity & workflows: since when, and how many are in use?',
      'The panel “Keycloak requests” beside it: more requests than usual, or the same ones, only slower?',
      'PostgreSQL’s panels on Data stores: long transactions, locks, connections near their limit.',
    ],
    mitigation: [
      'A query that blocks the others: end it (`SELECT pg_cancel_backend(pid)`).',
      'Many logins at once, such as on a Monday morning: set `KC_DB_POOL_MAX_SIZE` higher in Appsmith’s environment, below what PostgreSQL allows.',
      RESTART,
    ],
  },
});

export const keycloakAlerts = [keycloakDown, keycloakNotReady, keycloakPoolWaiting];
