// Connections to every upstream are opened once: none is lost between scrapes, whatever format the backend writes.
import { describe, expect, it, onTestFinished } from 'vitest';
import { backend } from '../../src/components/backend/index.ts';
import { scrapeText, targetOf } from '../support/component.ts';
import { upstream } from '../support/http.ts';
import { scrapeAll, targetOfAll } from './rig.ts';
import { PARTS, standIns } from './upstreams.ts';

describe('connections', () => {
  it('twenty scrapes open no more than the first', async () => {
    const upstreams = await standIns();
    const target = targetOfAll(upstreams.settings);
    onTestFinished(async () => {
      await target.close();
      await upstreams.stop();
    });
    await scrapeAll(target, 5000);
    const accepted = () => PARTS.map((part) => [part, upstreams.proxies[part].accepted()]);
    const before = accepted();
    for (let i = 0; i < 20; i++) await scrapeAll(target, 5000);
    expect(accepted()).toEqual(before);
  });

  it('an exposition that says its end before the message has ended keeps its connection', async () => {
    let connections = 0;
    const url = await upstream(async (request, response) => {
      if (!request.url?.startsWith('/actuator')) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'application/openmetrics-text; version=1.0.0' });
      response.write('# TYPE a gauge\na 1\n# EOF\n');
      setTimeout(() => response.end(), 5);
      if (request.socket.listenerCount('faults') === 0) connections++;
      request.socket.on('faults', () => {});
    });
    const target = targetOf(backend, { url, public_url: url });
    onTestFinished(() => target.close());
    for (let i = 0; i < 5; i++) await scrapeText(target);
    expect(connections).toBe(1);
  });
});
