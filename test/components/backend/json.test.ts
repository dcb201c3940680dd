// /actuator/metrics where only that is exposed: recorded JSON in, the same families out as from the exposition.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  linesOf,
  type Meter,
  meterOf,
  shapeOf,
} from '../../../src/components/backend/micrometer.ts';
import { answer } from '../../support/http.ts';
import { family, fixture, recorded, scrapeBackend } from './support.ts';

const settings = { internal_password: 'internal-pass' };
const NOT_FOUND = recorded('actuator-metrics-nosuch.txt');
const JSON_TYPE = 'application/vnd.spring-boot.actuator.v3+json';
const json = (body: string) => answer(200, JSON_TYPE, body);

const meter = (
  name: string,
  baseUnit: string | null,
  values: Record<string, number>,
  tags: Record<string, string[]> = {},
) =>
  JSON.stringify({
    name,
    baseUnit,
    measurements: Object.entries(values).map(([statistic, value]) => ({ statistic, value })),
    availableTags: Object.entries(tags).map(([tag, of]) => ({ tag, values: of })),
  });

const PLUGINS = JSON.parse(fixture('actuator-metrics-plugin.json')).availableTags[0]
  .values as string[];
const HEAP = ['G1 Survivor Space', 'G1 Old Gen', 'G1 Eden Space'];

/** Recorded answers where there are any, others in the same shape; what is in neither has gone: 404. */
function answers(path: string): string | undefined {
  const { pathname, searchParams } = new URL(path, 'http://x');
  const tags = searchParams.getAll('tag').join('&');
  const key =
    decodeURIComponent(pathname.slice('/actuator/metrics'.length + 1)) + (tags && `?${tags}`);
  const [name, ...more] = key.split('?');
  if (key === '') return fixture('actuator-metrics.json');
  if (key === 'http.server.requests') return fixture('actuator-metrics-http.server.requests.json');
  if (key === 'jvm.memory.used?area:heap')
    return fixture('actuator-metrics-jvm.memory.used-heap.json');
  if (key === 'jvm.memory.used')
    return meter(
      name!,
      'bytes',
      { VALUE: 1e8 },
      { area: ['heap', 'nonheap'], id: [...HEAP, 'Metaspace'] },
    );
  if (key === 'jvm.memory.used?area:nonheap')
    return meter(name!, 'bytes', { VALUE: 5e7 }, { id: ['Metaspace'] });
  if (key.startsWith('jvm.memory.used?area:heap&id:')) return meter(name!, 'bytes', { VALUE: 1e7 });
  if (key === 'jvm.memory.max')
    return meter(name!, 'bytes', { VALUE: -1 }, { area: ['heap'], id: ['G1 Eden Space'] });
  if (key === 'appsmith.total.plugin.execution') return fixture('actuator-metrics-plugin.json');
  if (name === 'appsmith.total.plugin.execution')
    return meter(name, 'seconds', { COUNT: 8, TOTAL_TIME: 1.5, MAX: 0.25 });
  if (name === 'appsmith.login_failure')
    return meter(
      name,
      null,
      { COUNT: 3 },
      { source: ['form'], message: ['no "user@example.com"\n'] },
    );
  if (name === 'appsmith.git.fs_commit')
    return meter(name, 'seconds', { COUNT: 2, TOTAL_TIME: 0.5, MAX: 0 });
  if (name === 'appsmith.health.mongo.active')
    return meter(name, 'seconds', { ACTIVE_TASKS: 0, DURATION: 0 });
  if (name === 'http.server.requests')
    return meter(
      name,
      'seconds',
      { COUNT: 1, TOTAL_TIME: 1, MAX: 1 },
      more[0]!.includes('&') ? {} : { method: ['GET'], outcome: ['SUCCESS'] },
    );
  if (name === 'jvm.gc.overhead') return meter(name, 'percent', { VALUE: 0.01 });
  if (name === 'process.cpu.usage')
    return meter(name, null, { VALUE: '"NaN"' as unknown as number });
  if (name === 'logback.events')
    return meter(name, 'events', { COUNT: 7 }, more[0] ? {} : { level: ['error', 'warn'] });
  return undefined;
}

