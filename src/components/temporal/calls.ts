// The three questions that Temporal is asked: is it serving, which version is it, and what waits in a task queue.
import { bytesOf, fieldsOf, integerOf, MessageWriter } from './protobuf.ts';

const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';

export const HEALTH = '/grpc.health.v1.Health/Check';
export const SYSTEM_INFO = `/${SERVICE}/GetSystemInfo`;
export const DESCRIBE = `/${SERVICE}/DescribeTaskQueue`;

/** `HealthCheckRequest{service}` */
export const healthRequest = (): Buffer => new MessageWriter().string(1, SERVICE).finish();

/** `HealthCheckResponse{status}`: 1 is SERVING, 2 NOT_SERVING. */
export const isServing = (answer: Buffer): boolean => integerOf(answer, 1) === 1;

/** `GetSystemInfoResponse{server_version}`; empty where it does not say. */
export const versionOf = (answer: Buffer): string =>
  (bytesOf(answer, 1) ?? Buffer.alloc(0)).toString('utf8').slice(0, 40);

/** Temporal numbers them so. */
export const KINDS = { workflow: 1, activity: 2 } as const;
export type Kind = keyof typeof KINDS;

/** `DescribeTaskQueueRequest`: the status for servers up to 1.24, the statistics for newer ones. */
export function describeRequest(namespace: string, queue: string, kind: Kind): Buffer {
  return new MessageWriter()
    .string(1, namespace)
    .message(2, new MessageWriter().string(1, queue).finish())
    .integer(3, KINDS[kind])
    .integer(4, true)
    .integer(8, true)
    .finish();
}

export interface QueueState {
  /** Workers that have asked for tasks within some minutes. */
  readonly pollers: number;
  /** Tasks that wait, about; undefined if the server does not tell. */
  readonly backlog?: number | undefined;
  /** Seconds that the oldest of them has waited; undefined if the server does not tell. */
  readonly age?: number | undefined;
}

/** `DescribeTaskQueueResponse`: pollers are field 1, the older status 2, the statistics 5. */
export function queueStateOf(answer: Buffer): QueueState {
  let pollers = 0;
  for (const { number } of fieldsOf(answer)) if (number === 1) pollers += 1;
  const stats = bytesOf(answer, 5);
  const status = bytesOf(answer, 2);
  if (stats) {
    return { pollers, backlog: integerOf(stats, 1) ?? 0, age: secondsOf(bytesOf(stats, 2)) };
  }
  return { pollers, ...(status && { backlog: integerOf(status, 1) ?? 0 }) };
}

/** `google.protobuf.Duration{seconds, nanos}`. */
function secondsOf(duration: Buffer | undefined): number | undefined {
  if (!duration) return undefined;
  return (integerOf(duration, 1) ?? 0) + (integerOf(duration, 2) ?? 0) / 1e9;
}
