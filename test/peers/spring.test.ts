// Proves the Spring peer against what is known of an Appsmith backend: health and its blind spots, the shut actuator, the meters.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { needMongoWire, startMongoWire } from './mongowire.ts';
import { freePort, type Peer, until } from './process.ts';
import { needRedis, startRedis } from './redis.ts';
import { internalAuth, needSpring, type Spring, startSpring } from './spring.ts';

const PASSWORD = 'internal-pass';
const auth = internalAuth(PASSWORD);
const possible = needSpring() && needMongoWire() && needRedis();

describe.runIf(possible)('spring starter, all stores up', () => {
  const peers: Peer[] = [];
  let spring: Spring;
  let body: string;

  beforeAll(async () => {
    const [redis, mongo] = await Promise.all([startRedis(), startMongoWire()]);
    peers.push(redis, mongo);
    spring = await startSpring({
      internalPassword: PASSWORD,
      exposure: 'prometheus,metrics',
      redisUrl: redis.url,
      mongoUrl: `${mongo.url}/appsmith`,
    });
    peers.push(spring);
    expect(await spring.traffic(4)).toBe(72);
    body = await (await fetch(`${spring.url}/actuator/prometheus`, { headers: auth })).text();
  }, 240_000);
  afterAll(() => Promise.all(peers.map((peer) => peer.stop())));

  it("answers health in Appsmith's envelope", async () => {
    const response = await fetch(`${spring.url}/api/v1/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      responseMeta: { status: 200, success: true },
      data: 'All systems are up',
      errorDisplay: '',
    });
  });

  it('shuts the actuator to everybody without the password', async () => {
    for (const headers of [{}, internalAuth('wrong'), internalAuth('')]) {
      const response = await fetch(`${spring.url}/actuator/prometheus`, { headers });
      expect([response.status, await response.text()]).toEqual([401, '']);
    }
  });

  it('keeps the plugin on the meters of queries and strips every other tag', () => {
    const name = 'appsmith_total_plugin_execution_seconds_count';
    const plugin = 'com.external.plugins.MongoPlugin$MongoPluginExecutor';
    expect(body).toMatch(line(`${name}{plugin="${plugin}"} `));
    expect(body).toMatch(line('appsmith_total_plugin_execution_active_seconds_count 0'));
    expect(body).toMatch(line('appsmith_git_fs_commit_seconds_count 4'));
    expect(body).toMatch(line('appsmith_consolidated_api_view_root_seconds_count 4'));
    expect(body).toMatch(line('appsmith_login_total_seconds_count{source="form"} 4'));
    expect(body).toMatch(line('appsmith_login_failure_total{message="Unable to find'));
    expect(body).not.toContain('stripped');
  });

  it('measures requests by template with errorCode, and by raw path in Reactor Netty', () => {
    const requests = body.split('\n').filter((l) => l.startsWith('http_server_requests_seconds_c'));
    const find = (...parts: string[]) => requests.filter((l) => parts.every((p) => l.includes(p)));
    expect(find('errorCode="AE-ACL-4004"', 'uri="/api/v1/applications/{id}"')).toHaveLength(1);
    expect(find('errorCode="AE-APP-5000"', 'second line \\\\ back"')).toHaveLength(1);
    expect(find('uri="UNKNOWN"', 'status="401"')).toHaveLength(1);
    expect(find('uri="/**"', 'status="404"')).toHaveLength(1);
    expect(find('/actuator')).toHaveLength(0);
    expect(body).toMatch(/reactor_netty_http_server_\w+\{.*uri="\/api\/v1\/applications\/0{14}/);
    expect(body).toMatch(/mongodb_driver_commands_seconds_count\{cluster_id="/);
    expect(body).toMatch(/lettuce_command_completion_seconds_count\{command="EXISTS"/);
  });

  it('has the JSON endpoint as well, and grows on demand', async () => {
    const url = `${spring.url}/actuator/metrics/http.server.requests`;
    const json = (await (await fetch(url, { headers: auth })).json()) as { baseUnit: string };
    expect(json.baseUnit).toBe('seconds');
    await spring.inflate(2000);
    const big = await fetch(`${spring.url}/actuator/prometheus`, { headers: auth });
    expect((await big.text()).length).toBeGreaterThan(900_000);
  });
});

describe.runIf(possible)('spring starter, old client, nothing set, stores refused', () => {
  it('is a default Community edition with the blind spots of its health', async () => {
    const [mongo, redis] = [await freePort(), await freePort()];
    const spring = await startSpring({
      build: 'simpleclient',
      redisUrl: `redis://127.0.0.1:${redis}`,
      mongoUrl: `mongodb://127.0.0.1:${mongo}/appsmith`,
    });
    onTestFinished(spring.stop);
    for (const headers of [{}, auth, internalAuth('')]) {
      expect((await fetch(`${spring.url}/actuator/prometheus`, { headers })).status).toBe(401);
    }
    const health = () => fetch(`${spring.url}/api/v1/health`);
    await until(async () => (await health()).status === 500, 'health never noticed MongoDB');
    expect(await (await health()).json()).toEqual({
      errorDisplay: '',
      responseMeta: {
        success: false,
        status: 500,
        error: { message: 'timeout', title: 'Health check timed out', code: 'AE-HLT-5000' },
      },
    });
  }, 240_000);

  it('exposes only what it is told, with the trailing comma of the old client', async () => {
    const spring = await startSpring({
      build: 'simpleclient',
      internalPassword: PASSWORD,
      exposure: 'prometheus',
    });
    onTestFinished(spring.stop);
    const response = await fetch(`${spring.url}/actuator/prometheus`, { headers: auth });
    const hidden = await fetch(`${spring.url}/actuator/metrics`, { headers: auth });
    expect(hidden.status).toBe(404);
    expect(await response.text()).toMatch(/jvm_memory_max_bytes\{area="heap",id="[^"]+",\} /);
  }, 240_000);
});

/** A line of the body that starts with this text. */
function line(start: string): RegExp {
  return new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'm');
}
