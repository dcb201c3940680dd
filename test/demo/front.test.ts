// The embedded front door and supervisord, as far as Caddy and supervisord are seen from outside.
import { describe, expect, it, onTestFinished } from 'vitest';
import { backendHandler } from '../../src/demo/backend.ts';
import { frontHandler } from '../../src/demo/front.ts';
import { type Handler, listen } from '../../src/demo/listen.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { supervisordHandler } from '../../src/demo/supervisord.ts';

function modelAt(seconds = 9): AppsmithModel {
  const model = new AppsmithModel({ seed: 3, start: Date.UTC(2026, 10, 23, 9) });
  model.advance(seconds);
  return model;
}

async function serve(handler: Handler): Promise<string> {
  const server = await listen(handler);
  onTestFinished(() => server.stop());
  return server.url;
}

describe('the front door', () => {
  const front = async (model = modelAt()) => {
    const actuator = { access: 'open', password: 'x' } as const;
    return serve(frontHandler(backendHandler({ model, actuator, patience: 0 })));
  };

  it('says which image it is', async () => {
    const info = await fetch(`${await front()}/info`);
    expect(info.headers.get('content-type')).toBe('application/json');
    expect(await info.json()).toMatchObject({
      version: 'v1.86',
      commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });

  it('passes the API on, and answers 502 while the backend boots', async () => {
    const model = modelAt();
    const url = `${await front(model)}/api/v1/health`;
    expect(await (await fetch(url)).json()).toMatchObject({ data: 'All systems are up' });
    model.restartBackend();
    expect((await fetch(url)).status).toBe(502);
  });

  it.each(['/', '/actuator/prometheus', '/rts-api/v1/health-check'])(
    'answers %s with the page',
    async (path) => {
      const response = await fetch((await front()) + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    },
  );
});

describe('supervisord', () => {
  const call = async (body: string, { model = modelAt(), password = 'pw' } = {}) => {
    const url = await serve(supervisordHandler({ model, user: 'appsmith', password: 'pw' }));
    const authorization = `Basic ${Buffer.from(`appsmith:${password}`).toString('base64')}`;
    const response = await fetch(`${url}/RPC2`, {
      method: 'POST',
      headers: { authorization },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const method = (name: string) =>
    `<methodCall><methodName>${name}</methodName><params/></methodCall>`;

  it('writes its state byte for byte as the real one', async () => {
    expect((await call(method('supervisor.getState'))).text).toBe(
      "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><struct>\n<member>\n<name>statecode</name>\n<value><int>1</int></value>\n</member>\n<member>\n<name>statename</name>\n<value><string>RUNNING</string></value>\n</member>\n</struct></value>\n</param>\n</params>\n</methodResponse>\n",
    );
  });

  it('lists the programs with uptime, in the order of the fields', async () => {
    const { text } = await call(method('supervisor.getAllProcessInfo'));
    const names = [...text.matchAll(/<name>name<\/name>\n<value><string>(\w+)</g)].map(
      (match) => match[1],
    );
    expect(names).toEqual(['backend', 'editor', 'mongodb', 'postgres', 'redis', 'rts', 'stdout']);
    expect(text).toContain('uptime 0:00:09</string>');
    const fields = [...text.matchAll(/<name>(\w+)<\/name>/g)].slice(0, 14).map((match) => match[1]);
    expect(fields.join()).toBe(
      'name,group,start,stop,now,state,statename,spawnerr,exitstatus,logfile,stdout_logfile,stderr_logfile,pid,description',
    );
  });

  it('shows a store that is gone as FATAL', async () => {
    const model = modelAt();
    model.knobs.mongoDown = true;
    model.advance(1);
    const { text } = await call(method('supervisor.getAllProcessInfo'), { model });
    expect(text).toContain('<value><string>FATAL</string></value>');
    expect(text).toContain('Exited too quickly');
  });

  it('answers several calls in one, faults among them', async () => {
    const inner = (name: string) =>
      `<value><struct><member><name>methodName</name><value><string>${name}</string></value></member><member><name>params</name><value><array><data></data></array></value></member></struct></value>`;
    const calls = ['supervisor.getSupervisorVersion', 'no.such'].map(inner).join('');
    const { text } = await call(
      `<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>${calls}</data></array></value></param></params></methodCall>`,
    );
    expect(text).toContain(
      '<value><array><data>\n<value><string>4.2.5</string></value>\n<value><struct>',
    );
    expect(text).toContain('<value><string>UNKNOWN_METHOD</string></value>');
  });

  it('answers an unknown method with a fault and 200, a wrong password with 401', async () => {
    const fault = await call(method('no.such'));
    expect(fault.status).toBe(200);
    expect(fault.text).toContain('<fault>');
    expect((await call(method('supervisor.getState'), { password: 'no' })).status).toBe(401);
  });
});
