// When Temporal, which runs Appsmith's workflows, should wake somebody.
import { above, alert, atLeast, equals, threshold, tiedBy } from '../../observe/index.ts';
import { promql } from '../../promql/index.ts';
import { temporalMetrics as m } from './metrics.ts';

const STATUS = '`docker compose exec appsmith supervisorctl status temporal`';
const LOG =
  "`docker compose exec appsmith sh -c 'tail -n 100 /appsmith-stacks/logs/temporal/*.log'`";
const RESTART =
  '`docker compose exec appsmith supervisorctl restart temporal`; workflows go on where they were, since every step is in its database.';

export const temporalDown = alert({
  name: 'TemporalDown',
  component: 'temporal',
  severity: 'critical',
  when: [equals(promql`${m.up}`, 0)],
  for: '3m',
  // supervisord's word on the process is looked at up to an evaluation later, and would be told of after the end.
  keepFiringFor: '1m',
  summary: 'Temporal of {instance} is down: workflows do not run',
  description:
    'Temporal is {value}: it has not said for three minutes that it serves. Workflows stand still and new ones cannot be started; applications go on, but for the buttons that start one.',
  valueUnit: 'up',
  down: true,
  runbook: {
    meaning:
      'Temporal (port 7233 inside the container) keeps and drives the workflows of Appsmith’s business edition. It did not answer its gRPC health check, or said that it is not serving, mostly since its database is away.',
    impact:
      'Workflows that run stop where they are and go on later; nothing of them is lost. What would start one fails: webhooks from outside get an error, and who sent them may not send them again.',
    diagnosis: [
      `${STATUS}: FATAL or BACKOFF means that it ends at its start, RUNNING that it hangs or waits for its database.`,
      `${LOG}: “unable to connect”, “no usable database connection” is PostgreSQL; “schema version” an update that has not come to its end.`,
      '`docker compose exec appsmith supervisorctl status postgres`: Temporal keeps everything there.',
      'The metric `appsmith_exporter_collector_error{component="temporal"}` tells how it failed: `refused` is a process that does not run, `timeout` one that hangs, `unhealthy` one that says that it is not serving.',
    ],
    mitigation: [
      'PostgreSQL is down: start that first; Temporal finds it again by itself.',
      RESTART,
      'Afterwards, have webhooks that failed meanwhile sent once more by whoever sent them.',
    ],
  },
});

const growth = promql`${m.backlog} - ${m.backlog} offset 15m`;

export const temporalBacklogGrowing = alert({
  name: 'TemporalBacklogGrowing',
  component: 'temporal',
  severity: 'warning',
  when: [
    above(
      growth,
      threshold(100, 'count', {
        min: 1,
        max: 1_000_000,
        help: 'Tasks by which a queue has grown within a quarter of an hour.',
      }),
    ),
  ],
  for: '10m',
  summary: 'Workflows of {instance} pile up in {task_queue}',
  description:
    'The task queue {task_queue} ({kind}) holds {value} more tasks than a quarter of an hour ago, and has grown for ten minutes. Its workers do less than is asked of them, so workflows come late.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'Temporal hands the steps of workflows to workers through task queues. More steps arrive than are done: too few workers, slow ones, or a burst of new workflows.',
    impact: 'Workflows come later and later; none is lost.',
    diagnosis: [
      'The panel “Task queues” on Identity & workflows: since when, and is it one queue?',
      'The panel “Workers of task queues” beside it: 0 means that nobody works at all, see TemporalNoWorkers.',
      'The panels “Workflows” and “Temporal’s requests”: are there more workflows than usual?',
      '`docker compose exec appsmith supervisorctl status`, and CPU and memory of the container: a worker that is starved is slow.',
    ],
    mitigation: [
      'A workflow that starts others without end: end it (`temporal workflow terminate`) and mend its definition.',
      'Give the container more CPU, or wait: a burst is worked off.',
    ],
  },
});

export const temporalNoWorkers = alert({
  name: 'TemporalNoWorkers',
  component: 'temporal',
  severity: 'warning',
  when: [equals(promql`${m.pollers}`, 0)],
  provided: [tiedBy(atLeast(promql`${m.backlog}`, 1, 'floor'), 'namespace', 'task_queue', 'kind')],
  for: '10m',
  summary: 'Nobody works on {task_queue} of {instance}',
  description:
    'Tasks wait in the task queue {task_queue} ({kind}), and for ten minutes no worker has asked for any: these workflows stand still. Temporal itself is up, so look at the process that runs the workflows.',
  valueUnit: 'count',
  runbook: {
    meaning:
      'Temporal has tasks to hand out, and no worker asks for them: the process in Appsmith that runs the workflows has ended, hangs, or asks for another queue or namespace.',
    impact: 'Workflows of this queue do not go on at all; none is lost.',
    diagnosis: [
      '`docker compose exec appsmith supervisorctl status`: which program does not run?',
      'The panel “Workers of task queues” on Identity & workflows: since when?',
      'The logs of the programs below `/appsmith-stacks/logs/`: errors about “temporal” or port 7233.',
    ],
    mitigation: [
      'Start the program that does not run: `docker compose exec appsmith supervisorctl start <program>`.',
      'All run: `docker compose restart appsmith`; workflows go on where they were.',
    ],
    falseAlarms:
      'A queue that is used no more but still holds tasks: take its name out of the setting `temporal.task_queues`.',
  },
});

export const temporalAlerts = [temporalDown, temporalBacklogGrowing, temporalNoWorkers];
