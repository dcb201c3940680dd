// How to look at Keycloak: its row on the dashboard Identity & workflows.
import { query, type Row } from '../../observe/index.ts';
import { duration, matchers, promql, series } from '../../promql/index.ts';
import { keycloakDown, keycloakNotReady, keycloakPoolWaiting } from './alerts.ts';
import { keycloakMetrics as m } from './metrics.ts';

const EVERY = duration('$__rate_interval');
const OFF = 'switched off: see KC_METRICS_ENABLED in doctor';
const HEALTH_OFF = 'switched off: see KC_HEALTH_ENABLED in doctor';
const HEAP = matchers({ area: 'heap' });
const heapUsed = promql`sum by (instance) (${m.memoryUsed}${HEAP})`;
const heapMax = promql`max by (instance) (${m.memoryMax}${HEAP} > 0)`;
const requests = series(m.requests);

export const keycloakRows: readonly Row[] = [
  {
    dashboard: 'identity',
    title: 'Keycloak',
    panels: [
      {
        title: 'Keycloak',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`${m.up}`, '{{instance}}')],
        shows: 'Whether Keycloak serves its login page and the realm’s discovery document.',
        normal: 'Up all the time, but for a minute at a restart.',
        alerts: [keycloakDown],
        width: 12,
      },
      {
        title: 'Keycloak checks',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`min by (check) (${m.checkUp})`, '{{check}}')],
        shows: 'What Keycloak says of itself: each check of its readiness.',
        normal: 'All up.',
        alerts: [keycloakNotReady],
        empty: HEALTH_OFF,
        width: 12,
      },
      {
        title: 'Keycloak pages',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`max by (probe) (${m.probeDuration})`, '{{probe}}')],
        shows: 'How long Keycloak took to answer for its login page, discovery and readiness.',
        normal: 'Some milliseconds; the first answers after a start take longer.',
        act: 'A rise of all: look at its heap and CPU; of readiness alone: at its database.',
        empty: 'no answer to time',
      },
      {
        title: 'Passwords and logins',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(promql`sum by (outcome) (rate(${m.passwords}[${EVERY}]))`, 'password {{outcome}}'),
          query(promql`sum by (event) (rate(${m.userEvents}[${EVERY}]))`, '{{event}}'),
        ],
        shows:
          'Passwords that Keycloak compared by their outcome, and its users’ events where it counts them.',
        normal: 'Follows the working day; a few invalid passwords are typing errors.',
        act: 'Many invalid ones in a row: somebody guesses passwords; look at the log for the address.',
        empty: OFF,
      },
      {
        title: 'Keycloak requests',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(promql`sum by (outcome) (rate(${requests.count}[${EVERY}]))`, '{{outcome}}'),
        ],
        shows: 'Requests to Keycloak by how they ended.',
        normal: 'Mostly SUCCESS and REDIRECTION; the exporter itself brings a few a minute.',
        act: 'SERVER_ERROR: the log of Keycloak says why.',
        empty: OFF,
      },
      {
        title: 'Time of Keycloak’s requests',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [
          query(
            promql`
              topk(8,
                sum by (uri) (rate(${requests.sum}[${EVERY}]))
                  / (sum by (uri) (rate(${requests.count}[${EVERY}])) > 0)
              )
            `,
            '{{uri}}',
          ),
        ],
        shows: 'Mean time of the slowest kinds of requests.',
        normal: 'The token endpoint compares passwords, which takes some tenths of a second.',
        act: 'All slower than usual: look at its database connections and its heap.',
        empty: OFF,
      },
      {
        title: 'Keycloak’s heap',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [query(heapUsed, 'used'), query(heapMax, 'limit')],
        shows: 'Memory of Keycloak’s JVM against its limit.',
        normal: 'A saw-tooth well below the limit.',
        act: 'Near the limit for long: raise it with JAVA_OPTS_KC_HEAP in Appsmith’s environment.',
        empty: OFF,
      },
      {
        title: 'Keycloak’s database connections',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`sum by (instance) (${m.poolActive})`, 'in use'),
          query(promql`sum by (instance) (${m.poolAvailable})`, 'idle'),
          query(promql`sum by (instance) (${m.poolAwaiting})`, 'waiting threads'),
        ],
        shows: 'Connections of Keycloak to its database, and threads that wait for one.',
        normal: 'A few in use, none waiting.',
        alerts: [keycloakPoolWaiting],
        empty: OFF,
      },
      {
        title: 'Keycloak’s threads',
        kind: 'timeseries',
        unit: 'count',
        queries: [query(promql`sum by (state) (${m.threadsStates}) > 0`, '{{state}}')],
        shows: 'Threads of Keycloak’s JVM by state.',
        normal: 'Some dozens, mostly waiting.',
        act: 'Many blocked ones: `jcmd` inside the container prints where they stand.',
        empty: OFF,
        width: 24,
      },
    ],
  },
];
