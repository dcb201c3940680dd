// Traces as a collector receives them: the built bin, an embedded Appsmith, and OTLP over HTTP.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type EmbeddedAppsmith, startAppsmith } from '../../src/demo/appsmith.ts';
import { refusedUrl } from '../support/http.ts';
import { build, type Dist, start } from './bin.ts';
import { ERROR, KIND, type ReceivedSpan, startReceiver } from './receiver.ts';

let dist: Dist;
let appsmith: EmbeddedAppsmith;
beforeAll(async () => {
  [dist, appsmith] = await Promise.all([
    build(true),
    startAppsmith({ warmUpSeconds: 60, patience: 0, time: 'manual' }),
  ]);
});
afterAll(async () => {
  await appsmith.stop();
  dist.remove();
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const TRACEPARENT = { traceparent: `00-${TRACE}-${PARENT}-01` };

const otlp = (url: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '100',
});

/** The `scrape` span of the trace that the test's request is part of, and what is below it. */
function ofTrace(spans: readonly ReceivedSpan[]) {
  const trace = spans.filter((span) => span.traceId === TRACE);
  const root = trace.find(({ name }) => name === 'scrape');
  const below = (parent: ReceivedSpan | undefined) =>
    trace.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
  return { root, below, named: (name: string) => trace.find((span) => span.name === name) };
}

describe('a traced scrape', () => {
  it('is a span below the caller’s, with one for each component and each request', async () => {
    const receiver = await startReceiver();
    const env = { ...appsmith.env, ...otlp(receiver.url) };
    const exporter = await start(dist.bin, env);
    await exporter.scrape(TRACEPARENT);
    await expect.poll(() => ofTrace(receiver.spans()).root, { timeout: 10_000 }).toBeDefined();
    const { root, below, named } = ofTrace(receiver.spans());
    expect(root).toMatchObject({
      kind: KIND.SERVER,
      parentSpanId: PARENT,
      attributes: {
        'scrape.target': 'default',
        'scrape.timeout_seconds': 10,
        'scrape.components': [
          'backend',
          'mongodb',
          'volume',
          'postgres',
          'redis',
          'rts',
          'caddy',
          'edge',
          'supervisord',
          'keycloak',
          'temporal',
          'runtime',
          'backups',
          'usage',
          'upgrade',
          'cloud-services',
        ],
        'scrape.down': 0,
      },
    });
    expect(
      below(root)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'collect backend',
      'collect backups',
      'collect caddy',
      'collect cloud-services',
      'collect edge',
      'collect keycloak',
      'collect mongodb',
      'collect postgres',
      'collect redis',
      'collect rts',
      'collect runtime',
      'collect supervisord',
      'collect temporal',
      'collect upgrade',
      'collect usage',
      'collect volume',
    ]);
    const backend = named('collect backend')!;
    expect(backend).toMatchObject({
      kind: KIND.INTERNAL,
      attributes: {
        'scrape.component': 'backend',
        'scrape.state': 'up',
        'scrape.success': true,
        'scrape.address': appsmith.urls.backend,
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(appsmith.urls.backend).port),
      },
    });
    // How many depends on the demo’s time of day: the actuator’s hundreds, not just the health check’s few.
    expect(backend.attributes['scrape.series']).toBeGreaterThan(200);
    expect(backend.seconds).toBeLessThanOrEqual(root!.seconds + 0.005);
    expect(named('collect mongodb')).toMatchObject({
      kind: KIND.CLIENT,
      attributes: { 'db.system.name': 'mongodb', 'server.address': 'localhost' },
    });
    const requests = below(backend);
    const actuator = requests.find(({ name }) => name === 'GET /actuator/prometheus');
    expect(actuator).toMatchObject({
      kind: KIND.CLIENT,
      attributes: {
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'url.path': '/actuator/prometheus',
        'url.full': `${appsmith.urls.backend}/actuator/prometheus`,
        'server.port': Number(new URL(appsmith.urls.backend).port),
      },
    });
    expect(actuator!.seconds).toBeGreaterThan(0);
    expect(below(named('collect supervisord')).every(({ name }) => name === 'POST /RPC2')).toBe(
      true,
    );
    // Only the scrape's requests: a delivery that traced itself would never end.
    const orphans = receiver.spans().filter((s) => !s.parentSpanId && s.name !== 'scrape');
    expect(orphans).toEqual([]);
    expect(receiver.paths.every((path) => path === '/v1/traces')).toBe(true);
  });

  it('tells what failed, with a bounded reason', async () => {
    const receiver = await startReceiver();
    const rts = await refusedUrl();
    const env = { ...appsmith.env, ...otlp(receiver.url), APPSMITH_EXPORTER_RTS_URL: rts };
    const exporter = await start(dist.bin, env);
    await exporter.scrape(TRACEPARENT);
    await expect.poll(() => ofTrace(receiver.spans()).root, { timeout: 10_000 }).toBeDefined();
    const { root, below, named } = ofTrace(receiver.spans());
    expect(root?.attributes['scrape.down']).toBe(1);
    expect(root?.status.code).not.toBe(ERROR);
    const failed = named('collect rts');
    expect(failed).toMatchObject({
      status: { code: ERROR, message: 'refused' },
      attributes: { 'scrape.state': 'down', 'error.type': 'refused' },
    });
    expect(below(failed)[0]).toMatchObject({
      status: { code: ERROR, message: 'refused' },
      attributes: { 'error.type': 'refused' },
    });
  });

  it('carries no secret, and nothing of the process', async () => {
    const receiver = await startReceiver();
    const env = {
      ...appsmith.env,
      ...otlp(receiver.url),
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20tok3n',
    };
    const exporter = await start(dist.bin, env, { args: ['--log.level=debug'] });
    await exporter.scrape({ ...TRACEPARENT, authorization: 'Basic c2VjcmV0' });
    await expect.poll(() => ofTrace(receiver.spans()).root, { timeout: 10_000 }).toBeDefined();
    await exporter.stop();
    const everything = receiver.text() + exporter.log();
    const secrets = secretsOf(
      readFileSync(`${appsmith.stacksDir}/configuration/docker.env`, 'utf8'),
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of [...secrets, 'tok3n', 'c2VjcmV0'])
      expect(everything).not.toContain(secret);
    const [{ resource }] = receiver.spans() as [ReceivedSpan];
    expect(Object.keys(resource).filter((key) => /^(process|host|os)\./.test(key))).toEqual([]);
  });

  it('shows the receiver its token, and nobody who reads a diagnostic report', async () => {
    const receiver = await startReceiver();
    const dir = mkdtempSync(join(tmpdir(), 'traces-report-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const env = {
      ...appsmith.env,
      ...otlp(receiver.url),
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20tok3n',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-also=t0ken',
    };
    const nodeArgs = ['--report-on-signal', `--report-directory=${dir}`];
    const exporter = await start(dist.bin, env, { nodeArgs });
    await exporter.scrape(TRACEPARENT);
    await expect.poll(() => receiver.shown, { timeout: 10_000 }).toContain('Bearer tok3n');
    exporter.child.kill('SIGUSR2');
    const report = () =>
      readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'))[0] ?? '';
    await expect.poll(report, { timeout: 10_000 }).toMatch(/"environmentVariables"[\s\S]*\}\s*$/);
    expect(report()).toContain(receiver.url);
    expect(report()).not.toMatch(/tok3n|t0ken/);
    await exporter.stop();
  });

  it('links to the trace of a caller who shares it', async () => {
    const receiver = await startReceiver();
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = createServer((socket) => {
      socket.on('data', () => answer()).on('error', () => {});
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void slow.close());
    const rts = `http://127.0.0.1:${(slow.address() as { port: number }).port}`;
    const env = { ...appsmith.env, ...otlp(receiver.url), APPSMITH_EXPORTER_RTS_URL: rts };
    const exporter = await start(dist.bin, env, {
      args: ['--limits.scrape-timeout=1s'],
      look: false,
    });
    // The look at start-up is what runs; this caller joins it.
    await asked;
    await exporter.scrape(TRACEPARENT);
    await expect.poll(() => receiver.spans().find(({ name }) => name === 'scrape')).toBeDefined();
    const first = receiver.spans().find(({ name }) => name === 'scrape')!;
    expect(first.kind).toBe(KIND.INTERNAL);
    expect(first.links).toEqual([expect.objectContaining({ traceId: TRACE, spanId: PARENT })]);
    const rtsSpan = receiver.spans().find(({ name }) => name === 'collect rts');
    expect(rtsSpan).toMatchObject({ attributes: { 'error.type': 'timeout' } });
  });
});

