// Against a real Temporal server: health, version, task queues, its own metrics, and the ways in which it fails.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { HEALTH, healthRequest } from '../../../src/components/temporal/calls.ts';
import { GrpcChannel } from '../../../src/components/temporal/channel.ts';
import { temporal } from '../../../src/components/temporal/index.ts';
import { MessageWriter } from '../../../src/components/temporal/protobuf.ts';
import {
  needTemporal,
  startTemporal,
  TEMPORAL_VERSION,
  type Temporal,
} from '../../peers/temporal.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { strictViolations } from '../../support/strict.ts';
import { RECORDED, type Recorded } from './recorded.ts';

const WORKFLOWS = '/temporal.api.workflowservice.v1.WorkflowService';
const QUEUE = 'invoices';
const signal = () => AbortSignal.timeout(10_000);

async function ask(channel: GrpcChannel, method: string, message: Buffer): Promise<Buffer> {
  return channel.call({ method, message, signal: signal(), timeoutMs: 10_000 });
}

/** True once the health check says SERVING. */
async function serving(url: string): Promise<boolean> {
  const channel = new GrpcChannel(url);
  try {
    return (await ask(channel, HEALTH, healthRequest()))[1] === 1;
  } finally {
    channel.close();
  }
}

describe.runIf(needTemporal())('a real Temporal', () => {
  let server: Temporal;
  let channel: GrpcChannel;

  beforeAll(async () => {
    server = await startTemporal(serving);
    channel = new GrpcChannel(server.url);
    await registerNamespace(channel);
    for (let i = 0; i < 3; i++) await startWorkflow(channel, `w${i}`);
  });

  afterAll(async () => {
    channel?.close();
    await server?.stop();
  });

  const target = (settings: Record<string, string> = {}) => {
    const made = targetOf(temporal, {
      address: server.url,
      metrics_url: server.metricsUrl,
      ...settings,
    });
    onTestFinished(() => made.close());
    return made;
  };

  it('is up, tells its version and what waits in a queue without a worker', async () => {
    const { result, series } = await scrapeText(target({ task_queues: QUEUE }));
    expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(series.get('appsmith_temporal_up')).toBe(1);
    expect(series.get(`appsmith_temporal_info{version="${TEMPORAL_VERSION}"}`)).toBe(1);
    const labels = (kind: string) => `{namespace="default",task_queue="${QUEUE}",kind="${kind}"}`;
    const backlog = 'appsmith_temporal_task_queue_backlog';
    expect(series.get(backlog + labels('workflow'))).toBe(3);
    expect(series.get(backlog + labels('activity'))).toBe(0);
    expect(series.get(`appsmith_temporal_task_queue_pollers${labels('workflow')}`)).toBe(0);
    expect(series.get(`${backlog}_age_seconds${labels('workflow')}`)).toBeGreaterThanOrEqual(0);
  });

  it('has its own metrics cut down to some dozens of series', async () => {
    const { result, text } = await scrapeText(target());
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
    const own = text.split('\n').filter((line) => line.startsWith('temporal_'));
    expect(own.length).toBeGreaterThan(20);
    expect(own.length).toBeLessThan(250);
    expect(result.outcomes[0]!.dropped.size).toBe(0);
  });

  it('refuses a queue of a namespace that it does not have, and is up all the same', async () => {
    const { result, series } = await scrapeText(target({ task_queues: 'x', namespace: 'nowhere' }));
    expect(result.outcomes[0]!.notes.map(({ code }) => code)).toEqual([
      'temporal-task-queues-refused',
    ]);
    expect(series.get('appsmith_temporal_up')).toBe(1);
  });

  it.each(RECORDED.map((one) => [one.name, one] as const))(
    'answers as it was recorded: %s',
    async (_name, { method, request, status, response }: Recorded) => {
      const answer = ask(channel, method, Buffer.from(request, 'hex'));
      if (status !== 0) await expect(answer).rejects.toMatchObject({ status });
      else if (method === HEALTH) expect((await answer).toString('hex')).toBe(response);
      else expect((await answer).length).toBeGreaterThan(0);
    },
  );

  it('keeps one connection', async () => {
    const made = target();
    const port = Number(new URL(server.url).port);
    await made.scrape({ timeoutMs: 5000 });
    // The server's own parts are connected to it as well.
    const before = connectionsOf(port);
    for (let i = 0; i < 5; i++) await made.scrape({ timeoutMs: 5000 });
    expect(connectionsOf(port)).toBeLessThanOrEqual(before);
  });

  it('hangs, and is asked over a new connection when it goes on', async () => {
    const made = target();
    await made.scrape({ timeoutMs: 5000 });
    server.signal('SIGSTOP');
    try {
      const { result, series } = await scrapeText(made, 500);
      expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'timeout' });
      expect(series.get('appsmith_temporal_up')).toBe(0);
    } finally {
      server.signal('SIGCONT');
    }
    const after = await scrapeText(made, 10_000);
    expect(after.series.get('appsmith_temporal_up')).toBe(1);
  });

  it('is down when it is gone', async () => {
    const made = target();
    await made.scrape({ timeoutMs: 5000 });
    await server.stop();
    const { result, series } = await scrapeText(made);
    expect(result.outcomes[0]).toMatchObject({ state: 'down', reason: 'refused' });
    expect(series.get('appsmith_temporal_up')).toBe(0);
  });
});

async function registerNamespace(channel: GrpcChannel): Promise<void> {
  const day = new MessageWriter().integer(1, 86_400).finish();
  const message = new MessageWriter().string(1, 'default').message(4, day).finish();
  await ask(channel, `${WORKFLOWS}/RegisterNamespace`, message);
  // The namespace is known everywhere once the caches have been refreshed.
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      await startWorkflow(channel, 'first-of-all', 'warm-up');
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function startWorkflow(channel: GrpcChannel, id: string, queue = QUEUE): Promise<void> {
  const named = (name: string) => new MessageWriter().string(1, name).finish();
  const message = new MessageWriter()
    .string(1, 'default')
    .string(2, id)
    .message(3, named('Invoice'))
    .message(4, named(queue))
    .string(10, `request-${id}`)
    .finish();
  await ask(channel, `${WORKFLOWS}/StartWorkflowExecution`, message);
}

/** Established TCP connections of this machine to the port, by the kernel's table. */
function connectionsOf(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/self/net/tcp', 'utf8').split('\n').slice(1);
  return lines.filter((line) => {
    const [, , remote = '', state] = line.trim().split(/\s+/);
    return remote.endsWith(`:${hex}`) && state === '01';
  }).length;
}
