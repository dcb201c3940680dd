// Temporal: serving, not serving, down, hung, refused, with a wrong token, absent, and what is not Temporal.

import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporal } from '../../../src/components/temporal/index.ts';
import type { Configured } from '../../../src/scrape/component.ts';
import { Target } from '../../../src/scrape/target.ts';
import { scrapeText, settingsOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';
import { recorded } from './recorded.ts';
import { HANG, ok, raw, refuse, scrapeAt, standIn, targetAt } from './support.ts';

const UP = 'appsmith_temporal_up';
const WORKFLOW = '{namespace="default",task_queue="invoices",kind="workflow"}';

/** A socket that says this to whoever connects, or nothing. */
async function socket(text?: string): Promise<string> {
  const server = createServer((connection) => {
    connection.on('error', () => {});
    if (text === undefined) return;
    connection.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('health', () => {
  it('is up when it is serving, and tells its version', async () => {
    const server = await standIn();
    const { outcome, series, codes } = await scrapeAt(server.url);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toEqual(['temporal-metrics-broken']);
    expect(series.get(UP)).toBe(1);
    expect(series.get('appsmith_temporal_info{version="1.32.0"}')).toBe(1);
    expect(series.get('appsmith_temporal_health_check_duration_seconds')).toBeGreaterThan(0);
  });

  it('asks with the very bytes that the real one answered, as gRPC wants it', async () => {
    const server = await standIn();
    await scrapeAt(server.url, { task_queues: 'invoices' });
    const requests = server.asked.map(({ request }) => request);
    for (const name of ['health', 'version', 'workflow tasks that wait', 'activity tasks, none']) {
      expect(requests).toContain(recorded(name).request);
    }
    expect(server.asked[0]!.headers).toMatchObject({
      ':method': 'POST',
      ':scheme': 'http',
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': expect.stringMatching(/^\d{1,8}m$/),
    });
    expect(server.asked[0]!.headers.authorization).toBeUndefined();
  });

  it.each([
    ['NOT_SERVING', '0802'],
    ['UNKNOWN', '0800'],
    ['nothing at all', ''],
  ])('is not up when it says %s', async (_name, response) => {
    const server = await standIn({ Check: ok(response) });
    const { outcome, series } = await scrapeAt(server.url);
    expect(outcome).toMatchObject({ state: 'up', reason: 'unhealthy' });
    expect(series.get(UP)).toBe(0);
  });

  it.each([
    [5, 'not_found'],
    [12, 'unsupported'],
  ])('is up if its health knows no such service (%i), but it tells its version', async (status) => {
    const server = await standIn({ Check: refuse(status) });
    const { series } = await scrapeAt(server.url);
    expect(series.get(UP)).toBe(1);
    expect(series.get('appsmith_temporal_info{version="1.32.0"}')).toBe(1);
  });

  it.each([
    [14, 'unhealthy'],
    [8, 'unhealthy'],
    [4, 'timeout'],
    [7, 'forbidden'],
    [16, 'unauthorized'],
  ])('is there, but not up, when it refuses with %i', async (status, reason) => {
    const server = await standIn({ Check: refuse(status) });
    const { outcome, series } = await scrapeAt(server.url);
    expect(outcome).toMatchObject({ state: 'up', reason });
    expect(series.get(UP)).toBe(0);
  });

  it.each([
    ['ends the session', (stream: ServerHttp2Stream) => stream.session?.destroy()],
    ['ends the stream', (stream: ServerHttp2Stream) => stream.close()],
  ])('is asked once more when a server lets go of a kept connection: %s', async (_how, letGo) => {
    let asked = 0;
    const server = await standIn({
      Check: (stream, question) => (++asked === 2 ? letGo(stream) : ok('0801')(stream, question)),
    });
    const target = await targetAt(server.url);
    for (let i = 0; i < 2; i++) {
      const { result, series } = await scrapeText(target);
      expect(result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
      expect(series.get(UP)).toBe(1);
    }
    expect(asked).toBe(3);
  });

  it.each([0, 2, 5, 8])(
    'is refused by a head that comes before the question has ended, and a reset with code %i',
    async (code) => {
      const server = createHttp2Server();
      server.on('sessionError', () => {});
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        const head = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' };
        stream.respond(head);
        stream.close(code);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      const { outcome } = await scrapeAt(`http://127.0.0.1:${port}`);
      expect(outcome).toMatchObject({ state: 'up', reason: 'unauthorized' });
    },
  );

  it('shows a token to the server alone', async () => {
    const token = 'tmprl-secret-1';
    const server = await standIn({
      Check: (stream, asked) =>
        (asked.headers.authorization === `Bearer ${token}` ? ok('0801') : refuse(16))(
          stream,
          asked,
        ),
    });
    const good = await scrapeAt(server.url, { token });
    expect(good.series.get(UP)).toBe(1);
    const wrong = await scrapeAt(server.url, { token: 'tmprl-wrong' });
    expect(wrong.outcome).toMatchObject({ state: 'up', reason: 'unauthorized' });
    expect(JSON.stringify(wrong.outcome.notes) + wrong.outcome.detail + wrong.text).not.toContain(
      'tmprl',
    );
  });
});

describe('task queues', () => {
  it('tell what waits, for how long, and who works', async () => {
    const server = await standIn();
    const { series, codes } = await scrapeAt(server.url, { task_queues: ' invoices, ,invoices' });
    expect(codes).not.toContain('temporal-task-queues-refused');
    expect(series.get(`appsmith_temporal_task_queue_backlog${WORKFLOW}`)).toBe(3);
    expect(series.get(`appsmith_temporal_task_queue_pollers${WORKFLOW}`)).toBe(0);
    expect(series.get(`appsmith_temporal_task_queue_backlog_age_seconds${WORKFLOW}`)).toBeCloseTo(
      3.05,
      1,
    );
    expect(server.asked).toHaveLength(4);
  });

  it('of Temporal 1.22 come in the older status, without an age', async () => {
    // pollers{identity: "w"} twice, task_queue_status{backlog_count_hint: 300}
    const server = await standIn({ DescribeTaskQueue: ok('0a031201770a03120177120308ac02') });
    const { series } = await scrapeAt(server.url, { task_queues: 'invoices' });
    expect(series.get(`appsmith_temporal_task_queue_backlog${WORKFLOW}`)).toBe(300);
    expect(series.get(`appsmith_temporal_task_queue_pollers${WORKFLOW}`)).toBe(2);
    expect(series.has(`appsmith_temporal_task_queue_backlog_age_seconds${WORKFLOW}`)).toBe(false);
  });

  it.each([5, 7, 12, 16])('that are refused (%i) are absent, with a note', async (status) => {
    const server = await standIn({ DescribeTaskQueue: refuse(status) });
    const { outcome, text, codes, series } = await scrapeAt(server.url, {
      task_queues: 'invoices',
    });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(codes).toContain('temporal-task-queues-refused');
    expect(text).not.toContain('appsmith_temporal_task_queue_backlog{');
    expect(series.get(UP)).toBe(1);
  });

  it('that hang cost themselves alone', async () => {
    const server = await standIn({ DescribeTaskQueue: HANG });
    const { outcome, codes, series } = await scrapeAt(server.url, { task_queues: 'invoices' }, 400);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toContain('temporal-task-queues-broken');
    expect(series.get(UP)).toBe(1);
  });
});

describe('broken', () => {
  it('is down when the port refuses', async () => {
    const { outcome, series } = await scrapeAt(await refusedUrl());
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get(UP)).toBe(0);
  });

  it.each([
    ['accepts and says nothing', () => socket()],
    ['takes the question and does not answer', async () => (await standIn({ Check: HANG })).url],
  ])('is cut off at the deadline when it %s', async (_name, start) => {
    const { outcome, series } = await scrapeAt(await start(), {}, 200);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(series.get(UP)).toBe(0);
  });

  it.each([
    ['HTTP/1', () => upstream(answer(200, 'text/html', '<html>')), /protocol/],
    ['some text', () => socket('220 mail ESMTP\r\n'), /protocol|reset/],
    ['a connection that is closed at once', () => socket(''), /reset|protocol/],
  ])('is not Temporal: %s', async (_name, start, reason) => {
    const { outcome, series } = await scrapeAt(await start());
    expect(outcome.state).toBe('down');
    expect(outcome.reason).toMatch(reason);
    expect(series.get(UP)).toBe(0);
  });

  it.each([
    ['no status', raw(Buffer.from('00000000020801', 'hex')), 'truncated'],
    ['half a message', raw(Buffer.from('000000000208', 'hex'), '0'), 'truncated'],
    ['no message', raw(Buffer.alloc(0), '0'), 'truncated'],
    ['a compressed one', raw(Buffer.from('01000000020801', 'hex'), '0'), 'unsupported'],
    ['no protobuf', raw(Buffer.from('0000000003ffffff', 'hex'), '0'), 'protocol'],
    ['more than it may be', raw(Buffer.alloc(2 << 20), '0'), 'too_large'],
  ])('answers with %s', async (_name, reply, reason) => {
    const server = await standIn({ Check: reply });
    const { outcome, series } = await scrapeAt(server.url);
    expect(outcome).toMatchObject({ reason });
    expect(series.get(UP)).toBe(0);
  });

  it('answers with a web page over HTTP/2', async () => {
    const server = await standIn({
      Check: (stream) => {
        stream.respond({ ':status': 404, 'content-type': 'text/html' });
        stream.end('<html>');
      },
    });
    const { outcome } = await scrapeAt(server.url);
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
  });
});

describe('the connection', () => {
  it('is kept: one for all questions of all scrapes', async () => {
    const server = await standIn();
    const target = await targetAt(server.url, { task_queues: 'invoices' });
    for (let i = 0; i < 5; i++) await scrapeText(target);
    expect(server.asked).toHaveLength(20);
    expect(server.connections()).toBe(1);
  });

  it('is made anew after the server let go of it, within the same scrape', async () => {
    const server = await standIn();
    const target = await targetAt(server.url);
    await scrapeText(target);
    server.cut();
    const { series } = await scrapeText(target);
    expect(series.get(UP)).toBe(1);
    expect(server.connections()).toBe(2);
  });

  it('is made anew after a timeout', async () => {
    let hang = true;
    const server = await standIn({
      Check: (stream, asked) => (hang ? HANG : ok('0801'))(stream, asked),
    });
    const target = await targetAt(server.url);
    const first = await scrapeText(target, 100);
    expect(first.series.get(UP)).toBe(0);
    hang = false;
    const second = await scrapeText(target);
    expect([second.series.get(UP), server.connections()]).toEqual([1, 2]);
  });
});

describe('nothing names it', () => {
  /** As if the addresses were the default ones. */
  async function guessed(address: string, metrics: string): Promise<Target> {
    const settings = settingsOf(temporal, { address, metrics_url: metrics });
    const url = (key: string) => {
      const found = settings.url(key)!;
      return { value: found.value, origin: { kind: 'default' as const, where: 'here' } };
    };
    const configured = temporal.configure({ ...settings, url }, {}) as Configured;
    const collector = configured.open();
    const member = { component: temporal, configured: { target: configured, collector } };
    const target = new Target('test', [member]);
    onTestFinished(() => target.close());
    return target;
  }

  it.each([
    ['the port refuses', refusedUrl],
    ['HTTP/1 is spoken', () => upstream(answer(404, 'text/plain', ''))],
  ])('is absent where %s', async (_name, start) => {
    const { result, text } = await scrapeText(await guessed(await start(), await refusedUrl()));
    expect(result.outcomes[0]).toMatchObject({ state: 'absent', notes: [] });
    expect(text).not.toContain('appsmith_temporal_up ');
  });

  it('says nothing of metrics that are not there', async () => {
    const server = await standIn();
    const strangers = [refusedUrl(), upstream(answer(404, 'text/plain', ''))];
    for (const metrics of await Promise.all(strangers)) {
      const { result, series } = await scrapeText(await guessed(server.url, metrics));
      expect(result.outcomes[0]).toMatchObject({ state: 'up', notes: [] });
      expect(series.get(UP)).toBe(1);
    }
  });

  it('is where Appsmith embeds it, and absent without an address', () => {
    expect(temporal.configure(settingsOf(temporal), {})).toMatchObject({
      address: 'http://127.0.0.1:7233',
      presence: { program: 'temporal', guessed: true },
    });
    const none = { ...settingsOf(temporal), url: () => undefined };
    expect(temporal.configure(none, {})).toMatchObject({ absent: expect.any(String) });
  });
});
