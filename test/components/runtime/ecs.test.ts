// Amazon ECS: the figures of Appsmith's container from the task's metadata, and every way in which they can be missing.
import { describe, expect, it, onTestFinished } from 'vitest';
import { runtime } from '../../../src/components/runtime/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

const OWN = { DockerId: 'own-1', Name: 'exporter', Image: 'example.com/appsmith-exporter:0.1.0' };
const APPSMITH = {
  DockerId: 'app-2',
  Name: 'web',
  Image: 'index.docker.io/appsmith/appsmith-ee:v1.86',
  Limits: { CPU: 512, Memory: 4096 },
};

/** As Docker's engine writes a container's figures. */
const stats = {
  cpu_stats: {
    cpu_usage: { total_usage: 81_250_000_000 },
    throttling_data: { periods: 4000, throttled_periods: 100, throttled_time: 2_500_000_000 },
  },
  memory_stats: {
    usage: 3_221_225_472,
    limit: 2 ** 63 - 4096,
    stats: { total_inactive_file: 536_870_912 },
  },
  pids_stats: { current: 412, limit: 2 ** 64 },
};

interface Given {
  readonly containers?: readonly object[];
  readonly limits?: object;
  readonly stats?: object;
}

const task = ({
  containers = [OWN, APPSMITH],
  limits = { CPU: 2, Memory: 8192 },
  ...given
}: Given) =>
  upstream((request, response) => {
    const bodies: Readonly<Record<string, object>> = {
      '/v4/own-1': OWN,
      '/v4/own-1/task': { Containers: containers, Limits: limits },
      '/v4/own-1/task/stats': given.stats ?? {
        'own-1': { memory_stats: { usage: 1 } },
        'app-2': stats,
      },
    };
    const body = bodies[request.url ?? ''];
    answer(body ? 200 : 404, 'application/json', JSON.stringify(body ?? {}))(request, response);
  }).then((url) => `${url}/v4/own-1`);

async function scrapeOf(url: string, values: Record<string, string> = {}, timeoutMs?: number) {
  const target = targetOf(runtime, { procfs: '/nowhere', ecs_metadata_uri: url, ...values });
  onTestFinished(() => target.close());
  const { result, series } = await scrapeText(target, timeoutMs);
  const container = [...series.keys()].filter((name) => name.startsWith('appsmith_container_'));
  return { outcome: result.outcomes[0]!, series, container };
}

describe('on Amazon ECS', () => {
  it('the sibling with Appsmith’s image is read', async () => {
    const { outcome, series, container } = await scrapeOf(await task({}));
    expect(outcome).toMatchObject({ state: 'up', success: true, notes: [] });
    expect(series.get('appsmith_runtime_info{platform="ecs"}')).toBe(1);
    expect(Object.fromEntries(container.map((name) => [name, series.get(name)]))).toEqual({
      'appsmith_container_info{source="ecs"}': 1,
      appsmith_container_cpu_usage_seconds_total: 81.25,
      appsmith_container_cpu_limit_cores: 2,
      appsmith_container_cpu_periods_total: 4000,
      appsmith_container_cpu_throttled_periods_total: 100,
      appsmith_container_cpu_throttled_seconds_total: 2.5,
      appsmith_container_memory_usage_bytes: 3_221_225_472,
      appsmith_container_memory_working_set_bytes: 2_684_354_560,
      appsmith_container_memory_limit_bytes: 4_294_967_296,
      appsmith_container_pids: 412,
    });
  });

  it('the task’s limit counts where the container has none', async () => {
    const containers = [OWN, { ...APPSMITH, Limits: undefined }];
    const { series } = await scrapeOf(await task({ containers }));
    expect(series.get('appsmith_container_memory_limit_bytes')).toBe(8_589_934_592);
    const none = await scrapeOf(await task({ containers, limits: {} }));
    expect(none.series.get('appsmith_container_memory_limit_bytes')).toBeUndefined();
    expect(none.series.get('appsmith_container_cpu_limit_cores')).toBeUndefined();
  });

  it('an image of another name is found by the container’s', async () => {
    const containers = [OWN, { ...APPSMITH, Image: 'example.com/mirror:1' }];
    const url = await task({ containers });
    const unknown = await scrapeOf(url);
    expect(unknown.container).toEqual([]);
    expect(unknown.outcome.notes.map(({ code }) => code)).toEqual(['container-unseen']);
    const { series } = await scrapeOf(url, { ecs_container: 'web' });
    expect(series.get('appsmith_container_pids')).toBe(412);
  });

  it.each([
    ['the exporter’s own', [{ ...OWN, Image: APPSMITH.Image }]],
    ['two of them', [OWN, APPSMITH, { ...APPSMITH, DockerId: 'app-3' }]],
    ['none', [OWN]],
  ])('%s is not taken for Appsmith’s', async (_what, containers) => {
    const { outcome, container } = await scrapeOf(await task({ containers }));
    expect(outcome).toMatchObject({ state: 'up', success: true });
    expect(container).toEqual([]);
  });

  it('a container that has not started has no figures', async () => {
    const { container } = await scrapeOf(await task({ stats: { 'app-2': null } }));
    expect(container).toEqual([]);
  });

  it.each([
    ['http_status', 500, '{}'],
    ['protocol', 200, '<!doctype html>'],
    ['protocol', 200, '"text"'],
    ['too_large', 200, `"${'x'.repeat(2 << 20)}"`],
  ])(
    '%s: the answer %i is of no use, and the platform is told all the same',
    async (reason, status, body) => {
      const url = await upstream(answer(status, 'application/json', body));
      const { outcome, series, container } = await scrapeOf(url);
      expect(outcome).toMatchObject({ state: 'up', success: true, reason });
      expect(series.get('appsmith_runtime_info{platform="ecs"}')).toBe(1);
      expect(container).toEqual([]);
    },
  );

  it('refused', async () => {
    const { outcome, container } = await scrapeOf(await refusedUrl());
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'refused' });
    expect(container).toEqual([]);
  });

  it('hangs: cut off at the deadline', async () => {
    const url = await upstream(() => {});
    const { outcome, container } = await scrapeOf(url, {}, 150);
    expect(outcome).toMatchObject({ reason: 'timeout', success: false });
    expect(container).toEqual([]);
  });

  it('keeps its connection', async () => {
    const url = await task({});
    let connections = 0;
    const counting = await upstream(async (request, response) => {
      if (!(request.socket as { seen?: boolean }).seen) connections++;
      Object.assign(request.socket, { seen: true });
      const text = await (await fetch(new URL(request.url ?? '', url))).text();
      answer(200, 'application/json', text)(request, response);
    });
    const target = targetOf(runtime, {
      procfs: '/nowhere',
      ecs_metadata_uri: `${counting}/v4/own-1`,
    });
    onTestFinished(() => target.close());
    for (let i = 0; i < 3; i++) await target.scrape({ timeoutMs: 5000 });
    expect(connections).toBe(1);
  });
});
