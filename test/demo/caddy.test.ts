// The demo's Caddy: its exposition beside a recorded one, what an outage behind it does to its counts, and its own end.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAppsmith } from '../../src/demo/appsmith.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import type { Knobs } from '../../src/demo/model/knobs.ts';
import { recorded, scrapeProxy } from '../components/caddy/support.ts';

/** A Monday at work. */
const modelWith = (knobs: Partial<Knobs>, seconds = 600) => {
  const model = new AppsmithModel({ seed: 3, start: Date.UTC(2026, 10, 23, 9), stepSeconds: 5 });
  model.advance(600);
  Object.assign(model.knobs, knobs);
  model.advance(seconds);
  return model;
};

const countOf = (model: AppsmithModel, code: string) =>
  model.proxy.answers.filter((one) => one.code === code).reduce((sum, one) => sum + one.count, 0);

describe('the model', () => {
  it('in health answers next to nothing with an error', () => {
    const model = modelWith({});
    expect(countOf(model, '200')).toBeGreaterThan(1000);
    expect(countOf(model, '502') + countOf(model, '499')).toBe(0);
    expect(countOf(model, '500')).toBeLessThan(model.proxy.requests / 200);
  });

  it('answers 502 where the backend is gone, and keeps people waiting where it hangs', () => {
    expect(countOf(modelWith({ backendDown: true }), '502')).toBeGreaterThan(300);
    const hung = modelWith({ backendHung: true });
    expect(countOf(hung, '502')).toBe(0);
    expect(countOf(hung, '499')).toBeGreaterThan(100);
    expect(hung.proxy.waiting).toBeGreaterThan(100);
  });

  it('counts every answer once in its buckets', () => {
    for (const { buckets, count } of modelWith({ rtsDown: true }).proxy.answers) {
      expect(buckets.reduce((sum, one) => sum + one, 0)).toBe(count);
    }
  });

  it('leaves the rest of the model as it is', () => {
    const one = modelWith({});
    one.proxy.step({ seconds: 5, users: 50, work: undefined, hangs: false, rts: true });
    const other = modelWith({});
    one.advance(60);
    other.advance(60);
    expect(one.mongo.dataSize).toBe(other.mongo.dataSize);
  });
});

describe('beside an exporter', () => {
  const start = async (knobs: Partial<Knobs> = {}) => {
    const appsmith = await startAppsmith({ time: 'manual', patience: 0, knobs });
    onTestFinished(() => appsmith.stop());
    return { appsmith, url: appsmith.env.APPSMITH_EXPORTER_CADDY_URL! };
  };

  it('has the families and labels of a real one', async () => {
    const { url } = await start();
    const text = await (await fetch(`${url}/metrics`)).text();
    const shape = (body: string) =>
      new Set(
        [...body.matchAll(/^(caddy_\w+)(\{[^}]*\})?/gm)].map(
          ([, name, labels = '']) => name + labels.replace(/"[^"]*"/g, '""'),
        ),
      );
    const real = shape(recorded('caddy-2.11.prom'));
    expect([...shape(text)].filter((one) => !real.has(one))).toEqual([]);
    const { outcome } = await scrapeProxy({ url });
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
  });

  it('refuses with its process, and counts nothing where it is told so', async () => {
    const { appsmith, url } = await start({ proxyMetricsOff: true });
    const { outcome } = await scrapeProxy({ url });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['caddy-metrics-off']);
    appsmith.model.knobs.proxyDown = true;
    await appsmith.advance(1);
    const down = await scrapeProxy({ url, front_url: appsmith.urls.front });
    expect(down.outcome).toMatchObject({ state: 'down', reason: 'refused' });
    expect(appsmith.model.programs.get('editor').state).toBe('FATAL');
    await expect(fetch(appsmith.urls.front)).rejects.toThrow();
  });

  it('sends whoever asks for localhost to its own domain, if it has one', async () => {
    const { appsmith } = await start({ loopbackRedirects: true });
    const answer = await fetch(`${appsmith.urls.front}/x`, { redirect: 'manual' });
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toBe('https://appsmith.example.com/x');
  });
});
