// supervisord: the real one with programs in every state, and the answers that only a stand-in gives.
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { supervisord } from '../../../src/components/supervisord/index.ts';
import type { Target } from '../../../src/scrape/target.ts';
import { freePort, until } from '../../peers/process.ts';
import { needSupervisord, startSupervisord } from '../../peers/supervisord.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

const PASSWORD = 'correct horse & <battery>';
const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/supervisord/${name}.xml`, import.meta.url), 'utf8');

function target(url: string, password = PASSWORD): Target {
  const made = targetOf(supervisord, { url, password });
  onTestFinished(() => made.close());
  return made;
}

async function scrape(url: string, timeoutMs?: number) {
  const { result, series, text } = await scrapeText(target(url), timeoutMs);
  return { outcome: result.outcomes[0]!, series, text };
}

describe.runIf(needSupervisord())('supervisord, the real one', () => {
  it('tells the state of every program', async () => {
    const { url, stop } = await startSupervisord({
      programs: {
        backend: 'RUNNING',
        rts: 'STARTING',
        mongodb: 'FATAL',
        redis: 'BACKOFF',
        cron: 'EXITED',
        mcp: 'STOPPED',
        stdout: 'RUNNING',
      },
      password: PASSWORD,
    });
    onTestFinished(stop);
    const { outcome, series } = await scrape(url);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    const state = (process: string) =>
      [...series].filter(
        ([name, value]) => name.startsWith(`appsmith_process_state{process="${process}"`) && value,
      );
    expect(state('backend')).toEqual([
      ['appsmith_process_state{process="backend",state="RUNNING"}', 1],
    ]);
    expect(state('rts')[0]?.[0]).toContain('STARTING');
    expect(state('mongodb')[0]?.[0]).toContain('FATAL');
    expect(state('redis')[0]?.[0]).toMatch(/BACKOFF|STARTING/);
    expect(state('stdout')).toEqual([]);
    const up = (process: string) => series.get(`appsmith_process_up{process="${process}"}`);
    expect([up('backend'), up('rts'), up('mongodb'), up('mcp')]).toEqual([1, 0, 0, 0]);
    const exit = (process: string) =>
      series.get(`appsmith_process_exit_status{process="${process}"}`);
    expect([exit('cron'), exit('mongodb'), exit('redis'), exit('backend'), exit('mcp')]).toEqual([
      3,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const started = (process: string) =>
      series.get(`appsmith_process_start_time_seconds{process="${process}"}`);
    expect(Math.abs(Date.now() / 1000 - started('backend')!)).toBeLessThan(60);
    expect(started('mcp')).toBeUndefined();
    expect(series.get('appsmith_supervisord_state{state="RUNNING"}')).toBe(1);
    expect(
      [...series.keys()].some((name) => name.startsWith('appsmith_supervisord_info{version="')),
    ).toBe(true);
  });

  it('counts a program that died and was started anew, and shows how a stopped one ended', async () => {
    const { url, stop, call } = await startSupervisord({
      programs: { backend: 'RUNNING', rts: 'RUNNING' },
      password: PASSWORD,
    });
    onTestFinished(stop);
    const watched = target(url);
    const value = async (name: string) => (await scrapeText(watched)).series.get(name);
    const restarts = 'appsmith_process_restarts_total{process="backend"}';
    expect(await value(restarts)).toBe(0);
    process.kill(await pidOf(call), 'SIGKILL');
    await until(async () => (await value(restarts)) === 1, 'the restart was not seen');
    const reason = (process: string, why: string) =>
      value(`appsmith_process_last_restart_info{process="${process}",reason="${why}"}`);
    expect(await reason('backend', 'killed')).toBe(1);
    await call('supervisor.stopProcess', 'rts');
    expect(await value('appsmith_process_exit_status{process="rts"}')).toBe(-1);
    expect(await value('appsmith_process_restarts_total{process="rts"}')).toBe(0);
    expect(await reason('rts', 'stopped')).toBeUndefined();
    await call('supervisor.startProcess', 'rts');
    expect(await reason('rts', 'stopped')).toBe(1);
  });

  it('keeps one connection from scrape to scrape', async () => {
    const peer = await startSupervisord({ programs: { backend: 'RUNNING' }, password: PASSWORD });
    onTestFinished(peer.stop);
    const { url, count } = await countingProxy(peer.port);
    const watched = target(url);
    for (let i = 0; i < 5; i++) {
      expect((await watched.scrape({ timeoutMs: 5000 })).outcomes[0]?.state).toBe('up');
    }
    expect(count()).toBe(1);
  });

  it('says unauthorized for a wrong password, and nothing of the password', async () => {
    const { url, stop } = await startSupervisord({ programs: { backend: 'RUNNING' } });
    onTestFinished(stop);
    const { outcome, series, text } = await scrape(url);
    expect(outcome).toMatchObject({ state: 'down', reason: 'unauthorized', success: true });
    expect(JSON.stringify(outcome) + text).not.toContain('horse');
    expect(series.get('appsmith_component_up{component="supervisord"}')).toBe(0);
  });

  it('times out on a frozen one and is back by itself when that goes on', async () => {
    const peer = await startSupervisord({ programs: { backend: 'RUNNING' }, password: PASSWORD });
    onTestFinished(peer.stop);
    const watched = target(peer.url);
    const state = async (timeoutMs: number) => (await watched.scrape({ timeoutMs })).outcomes[0]!;
    expect(await state(5000)).toMatchObject({ state: 'up' });
    peer.signal('SIGSTOP');
    expect(await state(150)).toMatchObject({ state: 'down', reason: 'timeout' });
    peer.signal('SIGCONT');
    expect(await state(5000)).toMatchObject({ state: 'up', reason: undefined });
  });
});

describe('supervisord, stand-ins', () => {
  it('reads a recorded answer', async () => {
    const { outcome, series } = await scrape(
      await upstream(answer(200, 'text/xml', fixture('multicall'))),
    );
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('appsmith_process_up{process="backend"}')).toBe(1);
    expect(series.get('appsmith_supervisord_info{version="4.2.5"}')).toBe(1);
  });

  it.each([
    [200, 'text/xml', fixture('fault-unknown-method'), 'unsupported'],
    [200, 'text/xml', fixture('fault-badname'), 'protocol'],
    [200, 'text/xml', fixture('multicall').slice(0, 3000), 'truncated'],
    [200, 'text/xml', fixture('getState'), 'protocol'],
    [200, 'text/xml', 'x'.repeat(2 << 20), 'too_large'],
    [200, 'text/xml', '', 'protocol'],
    [200, 'text/html', '<!doctype html>', 'protocol'],
    [401, 'text/html', '<h1>Unauthorized</h1>', 'unauthorized'],
    [403, 'text/html', '', 'forbidden'],
    [404, 'text/html', '', 'not_found'],
    [500, 'text/html', '', 'http_status'],
  ])('refuses answer %#: HTTP %i %s', async (status, type, body, reason) => {
    const { outcome } = await scrape(await upstream(answer(status, type, body)));
    expect(outcome).toMatchObject({ state: 'down', success: true, reason });
  });

  it('tells its state alone while it shuts down, without a word on what is embedded', async () => {
    const fault =
      '<value><struct><member><name>faultCode</name><value><int>6</int></value></member></struct></value>';
    const state =
      '<value><struct><member><name>statename</name><value><string>SHUTDOWN</string></value></member></struct></value>';
    const body = `<methodResponse><params><param><value><array><data>${state}<value>4.2.5</value>${fault}</data></array></value></param></params></methodResponse>`;
    const { outcome, series } = await scrape(await upstream(answer(200, 'text/xml', body)));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('appsmith_supervisord_state{state="SHUTDOWN"}')).toBe(1);
    expect([...series.keys()].some((name) => name.startsWith('appsmith_process'))).toBe(false);
  });

  it('is down when the port refuses', async () => {
    const { outcome } = await scrape(await refusedUrl());
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
  });

  it('is absent without a password and says what to set', async () => {
    const absent = targetOf(supervisord);
    const { outcomes } = await absent.scrape({ timeoutMs: 100 });
    expect(outcomes[0]).toMatchObject({ state: 'absent', detail: 'its password is not known' });
  });
});

async function pidOf(call: (method: string, ...args: string[]) => Promise<string>) {
  const info = await call('supervisor.getProcessInfo', 'backend');
  return Number(/<name>pid<\/name>\s*<value><int>(\d+)/.exec(info)?.[1]);
}

/** Forwards to a port and counts connections. */
async function countingProxy(port: number): Promise<{ url: string; count: () => number }> {
  let count = 0;
  const own = await freePort();
  const server = createServer((socket) => {
    count++;
    const onward = connect(port, '127.0.0.1');
    for (const end of [socket, onward]) end.on('error', () => {});
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${own}`, count: () => count };
}
