// When users' queries should wake somebody: slow by plugin, with buckets and without, or given up before an answer.
import { above, alert, atLeast, type Runbook, threshold, tiedBy } from '../../../observe/index.ts';
import { matchers, promql, series } from '../../../promql/index.ts';
import { backendMetrics as m } from '../metrics.ts';
import { queryMean, queryP95, queryRate } from '../records.ts';

const floor = (help: string) => threshold(10, 'count', { min: 1, max: 100_000, help });
const queriesFloor = tiedBy(
  atLeast(
    promql`${queryRate} * 300`,
    floor('Fewer queries of a plugin than this within five minutes say nothing.'),
    'floor',
  ),
  'job',
  'instance',
  'plugin',
);

const slow: Runbook = {
  meaning:
    'Queries of one plugin (one kind of datasource) take long. It is the time within the plugin: waiting for a connection of the datasource’s pool, and the datasource’s own time. Metrics know the plugin, not the datasource or the query.',
  impact:
    'Applications that use such datasources show spinners; a query that takes longer than its own limit (10 s unless somebody changed it) fails.',
  diagnosis: [
    'Panel “Queries a second”: more of them than usual? Then the datasource, or its pool of connections, is too small for them.',
    'Panel “Waiting for a connection”: high → the datasource does not accept connections quickly. Low, with slow queries → the datasource is slow, or the plugin’s pool is used up by some long queries.',
    'Panel “Backend’s share of a query”: high for all plugins → it is the backend, not the datasource: see JvmGcOverhead and CpuHigh.',
    'On the datasource: which queries run now, and for how long (`pg_stat_activity`, `SHOW PROCESSLIST`, `db.currentOp()`).',
    '`docker compose exec appsmith sh -c "tail -n 200 /appsmith-stacks/logs/backend/*.log"`: timeouts with the action’s name.',
  ],
  mitigation: [
    'On the datasource, end the queries that have been running for minutes: that frees its pool at once.',
    'Ask the application’s developer to shorten them: LIMIT, an index, no query on every key press, fewer on page load.',
    'Raise the datasource’s connection limit where it has one (Settings of the datasource), and the database’s own.',
    'If no query runs there and the backend still waits: `docker compose exec appsmith supervisorctl restart backend` opens new pools.',
  ],
  falseAlarms:
    'Reports that are meant to take so long: raise the threshold; it must stay below 60 s, the highest bucket.',
  reports: [38574],
};

export const queryP95Slow = alert({
  name: 'QueryP95Slow',
  component: 'queries',
  severity: 'warning',
  when: [
    above(
      promql`${queryP95}`,
      threshold(10, 'seconds', {
        min: 0.5,
        max: 50,
        help: 'One query in twenty may take this long, for each plugin. It must lie below the highest bucket.',
      }),
    ),
  ],
  provided: [queriesFloor],
  for: '10m',
  summary: 'One {plugin} query in twenty of {instance} takes longer than {value}',
  description:
    'For {for} the 95th percentile of {plugin} queries has been above {threshold}, now {value}. Look at the datasource first.',
  inhibits: ['QuerySlow'],
  runbook: slow,
});

export const querySlow = alert({
  name: 'QuerySlow',
  component: 'queries',
  severity: 'warning',
  when: [
    above(
      promql`
        ${queryMean}
        unless on (job, instance, plugin) ${series(m.queryExecution).bucket}{le="+Inf"}`,
      threshold(5, 'seconds', {
        min: 0.1,
        max: 300,
        help: 'Mean time of a plugin’s queries. Means hide slow queries among many fast ones: turn the buckets on for QueryP95Slow.',
      }),
    ),
  ],
  provided: [queriesFloor],
  for: '10m',
  summary: '{plugin} queries of {instance} take {value} on average',
  description:
    'For {for} the mean time of {plugin} queries has been above {threshold}, now {value}. Their histogram buckets are off, so nothing better is known.',
  runbook: slow,
});

const EXECUTE = { re: '.*/actions/execute' };
const { count } = series(m.httpRequests);
const executions = promql`
  sum by (job, instance) (rate(${count}${matchers({ uri: EXECUTE })}[5m]))`;
const givenUp = promql`
  sum by (job, instance) (
    rate(${count}${matchers({ uri: EXECUTE, status: { re: '408|504|UNKNOWN' } })}[5m])
  )`;

export const executeTimeouts = alert({
  name: 'ExecuteTimeouts',
  component: 'queries',
  severity: 'warning',
  when: [
    above(
      promql`${givenUp} / on (job, instance) ${executions}`,
      threshold(0.1, 'ratio', {
        min: 0.01,
        max: 0.9,
        help: 'Share of executions that end without an answer.',
      }),
    ),
  ],
  provided: [
    atLeast(
      promql`${executions} * 300`,
      threshold(20, 'count', {
        min: 1,
        max: 100_000,
        help: 'Fewer executions than this within five minutes say nothing about a share.',
      }),
      'floor',
    ),
    atLeast(
      promql`${givenUp} * 300`,
      threshold(5, 'count', {
        min: 1,
        max: 10_000,
        help: 'Fewer than this within five minutes are let pass: people close pages while queries run.',
      }),
      'timeouts',
    ),
  ],
  for: '10m',
  summary: '{value} of the queries of {instance} end without an answer',
  description:
    'For {for} more than {threshold} of the executions have timed out in the backend, or were given up by the browser or a proxy before their answer came; now {value}.',
  runbook: {
    meaning:
      'Executions that ended with 504 or 408, or whose client was gone before the answer (status UNKNOWN): a proxy in front that gives up after its own timeout, or people who reload. A query that reaches its own limit is not among them: Appsmith answers 200 then, and QueryP95Slow sees it.',
    impact: 'Users wait for long and then see an error, or an empty table.',
    diagnosis: [
      'Panel “Query time, 95th percentile”: which plugin is slow? If one is, go on with QueryP95Slow.',
      'None is: what stands in front of Appsmith, and is its timeout shorter than the queries’ (load balancers often give up after 30 or 60 s)?',
      'Panel “Time spent collecting” on the Backend dashboard: a backend that stands still times out too.',
      '`docker compose exec appsmith sh -c \'grep -hi -e timeout -e "timed out" /appsmith-stacks/logs/backend/*.log | tail -n 50\'`.',
    ],
    mitigation: [
      'End the long queries on the datasource; see QueryP95Slow.',
      'Give the load balancer or proxy in front a timeout longer than the longest query that you allow.',
      'If the backend itself stands still: `docker compose exec appsmith supervisorctl restart backend`.',
    ],
    falseAlarms:
      'An application that people leave while its queries run, page after page: raise the threshold.',
    reports: [38574, 32488],
  },
});

export const queriesAlerts = [queryP95Slow, querySlow, executeTimeouts];
