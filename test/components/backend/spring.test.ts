// The component against real Spring Boot backends, of both generations of Micrometer's Prometheus client.
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendMetrics } from '../../../src/components/backend/metrics.ts';
import { BUCKET_LINES } from '../../../src/components/backend/notes.ts';
import { type Family, render } from '../../../src/exposition/index.ts';
import { needMongoWire, startMongoWire } from '../../peers/mongowire.ts';
import type { Peer } from '../../peers/process.ts';
import { needPromtool, promtoolCheckMetrics } from '../../peers/promtool.ts';
import { needRedis, startRedis } from '../../peers/redis.ts';
import { needSpring, type Spring, type SpringBuild, startSpring } from '../../peers/spring.ts';
import { upstream } from '../../support/http.ts';
import { strictViolations } from '../../support/strict.ts';
import { family, scrapeUrl } from './support.ts';

const PASSWORD = 'internal-pass';
const settings = { internal_password: PASSWORD };
const possible = [needSpring(), needMongoWire(), needRedis(), needPromtool()].every(Boolean);
const buckets = Object.fromEntries(BUCKET_LINES.map((line) => line.split('=') as [string, string]));
const catalogue = new Map(Object.values(backendMetrics).map((def) => [def.name, def]));

/** The same backend without `/actuator/prometheus`. */
function jsonOnly(target: string): RequestListener {
  return async (request, response) => {
    if (request.url === '/actuator/prometheus') return void response.writeHead(404).end();
    const { authorization = '' } = request.headers;
    const answer = await fetch(target + request.url, { headers: { authorization } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  };
}

const shapeOf = ({ name, type }: Family) => `${name} ${type === 'histogram' ? 'summary' : type}`;

describe.runIf(possible).each<[SpringBuild, string]>([
  ['client1', 'G1'],
  ['simpleclient', 'Z'],
])('%s with %sGC', (build, gc) => {
  const peers: Peer[] = [];
  let spring: Spring;

  beforeAll(async () => {
    const [redis, mongo] = await Promise.all([startRedis(), startMongoWire()]);
    peers.push(redis, mongo);
    spring = await startSpring({
      build,
      internalPassword: PASSWORD,
      exposure: 'prometheus,metrics',
      redisUrl: redis.url,
      mongoUrl: `${mongo.url}/appsmith`,
      env: buckets,
      jvm: [`-XX:+Use${gc}GC`],
    });
    peers.push(spring);
    await spring.traffic(4);
  }, 240_000);
  afterAll(() => Promise.all(peers.map((peer) => peer.stop())));

  it('is read whole: clean names, buckets, nothing refused, nothing to complain of', async () => {
    const { outcome, series, codes, result } = await scrapeUrl(spring.url, { settings });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(Object.fromEntries(outcome.dropped)).toEqual({});
    expect(codes).toEqual(['version-unknown']);
    expect(series.get('appsmith_up')).toBe(1);
    const limits = Object.entries(family(series, 'jvm_memory_max_bytes'));
    expect(limits.every(([, bytes]) => bytes > 0)).toBe(true);
    const pool = gc === 'Z' ? 'ZHeap' : 'G1 Old Gen';
    expect(limits.map(([labels]) => labels)).toContain(`{area="heap",id="${pool}"}`);
    for (const plugin of ['postgres', 'mongo', 'restapi']) {
      const bucket = `appsmith_query_execution_seconds_bucket{plugin="${plugin}",le="60.0"}`;
      expect(series.get(bucket), bucket).toBeGreaterThan(0);
    }
    for (const { name, type } of outcome.families) {
      expect(catalogue.get(name)?.type.replace('histogram', 'summary'), name).toBe(
        type.replace('histogram', 'summary'),
      );
    }
    for (const format of ['text', 'openmetrics'] as const) {
      const text = Buffer.concat([...render(result.families, format)]).toString();
      expect(strictViolations(text, { format })).toEqual([]);
      if (format === 'text') {
        expect(await promtoolCheckMetrics(text)).toEqual([
          expect.stringMatching(/^system_cpu_count /),
        ]);
      }
    }
  });

  it('gives the same families from /actuator/metrics', async () => {
    const open = await scrapeUrl(spring.url, { settings });
    const url = await upstream(jsonOnly(spring.url));
    const { outcome, series, codes } = await scrapeUrl(url, { settings, timeoutMs: 9000 });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(codes).toEqual(['version-unknown', 'actuator-json-only']);
    const gaugesWithoutLimit = /^jvm_memory_max_bytes /;
    const shapes = (families: readonly Family[]) =>
      families
        .map(shapeOf)
        .filter((s) => !gaugesWithoutLimit.test(s))
        .sort();
    expect(shapes(outcome.families)).toEqual(shapes(open.outcome.families));
    const name = 'appsmith_query_execution_seconds_count';
    expect(family(series, name)).toEqual(family(open.series, name));
    const used = (map: typeof series) => Object.keys(family(map, 'jvm_memory_used_bytes')).sort();
    expect(used(series)).toEqual(used(open.series));
  });

  it('needs one series for a page, whatever its id', async () => {
    // 300 pages of 50 kinds, each with its id in the path.
    await spring.inflate(300, true);
    const { outcome, series } = await scrapeUrl(spring.url, { settings });
    const counts = Object.entries(family(series, 'http_server_requests_seconds_count'));
    const pages = counts.filter(([labels]) => labels.includes('uri="/api/v1/resource'));
    expect(pages).toHaveLength(50);
    for (const [labels, count] of pages) {
      expect(labels).toMatch(/uri="\/api\/v1\/resource\d+\/\{id\}"/);
      expect(count).toBe(6);
    }
    expect(Object.fromEntries(outcome.dropped)).toEqual({});
  });

  it('refuses a wrong password, and nothing else is lost', async () => {
    const wrong = { settings: { internal_password: 'wrong' } };
    const { outcome, series, codes } = await scrapeUrl(spring.url, wrong);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_up')).toBe(1);
    expect(codes).toContain('actuator-unauthorized');
  });

  it('says unhealthy while MongoDB is frozen, and keeps the rest', async () => {
    const mongo = peers[1]!;
    mongo.signal('SIGSTOP');
    try {
      const { outcome, series } = await scrapeUrl(spring.url, { settings, timeoutMs: 9000 });
      expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'unhealthy' });
      expect(series.get('appsmith_up')).toBe(0);
      expect(series.get('appsmith_health_check_http_status_code')).toBe(500);
      expect(series.get('jvm_threads_live_threads')).toBeGreaterThan(0);
    } finally {
      mongo.signal('SIGCONT');
    }
  }, 15_000);
});
