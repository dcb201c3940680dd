// When the proxy should wake somebody: by what users get from it. That its process is gone, supervisord's alert says.
import { above, alert, atLeast, type Condition, threshold } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { GATEWAY, proxyAnswers, proxyFailed, proxyRate } from './records.ts';

const unanswered = promql`sum by (job, instance) (${proxyAnswers}${GATEWAY})`;

const floor = atLeast(
  promql`${proxyRate} * 300`,
  threshold(20, 'count', {
    min: 1,
    max: 100_000,
    help: 'Fewer requests than this within five minutes say nothing about a share.',
  }),
  'floor',
);

/** @param failing how many of these came within five minutes */
const failures = (failing: Condition['signal']): Condition =>
  atLeast(
    promql`${failing} * 300`,
    threshold(5, 'count', {
      min: 1,
      max: 10_000,
      help: 'Fewer failures than this within five minutes are let pass, whatever their share.',
    }),
    'failures',
  );

export const caddyUpstreamUnhealthy = alert({
  name: 'CaddyUpstreamUnhealthy',
  component: 'caddy',
  severity: 'critical',
  when: [
    above(
      promql`${unanswered} / on (job, instance) ${proxyRate}`,
      threshold(0.1, 'ratio', {
        min: 0.005,
        max: 0.9,
        help: 'Share of requests that end in 502, 503 or 504.',
      }),
    ),
  ],
  provided: [floor, failures(unanswered)],
  // Longer than the rate's window by what a restart of the backend takes, which is over when this would speak.
  for: '8m',
  summary: 'Caddy of {instance} answers {value} of all requests with 502, 503 or 504',
  description:
    'For {for} more than {threshold} of the requests at the front door have ended in 502, 503 or 504, now {value}: Caddy runs, but a part behind it does not answer, or not in time.',
  runbook: {
    meaning:
      'Caddy passes `/api`, `/oauth2` and `/login` on to the backend (port 8080) and `/rts` to RTS (8091). 502: nobody listens there, or the connection broke off. 504: no answer in time. 503: the part itself says that it is too busy. If the whole backend or RTS were down, AppsmithDown or RtsDown would speak instead of this alert; it is left where the part answers its health check and still fails its users. Caddy’s own word on the health of its upstreams is not used: without health checks, as Appsmith configures it, it calls a dead upstream healthy.',
    impact:
      'The page itself loads, since Caddy serves it; what it asks for fails. People see an empty editor, applications without data, or an error page.',
    diagnosis: [
      'Panel “Answers at the front door” on Edge & processes: 502, 503 or 504, and since when?',
      'Panel “Requests in flight by part”: a part whose number climbs holds its requests and does not answer them.',
      '`docker compose exec appsmith supervisorctl status backend rts`: did one of them just restart?',
      '`docker compose logs --since 10m appsmith | grep -i "dial tcp\\|timeout\\|broken pipe"`: Caddy names the address that did not answer.',
      '`docker compose exec appsmith curl -s -o /dev/null -w "%{http_code} %{time_total}\\n" http://localhost:8080/api/v1/health`: past Caddy, how long does the backend take?',
    ],
    mitigation: [
      'Restart the part that does not answer: `docker compose exec appsmith supervisorctl restart backend` (about a minute) or `… restart rts` (seconds).',
      '504 on long queries only: they take longer than Caddy, or the load balancer before it, waits. Make the query faster, or raise that limit.',
      '503: the backend is overloaded; see HttpP99Slow, CpuHigh and JvmHeapHigh for what it lacks.',
    ],
    falseAlarms: 'On a nearly idle Appsmith: raise the floor or the number of failures.',
    reports: [32488],
  },
});

export const edge5xxRatio = alert({
  name: 'Edge5xxRatio',
  component: 'caddy',
  severity: 'warning',
  when: [
    above(
      promql`${proxyFailed} / on (job, instance) ${proxyRate}`,
      threshold(0.05, 'ratio', {
        min: 0.001,
        max: 0.9,
        help: 'Share of requests at the front door that fail.',
      }),
    ),
  ],
  provided: [floor, failures(promql`${proxyFailed}`)],
  // A little longer than Http5xxRatio, which knows the paths and speaks for both where the actuator is open.
  for: '12m',
  summary: '{value} of the requests at the front door of {instance} fail',
  description:
    'For {for} more than {threshold} of the requests that reached Caddy have failed (5xx), now {value}. This is what users get, whatever part is the reason.',
  runbook: {
    meaning:
      'Answers with 500 to 599 as Caddy gave them to users: made by the backend and passed on, or Caddy’s own because a part did not answer. A Caddy before 2.8 gives its own errors no code; all of them are counted here then, a missing file’s 404 and a client that did not wait among them.',
    impact: 'Users see error messages, pages that do not load and edits that are not saved.',
    diagnosis: [
      'Panel “Answers at the front door” on Edge & processes: 500 is the backend’s, 502 to 504 mean that a part does not answer.',
      'Panel “Failed requests by path” on Backend & JVM, if the actuator is open: which path?',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: the exception.',
      '`docker compose logs --since 10m appsmith | grep "\\"status\\":5"`: Caddy’s line of each failed request, with its path.',
    ],
    mitigation: [
      'If a store is the reason, its own alert fires too: mend the store.',
      'If it began with an upgrade, go back to the version before, from the backup that was made before it.',
      'Otherwise restart the backend: `docker compose exec appsmith supervisorctl restart backend`.',
    ],
    falseAlarms:
      'With a Caddy before 2.8, browsers that ask for files of the version before an upgrade: they stop when their pages are loaded anew. On a nearly idle Appsmith: raise the floor.',
    reports: [2810],
  },
});

export const caddyAlerts = [caddyUpstreamUnhealthy, edge5xxRatio];
