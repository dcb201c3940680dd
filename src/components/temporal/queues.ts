// What waits in the task queues that the settings name, and whether a worker asks for it.
import type { Note, ScrapeContext } from '../../scrape/component.ts';
import { DESCRIBE, describeRequest, KINDS, type Kind, queueStateOf } from './calls.ts';
import type { GrpcChannel } from './channel.ts';
import { GrpcError } from './frames.ts';
import { ownMetrics as m } from './metrics.ts';

export interface Queues {
  readonly namespace: string;
  readonly names: readonly string[];
}

const REFUSED: Note = {
  level: 'warning',
  code: 'temporal-task-queues-refused',
  text: 'Temporal does not describe the task queues that the settings name: their backlog is missing, everything else works',
  remedy:
    'allow the exporter DescribeTaskQueue on that namespace, correct temporal.namespace and temporal.task_queues, or leave the latter empty',
};

/** Asks for each queue and kind at once; a server that refuses is noted, and what it did tell stays. */
export async function collectQueues(
  channel: GrpcChannel,
  queues: Queues,
  scrape: ScrapeContext,
  signal: AbortSignal,
): Promise<void> {
  const kinds = Object.keys(KINDS) as Kind[];
  const asked = queues.names.flatMap((name) =>
    kinds.map((kind) =>
      describe(channel, { namespace: queues.namespace, name, kind }, scrape, signal),
    ),
  );
  const refused = (await Promise.all(asked)).includes(false);
  if (refused) scrape.note(REFUSED);
}

interface Queue {
  readonly namespace: string;
  readonly name: string;
  readonly kind: Kind;
}

async function describe(
  channel: GrpcChannel,
  { namespace, name, kind }: Queue,
  { samples, remaining }: ScrapeContext,
  signal: AbortSignal,
): Promise<boolean> {
  const message = describeRequest(namespace, name, kind);
  try {
    const call = { method: DESCRIBE, message, signal, timeoutMs: remaining() };
    const { pollers, backlog, age } = queueStateOf(await channel.call(call));
    const labels = { namespace, task_queue: name, kind };
    samples.set(m.pollers, pollers, labels);
    samples.set(m.backlog, backlog, labels);
    samples.set(m.backlogAge, age, labels);
    return true;
  } catch (error) {
    if (error instanceof GrpcError) return false;
    throw error;
  }
}
