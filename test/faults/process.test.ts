// The exporter's own process in trouble: nowhere to write its log, no descriptors left; and what it holds open over time.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { need } from '../peers/need.ts';
import { freePort, until } from '../peers/process.ts';
import type { Fault } from '../peers/proxy.ts';
import {
  buildExporter,
  type Running,
  reasonFor,
  type StartOptions,
  sampleOf,
  startExporter,
} from './exporter.ts';
import { PARTS, standIns, type Upstreams } from './upstreams.ts';

/** Restores whatever a failed test has left broken. */
afterEach(async () => {
  for (const proxy of Object.values(upstreams.proxies)) await proxy.heal();
});

const COMPONENTS = ['backend', 'rts', 'mongodb', 'redis', 'supervisord'] as const;

let built: Awaited<ReturnType<typeof buildExporter>>;
let upstreams: Upstreams;
beforeAll(async () => {
  [built, upstreams] = await Promise.all([buildExporter(), standIns()]);
});
afterAll(async () => {
  built?.remove();
  await upstreams?.stop();
});

async function exporter(options: Partial<StartOptions> = {}): Promise<Running> {
  const running = await startExporter({ bin: built.bin, env: upstreams.env, ...options });
  onTestFinished(() => running.stop());
  // The first look that it takes by itself is over with this.
  for (let i = 0; i < 2; i++) await running.get('/metrics');
  return running;
}

function allUp(text: string): void {
  for (const name of COMPONENTS) {
    expect([name, sampleOf(text, `appsmith_component_up{component="${name}"}`)]).toEqual([name, 1]);
  }
}

/** Makes it write lines of log: a component goes and comes back. */
async function goAndComeBack(running: Running): Promise<void> {
  await upstreams.proxies.rts.fault({ kind: 'refuse' });
  expect(reasonFor(await running.get('/metrics'), 'rts')).toBe('refused');
  await upstreams.proxies.rts.heal();
  allUp(await running.get('/metrics'));
}

describe('a log that cannot be written', () => {
  it('to a full disk does not keep it from answering', async () => {
    const stderr = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(stderr));
    const running = await exporter({ stderr, port: await freePort() });
    for (let i = 0; i < 3; i++) await goAndComeBack(running);
    expect(running.ended()).toBeUndefined();
  });

  it.runIf(need('prlimit', 'apt-get install util-linux'))(
    'goes on when there is room again',
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'full-log-'));
      onTestFinished(() => rmSync(dir, { recursive: true }));
      const file = join(dir, 'log');
      const stderr = openSync(file, 'a');
      onTestFinished(() => closeSync(stderr));
      const wrapper = ['prlimit', '--fsize=1024'];
      const running = await exporter({ stderr, port: await freePort(), wrapper });
      for (let i = 0; i < 2; i++) await goAndComeBack(running);
      expect(readFileSync(file).length).toBeLessThanOrEqual(1024);
      truncateSync(file);
      await upstreams.proxies.redis.fault({ kind: 'refuse' });
      await running.get('/metrics');
      expect(readFileSync(file, 'utf8')).toMatch(/is down.*component=redis/);
    },
  );
});

describe.runIf(need('prlimit', 'apt-get install util-linux'))('out of descriptors', () => {
  /** Idle clients that take every descriptor the exporter has left. */
  async function crowd({ url }: Running, size: number): Promise<Socket[]> {
    const { port, hostname } = new URL(url);
    const sockets = Array.from({ length: size }, () => connect(Number(port), hostname));
    for (const socket of sockets) socket.on('error', () => {});
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return sockets;
  }

  it('it answers what it can, says why, and recovers when there are some again', async () => {
    const spare = (await exporter()).descriptors();
    const limit = spare + 25;
    const running = await exporter({ wrapper: ['prlimit', `--nofile=${limit}:${limit}`] });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    allUp(await scrapeOver(agent, running.url));
    const sockets = await crowd(running, 60);
    expect(running.descriptors()).toBeGreaterThan(limit - 3);
    // What is connected already goes on.
    allUp(await scrapeOver(agent, running.url));
    for (const part of ['rts', 'mongodb', 'redis'] as const) {
      await upstreams.proxies[part].fault({ kind: 'reset' });
      await upstreams.proxies[part].heal();
    }
    const more = await crowd(running, 20);
    const text = await scrapeOver(agent, running.url);
    expect(sampleOf(text, 'appsmith_up')).toBe(1);
    const failed = COMPONENTS.filter((name) => reasonFor(text, name) !== undefined);
    expect(failed.length).toBeGreaterThan(0);
    console.log(
      failed.map((name) => [name, reasonFor(text, name)]),
      running.log(),
    );
    for (const name of failed) expect(reasonFor(text, name)).toBe('no_descriptors');
    expect(running.log()).toMatch(/is down.*EMFILE/);
    for (const socket of [...sockets, ...more]) socket.destroy();
    await until(async () => running.descriptors() < limit - 10, 'descriptors are not given back');
    allUp(await scrapeOver(agent, running.url));
    expect(running.ended()).toBeUndefined();
  });
});

function scrapeOver(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(15_000);
    get(`${url}/metrics`, { agent, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

describe('over many faults', () => {
  const FAULTS: readonly Fault[] = [
    { kind: 'refuse' },
    { kind: 'reset' },
    { kind: 'half-open' },
    { kind: 'mute' },
    { kind: 'trickle', everyMs: 50 },
    { kind: 'cut', afterBytes: 30 },
    { kind: 'corrupt', fromByte: 0 },
  ];

  it('the number of descriptors stays what it was', async () => {
    const running = await exporter();
    const settled = async () => {
      for (let i = 0; i < 2; i++) allUp(await running.get('/metrics'));
      // The connection on which we asked may still be closing.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return running.descriptors();
    };
    const before = await settled();
    for (let round = 0; round < 2; round++) {
      for (const fault of FAULTS) {
        await Promise.all(PARTS.map((part) => upstreams.proxies[part].fault(fault)));
        const text = await running.get('/metrics', 0.6);
        for (const name of COMPONENTS) expect(reasonFor(text, name)).toBeDefined();
        await Promise.all(PARTS.map((part) => upstreams.proxies[part].heal()));
        allUp(await running.get('/metrics'));
      }
    }
    await expect.poll(settled, { timeout: 3000 }).toBe(before);
  });
});
