// What may be exposed about Temporal, which runs the workflows of Appsmith's business edition.
import { type Catalogue, gauge, info } from '../../metrics/index.ts';
import { foreignMetrics } from './foreign.ts';

const QUEUE = ['namespace', 'task_queue', 'kind'] as const;

/** Read by the exporter itself over gRPC. */
export const ownMetrics = {
  up: gauge({
    name: 'appsmith_temporal_up',
    help: 'Whether Temporal says that it serves workflows (1) or not (0).',
    source: 'grpc.health.v1.Health/Check of the workflow service: `status`',
  }),
  duration: gauge({
    name: 'appsmith_temporal_health_check_duration_seconds',
    help: 'Time from asking Temporal for its health to the whole answer, a new connection included.',
    source: 'grpc.health.v1.Health/Check',
    unit: 'seconds',
  }),
  info: info({
    name: 'appsmith_temporal_info',
    help: 'Version of the Temporal server.',
    source: 'WorkflowService/GetSystemInfo: `server_version`',
    labels: ['version'],
  }),
  backlog: gauge({
    name: 'appsmith_temporal_task_queue_backlog',
    help: 'Tasks that wait in a task queue, about; only of the queues that are named in the settings.',
    source:
      'WorkflowService/DescribeTaskQueue: `stats.approximate_backlog_count`, before 1.25 `task_queue_status.backlog_count_hint`',
    labels: QUEUE,
  }),
  backlogAge: gauge({
    name: 'appsmith_temporal_task_queue_backlog_age_seconds',
    help: 'How long the oldest waiting task has waited, about.',
    source: 'WorkflowService/DescribeTaskQueue: `stats.approximate_backlog_age`',
    unit: 'seconds',
    labels: QUEUE,
  }),
  pollers: gauge({
    name: 'appsmith_temporal_task_queue_pollers',
    help: 'Workers that have asked a task queue for work within some minutes.',
    source: 'WorkflowService/DescribeTaskQueue: number of `pollers`',
    labels: QUEUE,
  }),
} satisfies Catalogue;

export { foreignMetrics };

export const temporalMetrics = { ...ownMetrics, ...foreignMetrics } satisfies Catalogue;
