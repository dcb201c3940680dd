// The embedded backend and RTS over HTTP: health in every state, and who may see the actuator.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ActuatorAccess } from '../../src/demo/actuator.ts';
import { backendHandler } from '../../src/demo/backend.ts';
import { type Handler, listen } from '../../src/demo/listen.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { rtsHandler } from '../../src/demo/rts.ts';

async function serve(handler: Handler): Promise<string> {
  const server = await listen(handler);
  onTestFinished(() => server.stop());
  return server.url;
}

async function backend(access: ActuatorAccess = 'open') {
  const model = new AppsmithModel({ seed: 3, start: Date.UTC(2026, 10, 23, 9) });
  model.advance(120);
  const actuator = { access, password: 's3cret' };
  return { model, url: await serve(backendHandler({ model, actuator, patience: 0 })) };
}

function basic(password: string, accept?: string): RequestInit {
  const authorization = `Basic ${Buffer.from(`:${password}`).toString('base64')}`;
  return { headers: { authorization, ...(accept && { accept }) } };
}

describe('/api/v1/health', () => {
  it('says that all systems are up', async () => {
    const { url } = await backend();
    const response = await fetch(`${url}/api/v1/health`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(
      '{"responseMeta":{"status":200,"success":true},"data":"All systems are up","errorDisplay":""}',
    );
  });

  it.each(['mongoDown', 'redisDown'] as const)('times out with 500 when %s', async (knob) => {
    const { model, url } = await backend();
    model.knobs[knob] = true;
    const response = await fetch(`${url}/api/v1/health`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      responseMeta: { success: false, error: { title: 'Health check timed out' } },
    });
  });

  it('does not answer while the backend boots, nor when it hangs', async () => {
    const { model, url } = await backend();
    model.restartBackend();
    await expect(fetch(`${url}/api/v1/health`)).rejects.toThrow();
    model.advance(30);
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);
    model.knobs.backendHung = true;
    const signal = AbortSignal.timeout(100);
    await expect(fetch(`${url}/api/v1/health`, { signal })).rejects.toThrow(/timeout|abort/i);
  });
});

describe('/actuator', () => {
  it.each([
    ['open', 's3cret', 200],
    ['open', 'wrong', 401],
    ['open', '', 401],
    ['closed', 's3cret', 401],
    ['closed', '', 401],
    ['no-password', '', 200],
  ] as const)('%s, password "%s": %i', async (access, password, status) => {
    const { url } = await backend(access);
    const response = await fetch(`${url}/actuator/prometheus`, basic(password));
    expect(response.status).toBe(status);
    if (status === 401)
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="Realm"');
    expect((await fetch(`${url}/actuator/prometheus`)).status).toBe(401);
  });

  it.each([
    ['text/plain', 'text/plain;version=0.0.4;charset=utf-8'],
    ['*/*', 'text/plain;version=0.0.4;charset=utf-8'],
    [
      'application/openmetrics-text;version=1.0.0,text/plain;q=0.5',
      'application/openmetrics-text;version=1.0.0;charset=utf-8',
    ],
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.8',
      'text/plain;version=0.0.4;charset=utf-8',
    ],
    ['application/openmetrics-text;q=0,*/*;q=0.1', 'text/plain;version=0.0.4;charset=utf-8'],
  ])('answers Accept: %s with %s', async (accept, type) => {
    const { url } = await backend();
    const response = await fetch(`${url}/actuator/prometheus`, basic('s3cret', accept));
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain('jvm_info{');
  });

  it('refuses JSON on the Prometheus endpoint and paths that are not exposed', async () => {
    const { url } = await backend();
    const json = basic('s3cret', 'application/json');
    expect((await fetch(`${url}/actuator/prometheus`, json)).status).toBe(406);
    expect((await fetch(`${url}/actuator/health`, basic('s3cret'))).status).toBe(404);
  });

  it('shows single meters as JSON', async () => {
    const { url } = await backend();
    const get = async (path: string) => {
      const response = await fetch(`${url}/actuator/metrics${path}`, basic('s3cret'));
      return response.status === 200 ? response.json() : response.status;
    };
    expect(await get('')).toMatchObject({ names: expect.arrayContaining(['jvm.memory.used']) });
    const heap = await get('/jvm.memory.used?tag=area:heap');
    expect(heap).toMatchObject({
      baseUnit: 'bytes',
      measurements: [{ statistic: 'VALUE', value: expect.any(Number) }],
    });
    expect(
      (heap as { availableTags: { tag: string }[] }).availableTags.map(({ tag }) => tag),
    ).toEqual(['id']);
    expect(await get('/appsmith.total.plugin.execution')).toMatchObject({
      measurements: [{ statistic: 'COUNT' }, { statistic: 'TOTAL_TIME' }, { statistic: 'MAX' }],
    });
    expect(await get('/no.such')).toBe(404);
    expect(await get('/jvm.memory.used?tag=area:moon')).toBe(404);
  });
});

describe('RTS', () => {
  it('is well, ill, and does not know other paths', async () => {
    const model = new AppsmithModel({ seed: 3, start: 0 });
    const url = `${await serve(rtsHandler(model))}/rts-api/v1/health-check`;
    expect(await (await fetch(url)).json()).toEqual({ success: true });
    model.knobs.rtsIll = 'error';
    const ill = await fetch(url);
    expect(ill.status).toBe(500);
    expect(await ill.json()).toEqual({ success: false, message: 'Something went wrong' });
    model.knobs.rtsIll = 'unsuccessful';
    const failing = await fetch(url);
    expect(failing.status).toBe(200);
    expect(await failing.json()).toEqual({ success: false });
    expect((await fetch(url.replace('health', 'x'))).status).toBe(404);
  });
});
