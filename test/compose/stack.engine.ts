// One command beside a running Appsmith: everything is there, filled, on loopback only, and without a secret to be seen.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Container, docker, eventually, needEngine } from './support/engine.ts';
import { Project } from './support/project.ts';

const OURS = ['appsmith-exporter', 'prometheus', 'alertmanager', 'grafana'] as const;
const told: string[] = [];
const sink = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  told.push(body);
  response.end();
});

describe.runIf(needEngine())('the add-on beside a running Appsmith', () => {
  const project = new Project();
  let seconds = 0;
  let before: Container;

  beforeAll(async () => {
    await new Promise<void>((resolve) => sink.listen(0, '0.0.0.0', resolve));
    // The engine's own bridge: the host as containers see it.
    const host = networkInterfaces().docker0?.[0]?.address ?? '172.17.0.1';
    const url = `http://${host}:${(sink.address() as AddressInfo).port}/alerts`;
    project.write(
      'observability.yml',
      `version: 1\nreceivers:\n  - kind: webhook\n    severities: [critical, warning]\n    url: ${url}\n`,
    );
    project.env.APPSMITH_OBSERVABILITY_CONFIG = './observability.yml';
    await project.alone('up', '-d');
    before = await project.container('appsmith');
    const begun = performance.now();
    await project.compose('up', '-d');
    await project.until(
      'up{job="appsmith"} == 1 and on () (count(appsmith_component_up == 1) >= 5)',
      (found) => found.length > 0,
    );
    seconds = (performance.now() - begun) / 1000;
  });

  afterAll(async () => {
    sink.close();
    sink.closeAllConnections();
    if (!process.env.COMPOSE_TEST_KEEP) await project.remove();
  });

  it('has its first complete scrape within 30 s, Appsmith’s re-creation included', () => {
    process.stdout.write(`  up to first complete scrape: ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(30);
  });

  it('has re-created Appsmith’s container once, and does not again', async () => {
    const once = await project.container('appsmith');
    expect(once.Id).not.toBe(before.Id);
    await project.compose('up', '-d');
    expect((await project.container('appsmith')).Id).toBe(once.Id);
  });

  it('opens the backend’s metrics with buckets, without a password of anybody’s', async () => {
    for (const name of [
      'jvm_memory_used_bytes',
      'http_server_requests_seconds_bucket',
      'appsmith_query_execution_seconds_bucket',
      'appsmith_info',
      'mongodb_connections',
      'redis_memory_used_bytes',
    ]) {
      expect((await project.query(`count({__name__="${name}"})`)).length, name).toBe(1);
    }
  });

  it('answers to the names that the tutorial uses', async () => {
    for (const text of [
      "histogram_quantile(0.99, rate(http_server_requests_seconds_bucket{job='appsmith'}[5m]))",
      "jvm_memory_used_bytes{area='heap'} / jvm_memory_max_bytes{area='heap'} * 100",
      'rate(appsmith_query_execution_time_bucket[5m])',
      'mongodb_connections_current',
    ]) {
      await project.until(text, (found) => found.length > 0, 90);
    }
  });

  it('has every target up', async () => {
    const targets = await project.until(
      'up',
      (found) => found.length === 3 && found.every(({ value }) => value[1] === '1'),
    );
    expect(targets.map(({ metric }) => metric.job).sort()).toEqual([
      'alertmanager',
      'appsmith',
      'prometheus',
    ]);
  });

  it('has its rules loaded, and none of them fails', async () => {
    const answer = await project.get('prometheus', 9090, '/api/v1/rules');
    const { data } = (await answer.json()) as {
      data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
    };
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter(({ health }) => health === 'err')).toEqual([]);
  });

  it('delivers a test alert to a webhook', async () => {
    const address = (await project.compose('port', 'alertmanager', '9093')).trim();
    const labels = { alertname: 'Test', severity: 'critical', instance: 'appsmith' };
    const post = await fetch(`http://${address}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels, annotations: { summary: 'a test' } }]),
    });
    expect(post.status).toBe(200);
    const body = await eventually('the webhook is told', 60, async () =>
      told.find((one) => one.includes('"alertname":"Test"')),
    );
    expect(body).toContain('a test');
  });

  it('fills Grafana: provisioned without a mistake, its datasources answer, its panels have data', async () => {
    const { State } = await eventually('Grafana is healthy', 60, async () => {
      const one = await project.container('grafana');
      return one.State.Health?.Status === 'healthy' ? one : undefined;
    });
    expect(State.Running).toBe(true);
    const { datasources, dashboards } = (await (
      await project.get('grafana', 3000, '/status')
    ).json()) as {
      datasources: { name: string; answers: boolean }[];
      dashboards: { title: string; panels: { title: string; shows: string }[] }[];
    };
    expect(datasources.every(({ answers }) => answers)).toBe(true);
    // Runbooks are text alone.
    for (const { title, panels } of dashboards.filter((one) => one.panels.length > 0)) {
      const count = (what: string) => panels.filter(({ shows }) => shows === what).length;
      process.stdout.write(`  ${title}: ${count('data')} of ${panels.length} panels have data\n`);
      expect(
        panels.filter(({ shows }) => shows === 'refused'),
        title,
      ).toEqual([]);
      expect(count('data'), title).toBeGreaterThan(0);
    }
  });

  it.each(OURS)(
    '%s is healthy, limited, read-only, without capabilities, not root',
    async (name) => {
      const one = await eventually(`${name} is healthy`, 90, async () => {
        const now = await project.container(name);
        return now.State.Health?.Status === 'healthy' ? now : undefined;
      });
      expect(one.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        RestartPolicy: { Name: 'unless-stopped' },
      });
      expect(one.HostConfig.Memory).toBeGreaterThan(0);
      expect(one.Config.User).not.toMatch(/^(|0|root)(:|$)/);
    },
  );

  it('publishes nothing beyond loopback', async () => {
    for (const name of [...OURS, 'appsmith-observability-files']) {
      const { NetworkSettings } = await project.container(name);
      const hosts = Object.values(NetworkSettings.Ports ?? {}).flatMap((all) => all ?? []);
      expect(
        hosts.map(({ HostIp }) => HostIp).filter((ip) => ip !== '127.0.0.1'),
        name,
      ).toEqual([]);
    }
    // Appsmith's own are the two that its own file names.
    const { NetworkSettings } = await project.container('appsmith');
    const published = Object.entries(NetworkSettings.Ports).filter(([, hosts]) => hosts?.length);
    expect(published.map(([port]) => port).sort()).toEqual(['443/tcp', '80/tcp']);
  });

  it('shows no secret in docker inspect, logs or its files', async () => {
    const { readFileSync } = await import('node:fs');
    const file = readFileSync(`${project.dir}/stacks/configuration/docker.env`, 'utf8');
    const held = [...file.matchAll(/(?:PASSWORD|SALT)='?(\w{8,})'?$|:(\w{8,})@/gm)].map(
      ([, password, inUrl]) => password ?? inUrl ?? '',
    );
    expect(held.length).toBeGreaterThanOrEqual(4);
    for (const name of [...OURS, 'appsmith-observability-files', 'appsmith']) {
      const said = await docker(['inspect', await project.id(name)]);
      const logs = await project.logs(name);
      for (const secret of held)
        expect(said.includes(secret) || logs.includes(secret), name).toBe(false);
    }
  });

  it('wants little memory', async () => {
    const mib = new Map<string, number>();
    for (const name of OURS) {
      const format = ['stats', '--no-stream', '--format', '{{.MemUsage}}'];
      const [used = ''] = (await docker([...format, await project.id(name)])).split('/');
      mib.set(name, toMib(used.trim()));
    }
    process.stdout.write(`  memory, MiB: ${JSON.stringify(Object.fromEntries(mib))}\n`);
    expect(mib.get('appsmith-exporter')).toBeLessThan(96);
    const three = ['appsmith-exporter', 'prometheus', 'alertmanager'];
    expect(three.reduce((sum, name) => sum + mib.get(name)!, 0)).toBeLessThan(400);
  });
});

function toMib(text: string): number {
  const [, value = '0', unit = ''] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  return Number(value) * ({ KiB: 1 / 1024, MiB: 1, GiB: 1024 }[unit] ?? Number.NaN);
}