const requests: string[] = [];
const METRICS: RequestListener = (request, response) => {
  requests.push(request.url!);
  const body = answers(request.url!);
  (body === undefined ? NOT_FOUND : json(body))(request, response);
};

describe('where only /actuator/metrics is exposed', () => {
  it('gives the families under the same names, with the labels that matter', async () => {
    requests.length = 0;
    const { outcome, series, codes, text } = await scrapeBackend(
      { prometheus: NOT_FOUND, metrics: METRICS },
      { settings },
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(family(series, 'appsmith_backend_actuator_state')['{state="json_only"}']).toBe(1);
    expect(codes).toEqual(['version-unknown', 'actuator-json-only']);
    expect(family(series, 'appsmith_query_execution_seconds_count')).toEqual({
      '{plugin="restapi"}': 8,
      '{plugin="postgres"}': 8,
      '{plugin="mongo"}': 8,
    });
    expect(series.get('appsmith_query_execution_seconds_max{plugin="mongo"}')).toBe(0.25);
    expect(series.get('appsmith_login_failures_total{source="form"}')).toBe(3);
    expect(series.get('appsmith_git_operation_seconds_sum{operation="commit",layer="fs"}')).toBe(
      0.5,
    );
    expect(series.get('jvm_memory_used_bytes{area="nonheap",id="Metaspace"}')).toBe(5e7);
    expect(Object.keys(family(series, 'jvm_memory_used_bytes'))).toHaveLength(4);
    expect(Object.keys(family(series, 'jvm_memory_max_bytes'))).toEqual([]);
    expect(Object.keys(family(series, 'http_server_requests_seconds_count'))).toHaveLength(8);
    expect(
      series.get('http_server_requests_seconds_count{method="GET",outcome="SUCCESS",status="404"}'),
    ).toBe(1);
    expect(series.get('jvm_gc_overhead')).toBe(0.01);
    expect(series.get('logback_events_total{level="warn"}')).toBe(7);
    expect(text).toContain('\nprocess_cpu_usage NaN\n');
    expect(text).not.toContain('_active_');
    expect(PLUGINS).toHaveLength(3);
  });

  it('asks for no meter that the rules leave out', () => {
    expect(
      requests.filter((path) => /reactor\.netty\.http|spring\.security|\.active\?/.test(path)),
    ).toEqual([]);
    expect(requests.length).toBeLessThan(150);
  });

  it('hands over what it has when the clock cuts it short', async () => {
    const metrics: RequestListener = (request, response) => {
      if (/jvm|process|disk/.test(request.url!)) return;
      METRICS(request, response);
    };
    const { outcome, series, codes } = await scrapeBackend(
      { prometheus: NOT_FOUND, metrics },
      { settings, timeoutMs: 600 },
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toContain('actuator-json-incomplete');
    expect(series.get('appsmith_query_execution_seconds_count{plugin="postgres"}')).toBe(8);
    expect(series.has('jvm_gc_overhead')).toBe(false);
  });

  it.each([
    ['a list that is none', json('{"names":1}')],
    ['no JSON', json('{"names":[')],
    ['another content type', answer(200, 'text/plain', '{"names":[]}')],
  ])('is not exposed at all with %s', async (_name, metrics) => {
    const { outcome, codes } = await scrapeBackend(
      { prometheus: NOT_FOUND, metrics },
      { settings },
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toContain('actuator-not-exposed');
  });

  it('keeps what it has when the connection breaks, and says so', async () => {
    const metrics: RequestListener = (request, response) => {
      if (request.url!.includes('jvm.threads')) request.socket.destroy();
      else METRICS(request, response);
    };
    const { outcome, series } = await scrapeBackend(
      { prometheus: NOT_FOUND, metrics },
      { settings },
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'reset' });
    expect(series.get('appsmith_query_execution_seconds_count{plugin="postgres"}')).toBe(8);
  });
});

it('walks over kept connections, and ends with the scrape', async () => {
  const sockets = new Set<unknown>();
  const metrics: RequestListener = (request, response) => {
    sockets.add(request.socket);
    METRICS(request, response);
  };
  const { target } = await scrapeBackend({ prometheus: NOT_FOUND, metrics }, { settings });
  const after = sockets.size;
  for (let i = 0; i < 3; i++) await target.scrape({ timeoutMs: 5000 });
  expect(sockets.size).toBe(after);
  expect(after).toBeLessThanOrEqual(4);
});

describe('Micrometer’s naming', () => {
  it.each<[string, string | null, string[], string | undefined, string | undefined]>([
    [
      'http.server.requests',
      'seconds',
      ['COUNT', 'TOTAL_TIME', 'MAX'],
      'http_server_requests_seconds',
      'summary',
    ],
    ['some.payload', 'bytes', ['COUNT', 'TOTAL', 'MAX'], 'some_payload_bytes', 'summary'],
    [
      'jvm.gc.memory.allocated',
      'bytes',
      ['COUNT'],
      'jvm_gc_memory_allocated_bytes_total',
      'counter',
    ],
    ['logback.events', 'events', ['COUNT'], 'logback_events_total', 'counter'],
    ['jvm.threads.live', 'threads', ['VALUE'], 'jvm_threads_live_threads', 'gauge'],
    ['system.cpu.count', null, ['VALUE'], 'system_cpu_count', 'gauge'],
    ['jvm.memory.usage.after.gc', 'percent', ['VALUE'], 'jvm_memory_usage_after_gc', 'gauge'],
    [
      'appsmith.consolidated-api.view.root',
      'seconds',
      ['COUNT', 'TOTAL_TIME', 'MAX'],
      'appsmith_consolidated_api_view_root_seconds',
      'summary',
    ],
    ['http.server.requests.active', 'seconds', ['ACTIVE_TASKS', 'DURATION'], undefined, undefined],
    ['odd', null, ['UNKNOWN'], undefined, undefined],
    ['empty', null, [], undefined, undefined],
  ])('%s in %s with %j → %s, %s', (name, baseUnit, statistics, expected, type) => {
    const measurements = statistics.map((statistic) => ({ statistic, value: 1 }));
    const shape = shapeOf({ name, baseUnit, measurements, availableTags: [] });
    expect(shape).toEqual(expected === undefined ? undefined : { name: expected, type });
  });

  it('escapes label values, and takes a tag’s only value for known', () => {
    const given = meterOf(
      JSON.parse(meter('a.b', null, { VALUE: 1 }, { 'c.d': ['x"\n\\'], e: ['1', '2'] })),
    ) as Meter;
    expect(linesOf(given, shapeOf(given)!, [['f', 'g']])).toEqual([
      ['a_b', 'a_b{c_d="x\\"\\n\\\\",f="g"} 1\n'],
    ]);
  });

  it('leaves out what is malformed', () => {
    const odd = {
      name: 'a',
      baseUnit: 7,
      description: {},
      measurements: [null, { value: 1 }, { statistic: 'VALUE', value: 'much' }],
      availableTags: [null, { tag: 'a' }, { tag: 'b', values: [1] }, { tag: 'c', values: ['d'] }],
    };
    const given = meterOf(odd)!;
    expect(linesOf(given, shapeOf(given)!, [])).toEqual([['a', 'a{c="d"} NaN\n']]);
  });

  it.each(['null', '{}', '{"name":"a"}', '[]', '1'])('takes %s for no meter', (text) => {
    expect(meterOf(JSON.parse(text))).toBeUndefined();
  });
});
