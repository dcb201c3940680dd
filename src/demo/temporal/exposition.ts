// The own metrics of the embedded Temporal, as the real one writes them: bare names, counters without a suffix. Its histograms are left out.
import type { TemporalProcess } from './process.ts';

const SERVICES = ['frontend', 'history', 'matching', 'worker'];
const MIB = 1 << 20;

export function temporalExposition(process: TemporalProcess): string {
  const { seconds, workflows, succeeded, failed } = process;
  const polls = seconds / 15;
  const stored = workflows * 12 + seconds * 0.5;
  const queue = 'namespace="default",task_type="Workflow",taskqueue="appsmith"';
  return [
    ...family('service_requests', 'counter', [
      [`namespace="_unknown_",operation="Check",service_name="frontend"`, polls],
      [`namespace="default",operation="StartWorkflowExecution",service_name="frontend"`, workflows],
      [
        `namespace="default",operation="PollWorkflowTaskQueue",service_name="frontend"`,
        seconds / 10,
      ],
      [
        `namespace="default",operation="RecordActivityTaskStarted",service_name="history"`,
        workflows * 2,
      ],
    ]),
    ...family('service_error_with_type', 'counter', [
      [
        `error_type="serviceerror_NotFound",namespace="default",operation="DescribeWorkflowExecution",service_name="frontend"`,
        workflows / 50,
      ],
    ]),
    ...family('persistence_requests', 'counter', [
      [`namespace="default",operation="UpdateWorkflowExecution",service_name="history"`, stored],
    ]),
    ...family('persistence_error_with_type', 'counter', [
      [
        `error_type="serviceerror_NotFound",namespace="default",operation="GetTaskQueue",service_name="matching"`,
        workflows / 80,
      ],
    ]),
    ...family('workflow_success', 'counter', [
      ['namespace="default",service_name="history"', succeeded],
    ]),
    ...family('workflow_failed', 'counter', [
      ['namespace="default",service_name="history"', failed],
    ]),
    ...family('workflow_timeout', 'counter', [
      ['namespace="default",service_name="history"', failed / 10],
    ]),
    ...family('workflow_terminate', 'counter', [
      ['namespace="default",service_name="history"', failed / 15],
    ]),
    ...family('workflow_cancel', 'counter', [
      ['namespace="default",service_name="history"', failed / 20],
    ]),
    ...family('pending_polls', 'gauge', [[`${queue},partition="0"`, process.pollers * 2]]),
    ...family('approximate_backlog_count', 'gauge', [[`${queue},partition="0"`, process.backlog]]),
    ...family(
      'restarts',
      'counter',
      SERVICES.map((name) => [service(name), 1]),
    ),
    ...family(
      'num_goroutines',
      'gauge',
      SERVICES.map((name) => [service(name), 2900 + process.pollers * 40]),
    ),
    ...family(
      'memory_heapinuse',
      'gauge',
      SERVICES.map((name) => [service(name), 90 * MIB + ((seconds * 40_000) % (60 * MIB))]),
    ),
    '',
  ].join('\n');
}

const service = (name: string): string => `service_name="${name}"`;

type Series = readonly [labels: string, value: number];

function family(name: string, type: string, series: readonly Series[]): string[] {
  const lines = series.map(([labels, value]) => `${name}{${labels}} ${Math.floor(value)}`);
  return [`# HELP ${name} ${name} ${type}`, `# TYPE ${name} ${type}`, ...lines];
}
