// How to look at Temporal: its row on the dashboard Identity & workflows.
import { query, type Row } from '../../observe/index.ts';
import { duration, promql } from '../../promql/index.ts';
import { temporalBacklogGrowing, temporalDown, temporalNoWorkers } from './alerts.ts';
import { temporalMetrics as m } from './metrics.ts';

const EVERY = duration('$__rate_interval');
const OFF = 'Temporal’s own metrics are not on: see doctor';
const UNNAMED = 'no task queue is named in the settings';
const ended = [
  ['succeeded', m.workflowSuccess],
  ['failed', m.workflowFailed],
  ['timed out', m.workflowTimeout],
  ['terminated', m.workflowTerminate],
  ['cancelled', m.workflowCancel],
] as const;

export const temporalRows: readonly Row[] = [
  {
    dashboard: 'identity',
    title: 'Temporal',
    panels: [
      {
        title: 'Temporal',
        kind: 'state-timeline',
        unit: 'up',
        queries: [query(promql`${m.up}`, '{{instance}}')],
        shows: 'Whether Temporal says that it serves workflows.',
        normal: 'Up all the time, but for some seconds at a restart.',
        alerts: [temporalDown],
        width: 12,
      },
      {
        title: 'Temporal’s health check',
        kind: 'timeseries',
        unit: 'seconds',
        queries: [query(promql`max by (instance) (${m.duration})`, '{{instance}}')],
        shows: 'How long Temporal took to answer its health check.',
        normal: 'A few milliseconds.',
        act: 'A rise: look at its requests to the database, and at the CPU of the container.',
        empty: 'no answer to time',
        width: 12,
      },
      {
        title: 'Task queues',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`max by (task_queue, kind) (${m.backlog})`, '{{task_queue}} {{kind}}'),
        ],
        shows: 'Tasks that wait in each task queue that the settings name.',
        normal: 'Near 0; a burst is worked off within minutes.',
        alerts: [temporalBacklogGrowing],
        empty: UNNAMED,
      },
      {
        title: 'Workers of task queues',
        kind: 'timeseries',
        unit: 'count',
        queries: [
          query(promql`max by (task_queue, kind) (${m.pollers})`, '{{task_queue}} {{kind}}'),
        ],
        shows: 'Workers that have asked each task queue for work within some minutes.',
        normal: 'At least one for each.',
        alerts: [temporalNoWorkers],
        empty: UNNAMED,
      },
      {
        title: 'Workflows',
        kind: 'timeseries',
        unit: 'per-second',
        queries: ended.map(([how, def]) => query(promql`sum(rate(${def}[${EVERY}]))`, how)),
        shows: 'Workflows by how they ended.',
        normal: 'Mostly succeeded.',
        act: 'Many that failed: open one in Appsmith’s workflow history and read its error.',
        empty: OFF,
      },
      {
        title: 'Temporal’s requests',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(
            promql`topk(8, sum by (operation) (rate(${m.requests}[${EVERY}])))`,
            '{{operation}}',
          ),
        ],
        shows: 'Requests to Temporal’s services: the most frequent operations.',
        normal: 'Poll… are workers that wait; Check is the exporter.',
        act: 'A kind that has multiplied shows who asks for so much.',
        empty: OFF,
      },
      {
        title: 'Temporal’s errors',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(promql`sum by (error_type) (rate(${m.errors}[${EVERY}]))`, '{{error_type}}'),
          query(
            promql`sum by (error_type) (rate(${m.persistenceErrors}[${EVERY}]))`,
            'database {{error_type}}',
          ),
        ],
        shows: 'Requests that failed, and requests to its database that failed, by kind.',
        normal: 'Some NotFound; little else.',
        act: 'Unavailable, DeadlineExceeded or ResourceExhausted: look at PostgreSQL first.',
        empty: OFF,
      },
      {
        title: 'Temporal’s database',
        kind: 'timeseries',
        unit: 'per-second',
        queries: [
          query(
            promql`sum by (service_name) (rate(${m.persistenceRequests}[${EVERY}]))`,
            '{{service_name}}',
          ),
        ],
        shows: 'Requests of Temporal to its database, by service.',
        normal: 'Some a second; more with each workflow.',
        act: 'Many times as many as workflows explain: one of them loops.',
        empty: OFF,
      },
      {
        title: 'Temporal’s memory',
        kind: 'timeseries',
        unit: 'bytes',
        queries: [query(promql`max by (instance) (${m.heap})`, '{{instance}}')],
        shows: 'Heap that Temporal’s process uses; its services share one.',
        normal: 'Some hundred MiB at most.',
        act: 'A rise that does not end: restart it in a quiet hour, and look at its goroutines.',
        empty: OFF,
      },
    ],
  },
];
