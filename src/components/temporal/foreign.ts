// The few of Temporal's own families that are passed through, each under a name that begins with temporal_. Its histograms are
// not among them: some 1,500 lines whose merging takes longer than all the rest, and of waiting workers mostly.
import { type Catalogue, counter, gauge, type MetricDef } from '../../metrics/index.ts';

interface Passed<Label extends string> {
  readonly name: string;
  /** Temporal's own name: without prefix, unit or `_total`. */
  readonly source: string;
  readonly help: string;
  readonly labels?: readonly Label[];
  readonly unit?: string;
}

const passed =
  (kind: typeof gauge) =>
  <Label extends string = never>({ name, ...rest }: Passed<Label>): MetricDef<Label> =>
    kind({ ...rest, name: `temporal_${name}`, foreign: true });
const g = passed(gauge);
const c = passed(counter);

const SERVICE = ['service_name'] as const;
const QUEUE = ['namespace', 'taskqueue', 'task_type'] as const;

const ended = (how: string, what: string) =>
  c({
    name: `workflow_${how}_total`,
    source: `workflow_${how}`,
    help: `Workflows that ${what}.`,
    labels: ['namespace'],
  });

export const foreignMetrics = {
  requests: c({
    name: 'service_requests_total',
    source: 'service_requests',
    help: 'Requests to Temporal’s services, by operation.',
    labels: ['operation', 'service_name'],
  }),
  errors: c({
    name: 'service_errors_total',
    source: 'service_error_with_type',
    help: 'Requests to Temporal’s services that failed; many kinds are nothing unusual.',
    labels: ['error_type', 'service_name'],
  }),
  persistenceRequests: c({
    name: 'persistence_requests_total',
    source: 'persistence_requests',
    help: 'Requests of Temporal to its database.',
    labels: SERVICE,
  }),
  persistenceErrors: c({
    name: 'persistence_errors_total',
    source: 'persistence_error_with_type',
    help: 'Requests of Temporal to its database that failed; NotFound is nothing unusual.',
    labels: ['error_type', 'service_name'],
  }),
  workflowSuccess: ended('success', 'came to their end'),
  workflowFailed: ended('failed', 'failed'),
  workflowTimeout: ended('timeout', 'took longer than they may'),
  workflowTerminate: ended('terminate', 'somebody ended'),
  workflowCancel: ended('cancel', 'were cancelled'),
  pendingPolls: g({
    name: 'pending_polls',
    source: 'pending_polls',
    help: 'Requests of workers that wait for work, by task queue.',
    labels: QUEUE,
  }),
  approximateBacklog: g({
    name: 'approximate_backlog_count',
    source: 'approximate_backlog_count',
    help: 'Tasks that wait, about, by task queue; since 1.25.',
    labels: QUEUE,
  }),
  restarts: c({
    name: 'restarts_total',
    source: 'restarts',
    help: 'Starts of each of Temporal’s services within its process.',
    labels: SERVICE,
  }),
  goroutines: g({
    name: 'goroutines',
    source: 'num_goroutines',
    help: 'Goroutines of Temporal’s process, told by each service.',
    labels: SERVICE,
  }),
  heap: g({
    name: 'memory_heap_in_use_bytes',
    source: 'memory_heapinuse',
    help: 'Heap that Temporal’s process uses, told by each service.',
    labels: SERVICE,
    unit: 'bytes',
  }),
} satisfies Catalogue;
