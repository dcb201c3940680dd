// When the backend's HTTP side should wake somebody: slow answers, with buckets and without, and failed ones.
import { above, alert, atLeast, type Runbook, threshold } from '../../../observe/index.ts';
import { promql, series } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';
import { httpFailedRate, httpRate, promptMean, promptP99, promptRate } from '../records.ts';

/** Below some requests one slow one is the whole quantile. */
const floor = (help: string) => threshold(20, 'count', { min: 1, max: 100_000, help });
const promptFloor = atLeast(
  promql`${promptRate} * 300`,
  floor('Fewer requests than this within five minutes say nothing about slowness.'),
  'floor',
);

const slow: Runbook = {
  meaning:
    'Requests that should be answered at once take seconds. Not counted are the health check, the execution of queries (QueryP95Slow watches them), Git, imports and exports, and requests that look into a datasource: those are as slow as what they wait for.',
  impact:
    'Pages and the editor load slowly for some users; behind a load balancer some requests end in 504.',
  diagnosis: [
    'Panel “Time by path”: is it one path, or all of them?',
    'All of them: panel “Time spent collecting” (heap, see JvmHeapHigh), panel “CPU”, panel “Blocked threads”.',
    'Panel “MongoDB commands” and panel “Redis commands”: a store that has become slow makes everything slow. Panel “Waiting for a MongoDB connection”: anything above 0 is a queue.',
    'One path: open the browser’s network view on that page, and look for its requests in `docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`.',
  ],
  mitigation: [
    'If heap or collections are the reason, restart the backend: `docker compose exec appsmith supervisorctl restart backend`.',
    'If a store is the reason, mend the store first: its own alerts and dashboard tell what it lacks.',
    'If the processor is the reason, stop what else runs on the machine, or give the container more.',
    'If it is one page: fewer queries on page load, smaller results.',
  ],
  falseAlarms:
    'A path of yours that is slow by nature: raise the threshold. On a nearly idle Appsmith: raise the floor.',
  reports: [32488],
};

export const httpP99Slow = alert({
  name: 'HttpP99Slow',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${promptP99}`,
      threshold(5, 'seconds', {
        min: 0.25,
        max: 30,
        help: 'The slowest of a hundred requests may take this long. It must lie below the highest bucket.',
      }),
    ),
  ],
  provided: [promptFloor],
  for: '10m',
  summary: 'One request in a hundred to {instance} takes longer than {value}',
  description:
    'For {for} the 99th percentile of the backend’s request times has been above {threshold}, now {value}; executions of queries are not counted.',
  inhibits: ['HttpSlow'],
  runbook: slow,
});

export const httpSlow = alert({
  name: 'HttpSlow',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${promptMean} unless on (job, instance) ${series(m.httpRequests).bucket}{le="+Inf"}`,
      threshold(2, 'seconds', {
        min: 0.1,
        max: 30,
        help: 'Mean time of a request. Means hide slow requests among many fast ones: turn the buckets on for HttpP99Slow.',
      }),
    ),
  ],
  provided: [promptFloor],
  for: '10m',
  summary: 'Requests to {instance} take {value} on average',
  description:
    'For {for} the mean of the backend’s request times has been above {threshold}, now {value}. Its histogram buckets are off, so nothing better is known.',
  runbook: slow,
});

export const http5xxRatio = alert({
  name: 'Http5xxRatio',
  component: 'backend',
  severity: 'warning',
  when: [
    above(
      promql`${httpFailedRate} / on (job, instance) ${httpRate}`,
      threshold(0.05, 'ratio', {
        min: 0.001,
        max: 0.9,
        help: 'Share of requests that end in a server error.',
      }),
    ),
  ],
  provided: [
    atLeast(
      promql`${httpRate} * 300`,
      floor('Fewer requests than this within five minutes say nothing about a share.'),
      'floor',
    ),
    atLeast(
      promql`${httpFailedRate} * 300`,
      threshold(5, 'count', {
        min: 1,
        max: 10_000,
        help: 'Fewer failures than this within five minutes are let pass, whatever their share.',
      }),
      'failures',
    ),
  ],
  for: '10m',
  summary: '{value} of the requests to the backend of {instance} fail',
  description:
    'For {for} more than {threshold} of the requests have ended in a server error (5xx), now {value}. Failed queries are not among them: Appsmith answers those with 200.',
  // The same failures as the proxy sees them; here their paths are known.
  inhibits: ['Edge5xxRatio'],
  runbook: {
    meaning:
      'The backend answers with 500 to 599: it could not do what it was asked to. A query that fails in its datasource is not such an answer.',
    impact: 'Users see error messages, pages that do not load and edits that are not saved.',
    diagnosis: [
      'The stores first: is MongoDB or Redis down or slow? Their alerts fire too then.',
      'Panel “Failed requests by path”: one path or all of them?',
      '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: the exception, with its request’s id.',
      'Panel “Version” and panel “Restarts in a day”: did it begin with an upgrade or a restart?',
    ],
    mitigation: [
      'If a store is the reason, mend the store.',
      'If it began with an upgrade, go back to the version before, from the backup that was made before it.',
      'If the log shows OutOfMemoryError or threads that wait for ever: `docker compose exec appsmith supervisorctl restart backend`.',
    ],
    falseAlarms:
      'A client of the API that asks for nonsense all day can make errors of its own: raise the number of failures.',
    reports: [2810, 32488],
  },
});

export const httpAlerts = [httpP99Slow, httpSlow, http5xxRatio];
