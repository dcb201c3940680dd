// RTS: the healthy answer, both failure bodies, and everything that is not RTS.
import { describe, expect, it, onTestFinished } from 'vitest';
import { rts } from '../../../src/components/rts/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

async function scrapeRts(url: string, timeoutMs?: number) {
  const target = targetOf(rts, { url });
  onTestFinished(() => target.close());
  const { result, series } = await scrapeText(target, timeoutMs);
  return { outcome: result.outcomes[0]!, series };
}

describe('rts', () => {
  it('is up when the health check says success', async () => {
    const url = await upstream((request, response) => {
      const found = request.url === '/rts-api/v1/health-check';
      answer(found ? 200 : 404, 'application/json', '{"success":true}')(request, response);
    });
    const { outcome, series } = await scrapeRts(url);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('appsmith_rts_up')).toBe(1);
    expect(series.get('appsmith_component_up{component="rts"}')).toBe(1);
    expect(series.get('appsmith_rts_health_check_duration_seconds')).toBeGreaterThan(0);
  });

  it.each([
    [500, '{"success":false,"message":"Something went wrong"}'],
    [200, '{"success":false}'],
  ])('answered but is not healthy: HTTP %i %s', async (status, body) => {
    const { outcome, series } = await scrapeRts(
      await upstream(answer(status, 'application/json', body)),
    );
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'unhealthy' });
    expect(series.get('appsmith_rts_up')).toBe(0);
  });

  it.each([
    [200, 'text/html', '<!doctype html><div id="root"></div>'],
    [502, 'text/plain', ''],
    [200, 'application/json', '[1]'],
    [200, 'application/json', 'null'],
  ])('is not RTS: HTTP %i %s %s', async (status, type, body) => {
    const { outcome, series } = await scrapeRts(await upstream(answer(status, type, body)));
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
    expect(series.get('appsmith_rts_up')).toBe(0);
  });

  it('is down when the port refuses', async () => {
    const { outcome, series } = await scrapeRts(await refusedUrl());
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('appsmith_rts_up')).toBe(0);
  });

  it('is cut off at the deadline when it hangs, and its request really ends', async () => {
    let gone = () => {};
    const closed = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const url = await upstream((request) => request.socket.once('close', gone));
    const { outcome, series } = await scrapeRts(url, 100);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(series.get('appsmith_rts_up')).toBe(0);
    await closed;
  });

  it('keeps its connection from one scrape to the next', async () => {
    let connections = 0;
    const url = await upstream((request, response) => {
      if (!(request.socket as { seen?: boolean }).seen) connections++;
      Object.assign(request.socket, { seen: true });
      answer(200, 'application/json', '{"success":true}')(request, response);
    });
    const target = targetOf(rts, { url });
    onTestFinished(() => target.close());
    for (let i = 0; i < 5; i++) await target.scrape({ timeoutMs: 5000 });
    expect(connections).toBe(1);
  });
});
