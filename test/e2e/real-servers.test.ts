// The built exporter beside real servers, scraped by a real Prometheus: the whole output is looked at.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { components } from '../../src/components/index.ts';
import { startMongoWire as startStandIn } from '../../src/demo/mongo-wire/index.ts';
import { SHIPPED_BUCKETS_TEXT } from '../../src/metrics/index.ts';
import { selfMetrics } from '../../src/scrape/self.ts';
import { serverMetrics } from '../../src/server/metrics.ts';
import { type Caddy, needCaddy, startCaddy } from '../peers/caddy.ts';
import { needMongoWire, startMongoWire } from '../peers/mongowire.ts';
import { parseReference } from '../peers/openmetrics.ts';
import type { Peer } from '../peers/process.ts';
import { DUPLICATES, needPrometheus, startPrometheus } from '../peers/prometheus.ts';
import { needPromtool, promtoolCheckMetrics } from '../peers/promtool.ts';
import { needRedis, startRedis } from '../peers/redis.ts';
import { needSpring, startSpring } from '../peers/spring.ts';
import { needSupervisord, startSupervisord } from '../peers/supervisord.ts';
import { type Built, build, type Serving, startServe } from '../support/built.ts';
import { answer } from '../support/http.ts';
import { missing, namesIn } from '../support/scraped-names.ts';
import { strictViolations } from '../support/strict.ts';
import { ABSENT_ON_REAL_SERVERS } from './absent-by-right.ts';

/** As the compose add-on sets it: Spring puts in what Appsmith made up for supervisord. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Spring's placeholder.
const PASSWORD = '${APPSMITH_SUPERVISOR_PASSWORD:${APPSMITH_ENCRYPTION_PASSWORD}}';
/** The others are not part of this deployment. */
const STARTED = [
  'backend',
  'caddy',
  'mongodb',
  'redis',
  'rts',
  'supervisord',
  'runtime',
  'volume',
  'edge',
  'usage',
];
const present = [
  ...[needCaddy(), needRedis(), needMongoWire(), needSpring()],
  ...[needSupervisord(), needPrometheus()],
];

/** Names of the catalogue; a foreign family that nobody listed is one that the documentation lacks. */
const known = new Set(
  [...components.map((component) => component.metrics), selfMetrics, serverMetrics].flatMap(
    (catalogue) => Object.values(catalogue).map((def) => def.name),
  ),
);

