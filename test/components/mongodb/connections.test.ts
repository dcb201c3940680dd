// The connections to MongoDB: how many, how long, and how they come back after an outage.
import { describe, expect, it } from 'vitest';
import { demoHandlers, startMongoWire } from '../../../src/demo/mongo-wire/index.ts';
import { scraper, until, urlOf, wire } from './support.ts';

const USER = 'appsmith:secret@';
const CREDENTIALS = { user: 'appsmith', password: 'secret' };

describe('connections', () => {
  it('none is opened before the first scrape', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.accepted()).toBe(0);
    await scrape();
    expect(server.connections()).toBe(2);
  });

  it('twenty scrapes use the same two: one pooled, one of the driver’s monitor', async () => {
    const server = await wire(CREDENTIALS);
    const scrape = scraper(urlOf(server, '/appsmith?maxPoolSize=100&minPoolSize=10', USER));
    for (let i = 0; i < 20; i++) {
      expect((await scrape()).outcome.reason).toBeUndefined();
    }
    expect(server.accepted()).toBe(2);
    expect(server.connections()).toBe(2);
  });

  it('are closed on stop', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await scrape();
    await scrape.close();
    await until(() => server.connections() === 0);
    expect(server.log).toContain('endSessions');
  });

  it('a stop while the server hangs does not wait for it', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await scrape();
    server.pause();
    const started = performance.now();
    await scrape.close();
    expect(performance.now() - started).toBeLessThan(2000);
    await until(() => server.connections() === 0);
  });

  it('a restart between two scrapes costs no gap', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await scrape();
    server.disconnect();
    await until(() => server.connections() === 0);
    const { outcome } = await scrape();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(server.accepted()).toBeLessThanOrEqual(4);
  });

  it('come back by themselves after an outage, and none leaks', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await scrape();
    await server.stop();
    for (let i = 0; i < 3; i++) {
      expect((await scrape()).outcome).toMatchObject({ state: 'down', reason: 'refused' });
    }
    const again = await startMongoWire({ port: server.port, handlers: demoHandlers() });
    try {
      for (let i = 0; i < 5; i++) {
        expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
      }
      expect(again.accepted()).toBe(2);
    } finally {
      await again.stop();
    }
  });

  it('come back after the server had frozen', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    await scrape();
    server.pause();
    for (let i = 0; i < 3; i++) {
      expect((await scrape(150)).outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    }
    await until(() => server.connections() === 0);
    server.resume();
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(server.connections()).toBe(2);
  });

  it('no good-bye is said to a server that froze: it would take one more connection', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    const only = new Set(['mongodb']);
    // Two at once leave two sessions behind, so one is left over when the next scrape hangs.
    await Promise.all([scrape(), scrape.target.scrape({ timeoutMs: 5000, only })]);
    const accepted = server.accepted();
    server.pause();
    expect((await scrape(150)).outcome.reason).toBe('timeout');
    await until(() => server.connections() === 0);
    expect(server.accepted()).toBe(accepted);
  });

  it('a password that was wrong is tried anew with every scrape, without leaking', async () => {
    const server = await wire(CREDENTIALS);
    const scrape = scraper(urlOf(server, '/appsmith', 'appsmith:wrong@'));
    for (let i = 0; i < 3; i++) expect((await scrape()).outcome.reason).toBe('unauthorized');
    await until(() => server.connections() === 0);
  });

  it('overlapping scrapes of different kinds share the client', async () => {
    const server = await wire();
    const scrape = scraper(urlOf(server));
    server.pause();
    const first = scrape.target.scrape({ timeoutMs: 5000 });
    await until(() => server.connections() === 1);
    const second = scrape.target.scrape({ timeoutMs: 5000, only: new Set(['mongodb']) });
    await new Promise((resolve) => setImmediate(resolve));
    server.resume();
    const both = await Promise.all([first, second]);
    expect(both.map((result) => result.outcomes[0]?.reason)).toEqual([undefined, undefined]);
    expect(server.accepted()).toBe(2);
  });
});

describe('replica sets', () => {
  it('a single seed is asked directly, whatever the set calls its members', async () => {
    const server = await wire({ members: ['7d1f2c3b4a59:27017'] });
    const { outcome } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('with replicaSet in the URL and members nobody can reach, the seed is asked directly', async () => {
    const server = await wire({ members: ['member.invalid:27017'], me: 'member.invalid:27017' });
    const scrape = scraper(urlOf(server, '/appsmith?replicaSet=mr1'));
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    const accepted = server.accepted();
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(server.accepted()).toBe(accepted);
  });

  it('members that answer but cannot be read yet: no_primary', async () => {
    const starting = () => ({
      ismaster: false,
      secondary: false,
      setName: 'mr1',
      maxWireVersion: 21,
      minWireVersion: 0,
      ok: 1,
    });
    const handlers = { ismaster: starting, hello: starting };
    const [one, two] = [await wire({ handlers }), await wire({ handlers })];
    const hosts = `127.0.0.1:${one.port},127.0.0.1:${two.port}`;
    const { outcome } = await scraper(`mongodb://${hosts}/appsmith?replicaSet=mr1`)(400);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'no_primary' });
  });

  it('with several seeds, one of them down, another one answers and stays the one', async () => {
    const gone = await wire();
    await gone.stop();
    const server = await wire({ secondary: true });
    const hosts = `127.0.0.1:${gone.port},127.0.0.1:${server.port}`;
    const scrape = scraper(`mongodb://${hosts}/appsmith?replicaSet=mr1`);
    for (let i = 0; i < 3; i++) {
      expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    }
    expect(server.accepted()).toBe(2);
  });
});