describe('the standard variables', () => {
  it('name the service and its resource', async () => {
    const receiver = await startReceiver();
    const env = { ...appsmith.env, ...otlp(receiver.url) };
    const named = {
      OTEL_SERVICE_NAME: 'our-exporter',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
    };
    const exporter = await start(dist.bin, { ...env, ...named });
    await exporter.scrape();
    await expect.poll(() => receiver.spans().length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(receiver.spans()[0]?.resource).toMatchObject({
      'service.name': 'our-exporter',
      'deployment.environment.name': 'staging',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('choose the sampler', async () => {
    const receiver = await startReceiver();
    const env = { ...appsmith.env, ...otlp(receiver.url), OTEL_TRACES_SAMPLER: 'always_off' };
    const exporter = await start(dist.bin, env);
    expect(await exporter.scrape(TRACEPARENT)).toMatch(/^appsmith_up 1$/m);
    await exporter.stop();
    expect(receiver.spans()).toEqual([]);
  });

  it('write to the console', async () => {
    const env = { ...appsmith.env, OTEL_TRACES_EXPORTER: 'console' };
    const exporter = await start(dist.bin, env);
    await exporter.scrape();
    await expect.poll(exporter.stdout).toContain("name: 'collect redis'");
  });
});

describe('a collector that does not work', () => {
  it('gets what is left at SIGTERM', async () => {
    const receiver = await startReceiver();
    const env = { ...appsmith.env, ...otlp(receiver.url), OTEL_BSP_SCHEDULE_DELAY: '60000' };
    const exporter = await start(dist.bin, env);
    await exporter.scrape(TRACEPARENT);
    expect(receiver.spans()).toEqual([]);
    const { code } = await exporter.stop();
    expect(code).toBe(0);
    expect(ofTrace(receiver.spans()).root).toBeDefined();
  });

  it('does not hold up the end by more than two seconds', async () => {
    const hanging = createServer((socket) => void socket.on('error', () => {}));
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void hanging.close());
    const { port } = hanging.address() as { port: number };
    const exporter = await start(dist.bin, {
      ...appsmith.env,
      ...otlp(`http://127.0.0.1:${port}`),
    });
    expect(await exporter.scrape()).toMatch(/^appsmith_up 1$/m);
    const { code, ms } = await exporter.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
  });

  it('is one line in the log, and costs no scrape anything', async () => {
    const env = { ...appsmith.env, ...otlp(await refusedUrl()), OTEL_EXPORTER_OTLP_TIMEOUT: '200' };
    const exporter = await start(dist.bin, env);
    await exporter.scrape();
    await exporter.seen(/level=warn msg="traces cannot be delivered"/);
    for (let i = 0; i < 5; i++) {
      expect(await exporter.scrape()).toMatch(/^appsmith_up 1$/m);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await exporter.stop();
    const warnings = exporter
      .log()
      .split('\n')
      .filter((line) => /traces|OpenTelemetry/.test(line));
    expect(warnings).toHaveLength(1);
    expect(exporter.stdout()).toBe('');
  });
});

/** Values of docker.env that are passwords, or are in a URL. */
function secretsOf(dockerEnv: string): string[] {
  const values = [...dockerEnv.matchAll(/^\w*(?:PASSWORD|SALT)\w*="?([^"\n]{6,})"?$/gm)];
  const inUrls = [...dockerEnv.matchAll(/:\/\/[^:@/\s]*:([^@/\s]+)@/g)];
  return [...values, ...inUrls].map(([, secret]) => secret!);
}