describe.runIf(present.every(Boolean) && needPromtool())('beside real servers', () => {
  const peers: { stop(): Promise<unknown> }[] = [];
  let built: Built;
  let serving: Serving;

  const keep = <T extends { stop(): Promise<unknown> }>(peer: T): T => {
    peers.push(peer);
    return peer;
  };

  beforeAll(async () => {
    const [redis, mongo, store, supervisord, rts] = await Promise.all([
      startRedis(),
      startMongoWire(),
      // The Spring peer's own health check needs `hello`, which the Java server refuses.
      startStandIn(),
      startSupervisord(),
      startRts(),
    ]);
    for (const peer of [redis, mongo, store, supervisord, rts]) keep(peer);
    const spring = keep(
      await startSpring({
        internalPassword: PASSWORD,
        exposure: 'prometheus,metrics',
        redisUrl: redis.url,
        mongoUrl: `mongodb://127.0.0.1:${store.port}/appsmith?directConnection=true`,
        env: {
          APPSMITH_SUPERVISOR_PASSWORD: supervisord.password,
          MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS: SHIPPED_BUCKETS_TEXT,
          MANAGEMENT_METRICS_DISTRIBUTION_SLO_APPSMITH_TOTAL_PLUGIN_EXECUTION: SHIPPED_BUCKETS_TEXT,
        },
      }),
    );
    await spring.traffic(5);
    const caddy: Caddy = keep(await startCaddy({ backend: spring.url }));
    await fetch(`${caddy.frontUrl}/api/v1/health`);
    built = await build();
    serving = keep(
      await startServe(built, {
        APPSMITH_EXPORTER_STACKS_DIR: redis.dir,
        APPSMITH_EXPORTER_BACKEND_URL: spring.url,
        APPSMITH_EXPORTER_PUBLIC_URL: caddy.frontUrl,
        APPSMITH_EXPORTER_RTS_URL: rts.url,
        APPSMITH_EXPORTER_CADDY_URL: caddy.url,
        APPSMITH_EXPORTER_SUPERVISOR_URL: supervisord.url,
        APPSMITH_SUPERVISOR_USER: supervisord.user,
        APPSMITH_SUPERVISOR_PASSWORD: supervisord.password,
        APPSMITH_INTERNAL_PASSWORD: PASSWORD,
        APPSMITH_REDIS_URL: redis.url,
        APPSMITH_DB_URL: `mongodb://127.0.0.1:${(mongo as Peer).port}/appsmith`,
        APPSMITH_EXPORTER_USAGE_READ_DOCUMENTS: 'true',
      }),
    );
  });

  afterAll(async () => {
    await Promise.all(peers.reverse().map((peer) => peer.stop()));
    built?.remove();
  });

  const scrape = async (accept: string) => {
    const response = await fetch(`${serving.url}/metrics`, { headers: { accept } });
    return response.text();
  };

  it('finds every component up', async () => {
    const text = await scrape('text/plain');
    const states = [...text.matchAll(/^appsmith_component_up\{component="([\w-]+)"\} (\d)$/gm)];
    expect(Object.fromEntries(states.map(([, name, up]) => [name, up]))).toEqual(
      Object.fromEntries(STARTED.map((name) => [name, '1'])),
    );
    expect(text).toMatch(/^appsmith_up 1$/m);
    expect(text).not.toContain('appsmith_exporter_collector_error{');
  });

  it('tells query latency with the buckets that are shipped', async () => {
    const text = await scrape('text/plain');
    const bounds = [
      ...text.matchAll(
        /^appsmith_query_execution_seconds_bucket\{plugin="postgres",le="([^"]+)"\}/gm,
      ),
    ].map(([, le]) => le);
    const shipped = [
      '0.05',
      '0.1',
      '0.25',
      '0.5',
      '1.0',
      '2.5',
      '5.0',
      '10.0',
      '20.0',
      '30.0',
      '60.0',
    ];
    expect(bounds).toEqual([...shipped, '+Inf']);
  });

  it('is clean to promtool, but for the listed names', async () => {
    const listed = readFileSync('docs/lint-exceptions.md', 'utf8');
    const lines = await promtoolCheckMetrics(await scrape('text/plain'));
    expect(lines.filter((line) => !listed.includes(`\`${line.split(' ')[0]}\``))).toEqual([]);
  });

  it.each([
    ['text', 'text/plain'],
    ['openmetrics', 'application/openmetrics-text'],
  ] as const)('keeps every rule of %s', async (format, accept) => {
    const body = await scrape(accept);
    // The one name that the list of exceptions holds.
    expect(strictViolations(body, { format, foreignNames: ['system_cpu_count'] })).toEqual([]);
    expect(await parseReference(format, body)).not.toHaveProperty('error');
  });

  it('emits nothing that the catalogue does not list', async () => {
    const text = await scrape('text/plain');
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
    expect(families.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has every series that a rule needs, but for the listed ones', async () => {
    const absent = missing(namesIn(await scrape('text/plain')));
    expect([...absent.keys()].toSorted()).toEqual(Object.keys(ABSENT_ON_REAL_SERVERS).toSorted());
  });

  it('is taken by a real Prometheus without a duplicate', async () => {
    const { host } = new URL(serving.url);
    const prometheus = await startPrometheus({
      scrapeConfigs: [{ job_name: 'appsmith', static_configs: [{ targets: [host] }] }],
    });
    try {
      const [target] = await prometheus.scraped();
      expect(target).toMatchObject({ health: 'up' });
      expect(await prometheus.duplicates('appsmith')).toBe(0);
      expect(await prometheus.own(DUPLICATES)).toBe(0);
      expect(await prometheus.query('appsmith_up')).toMatchObject([{ value: 1 }]);
    } finally {
      await prometheus.stop();
    }
  });

  it('opens no new connection to a store from one scrape to the next', async () => {
    const received = async () =>
      Number(
        /^redis_connections_received_total\{.*\} (\d+)$/m.exec(await scrape('text/plain'))![1],
      );
    const before = await received();
    for (let i = 0; i < 10; i++) await scrape('text/plain');
    expect(await received()).toBe(before);
  });
});

/** RTS cannot be had here: its health answer over real HTTP. */
async function startRts() {
  const server = createServer(answer(200, 'application/json', '{"success":true}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
