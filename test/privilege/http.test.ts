// What twenty scrapes send over HTTP: GET everywhere, and to supervisord the methods that read.
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { components } from '../../src/components/index.ts';
import { backendHandler } from '../../src/demo/backend.ts';
import { frontHandler } from '../../src/demo/front.ts';
import { type Handler, listen } from '../../src/demo/listen.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { rtsHandler } from '../../src/demo/rts.ts';
import { supervisordHandler } from '../../src/demo/supervisord.ts';
import { scrapeText, targetOf } from '../support/component.ts';

const PASSWORD = 'the-password';
const READING = [
  'system.multicall',
  'supervisor.getState',
  'supervisor.getSupervisorVersion',
  'supervisor.getAllProcessInfo',
];

interface Asked {
  readonly part: string;
  readonly method: string;
  readonly path: string;
  readonly body: () => string;
}

/** The embedded Appsmith's HTTP ports; every request is written down. */
async function recorded() {
  const start = Date.now() - 1_800_000;
  const model = new AppsmithModel({ seed: 1, start, histograms: true, knobs: {}, stepSeconds: 5 });
  model.advance(1800);
  const asked: Asked[] = [];
  const backend = backendHandler({ model, actuator: { access: 'open', password: PASSWORD } });
  const handlers: Record<string, Handler> = {
    backend,
    front: frontHandler(backend),
    rts: rtsHandler(model),
    supervisord: supervisordHandler({ model, user: 'appsmith', password: PASSWORD }),
  };
  const urls: Record<string, string> = {};
  for (const [part, handler] of Object.entries(handlers)) {
    const server = await listen((request) => {
      asked.push(noted(part, request));
      return handler(request);
    });
    onTestFinished(() => server.stop());
    urls[part] = server.url;
  }
  return { asked, urls };
}

function noted(part: string, request: IncomingMessage): Asked {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  return { part, method: request.method ?? '', path: request.url ?? '', body: () => body };
}

describe('twenty scrapes', () => {
  it('only read', async () => {
    const { asked, urls } = await recorded();
    const settings: Record<string, Record<string, string>> = {
      backend: { url: urls.backend!, public_url: urls.front!, internal_password: PASSWORD },
      rts: { url: urls.rts! },
      supervisord: { url: urls.supervisord!, password: PASSWORD },
    };
    for (const [name, values] of Object.entries(settings)) {
      const target = targetOf(components.find((component) => component.name === name)!, values);
      onTestFinished(() => target.close());
      for (let i = 0; i < 20; i++) {
        const { result } = await scrapeText(target);
        expect(result.outcomes[0]).toMatchObject({ state: 'up', success: true });
      }
    }
    const ways = new Set(asked.map(({ part, method, path }) => `${part} ${method} ${path}`));
    expect([...ways].sort()).toEqual([
      'backend GET /actuator/prometheus',
      'backend GET /api/v1/health',
      'front GET /info',
      'rts GET /rts-api/v1/health-check',
      'supervisord POST /RPC2',
    ]);
    const calls = asked.flatMap(({ body }) =>
      [...body().matchAll(/(?:<methodName>|<string>)((?:supervisor|system)\.\w+)</g)].map(
        ([, method]) => method!,
      ),
    );
    expect(new Set(calls)).toEqual(new Set(READING));
  });
});
