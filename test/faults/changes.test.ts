// Upstreams that change while the exporter runs: restarted, another version, another role, another password.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backend } from '../../src/components/backend/index.ts';
import { mongodb } from '../../src/components/mongodb/index.ts';
import { redis } from '../../src/components/redis/index.ts';
import { supervisord } from '../../src/components/supervisord/index.ts';
import { startAppsmith } from '../../src/demo/appsmith.ts';
import {
  demoHandlers,
  HANG,
  type MongoWireOptions,
  startMongoWire,
} from '../../src/demo/mongo-wire/index.ts';
import { defaultInfo, startRedisWire } from '../../src/demo/redis-wire/index.ts';
import { until } from '../peers/process.ts';
import { needRedis, startRedis } from '../peers/redis.ts';
import { needSupervisord, startSupervisord } from '../peers/supervisord.ts';
import { behindProxy, clients, cliWith, of, WELL } from './behind-proxy.ts';

describe('MongoDB', () => {
  const start = (options: MongoWireOptions) =>
    of(
      startMongoWire({
        ...options,
        handlers: {
          ...demoHandlers({ version: options.version ?? '7.0.14' }),
          ...options.handlers,
        },
      }),
    );
  const url = (user = '') => {
    return (port: number) => ({ url: `mongodb://${user}127.0.0.1:${port}/appsmith` });
  };

  it('of another version is the other version at the next scrape', async () => {
    const old = await start({ version: '6.0.9' });
    const { proxy, scrape } = await behindProxy(mongodb, old.port, url());
    expect((await scrape()).keys.join()).toContain('version="6.0.9"');
    proxy.redirect((await start({ version: '8.0.4' })).port);
    const after = await scrape();
    expect(after).toMatchObject(WELL);
    expect(after.keys.join()).toContain('version="8.0.4"');
    expect(after.keys.join()).not.toContain('version="6.0.9"');
  });

  it('that steps down is a secondary at the next scrape', async () => {
    const status = (myState: number) => () => ({
      set: 'mr1',
      myState,
      term: 1,
      members: [],
      ok: 1,
    });
    const server = await start({ handlers: { replSetGetStatus: status(1) } });
    const { scrape } = await behindProxy(mongodb, server.port, url());
    const state = async () => {
      const { series, ...rest } = await scrape();
      expect(rest).toMatchObject(WELL);
      return series.get('mongodb_replset_my_state{set="mr1"}');
    };
    expect(await state()).toBe(1);
    const hello = () => ({
      ...{ helloOk: true, isWritablePrimary: false, ismaster: false, secondary: true },
      ...{ setName: 'mr1', hosts: [`127.0.0.1:${server.port}`], me: `127.0.0.1:${server.port}` },
      ...{ minWireVersion: 0, maxWireVersion: 21, localTime: new Date(), ok: 1 },
    });
    server.script({ hello, ismaster: hello, replSetGetStatus: status(2) });
    // A primary that steps down closes its connections.
    server.disconnect();
    expect(await state()).toBe(2);
  });

  it('with another password is unauthorized until it has the first again', async () => {
    const user = 'appsmith';
    const first = await start({ user, password: 'one' });
    const second = await start({ user, password: 'two' });
    const { proxy, scrape } = await behindProxy(mongodb, first.port, url('appsmith:one@'));
    const { keys } = await scrape();
    proxy.redirect(second.port);
    for (let i = 0; i < 3; i++) {
      expect(await scrape()).toMatchObject({ state: 'down', reason: 'unauthorized' });
    }
    await until(async () => second.connections() === 0, 'connections to the second are left');
    proxy.redirect(first.port);
    const after = await scrape();
    expect(after).toMatchObject(WELL);
    expect(after.keys).toEqual(expect.arrayContaining(keys));
    expect(first.connections()).toBe(2);
  });

  it('that hangs at one command has nobody waiting for it after the deadline', async () => {
    const server = await start({});
    const { scrape } = await behindProxy(mongodb, server.port, url());
    const { keys } = await scrape();
    let limit = 0;
    server.script({
      serverStatus: ({ maxTimeMS }) => {
        limit = maxTimeMS;
        return HANG;
      },
    });
    expect(await scrape(300)).toMatchObject({ state: 'up', reason: 'timeout' });
    await until(async () => server.connections() === 0, 'a connection is left', 300);
    // The server was told to give up before we do.
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThan(300);
    server.script(demoHandlers());
    expect((await scrape()).keys).toEqual(expect.arrayContaining(keys));
    expect(server.connections()).toBe(2);
  });
});

describe('Redis', () => {
  const url =
    (login = '') =>
    (port: number) => ({ url: `redis://${login}127.0.0.1:${port}` });

  it('of another version is the other version at the next scrape', async () => {
    const start = (redis_version: string) =>
      of(
        startRedisWire({
          info: (facts) => {
            const sections = defaultInfo(facts);
            return { ...sections, Server: { ...sections.Server, redis_version } };
          },
        }),
      );
    const { proxy, scrape } = await behindProxy(redis, (await start('6.2.14')).port, url());
    expect((await scrape()).keys.join()).toContain('redis_version="6.2.14"');
    proxy.redirect((await start('8.0.1')).port);
    const after = await scrape();
    expect(after).toMatchObject(WELL);
    expect(after.keys.join()).toContain('redis_version="8.0.1"');
    expect(after.keys.join()).not.toContain('redis_version="6.2.14"');
  });

  describe.runIf(needRedis())('a real one', () => {
    it('that becomes a replica, and a master again, says so at once', async () => {
      const [master, server] = [await of(startRedis()), await of(startRedis())];
      const { scrape } = await behindProxy(redis, server.port, url());
      const role = async () => {
        const scraped = await scrape();
        expect(scraped).toMatchObject({ state: 'up' });
        return /redis_instance_info\{.*role="(\w+)"/.exec(scraped.keys.join('\n'))?.[1];
      };
      expect(await role()).toBe('master');
      await server.cli('replicaof', '127.0.0.1', String(master.port));
      expect(await role()).toBe('slave');
      await server.cli('replicaof', 'no', 'one');
      expect(await role()).toBe('master');
    });

    it('with another password is unauthorized, and back when it has the first again', async () => {
      const server = await of(startRedis({ password: 'one' }));
      const { scrape } = await behindProxy(redis, server.port, url(':one@'));
      const { keys } = await scrape();
      await server.cli('config', 'set', 'requirepass', 'two');
      const cli = cliWith(server.port, 'two');
      await cli('client', 'kill', 'type', 'normal');
      for (let i = 0; i < 3; i++) {
        expect(await scrape()).toMatchObject({ state: 'down', reason: 'unauthorized' });
      }
      expect(await clients(cli)).toBe(0);
      await cli('config', 'set', 'requirepass', 'one');
      const after = await scrape();
      expect(after).toMatchObject(WELL);
      expect(after.keys).toEqual(expect.arrayContaining(keys));
      expect(await clients(server.cli)).toBe(1);
    });

    it('that is restarted between two scrapes costs no gap, and keeps one client of ours', async () => {
      const [first, second] = [await of(startRedis()), await of(startRedis())];
      const { proxy, scrape } = await behindProxy(redis, first.port, url());
      await scrape();
      for (const server of [second, first, second]) {
        proxy.redirect(server.port);
        expect(await scrape()).toMatchObject(WELL);
        expect(await clients(server.cli)).toBe(1);
      }
      expect(await clients(first.cli)).toBe(0);
    });

    it('that is frozen keeps no client of ours once it thaws', async () => {
      const server = await of(startRedis());
      const { scrape } = await behindProxy(redis, server.port, url());
      const { keys } = await scrape();
      server.signal('SIGSTOP');
      for (let i = 0; i < 3; i++) {
        expect(await scrape(250)).toMatchObject({ state: 'down', reason: 'timeout' });
      }
      server.signal('SIGCONT');
      await until(async () => (await clients(server.cli)) === 0, 'clients of ours are left', 2000);
      expect((await scrape()).keys).toEqual(expect.arrayContaining(keys));
      expect(await clients(server.cli)).toBe(1);
    });
  });
});

describe('the backend', () => {
  it('whose internal password changes keeps its health and tells that the actuator is shut', async () => {
    const [first, second] = [
      await of(startAppsmith({ time: 'manual' })),
      await of(startAppsmith({ time: 'manual' })),
    ];
    const port = (server: typeof first) => Number(new URL(server.urls.backend).port);
    const password = /^APPSMITH_INTERNAL_PASSWORD='?([\w-]+)/m.exec(
      readFileSync(`${first.stacksDir}/configuration/docker.env`, 'utf8'),
    )![1]!;
    const { proxy, scrape } = await behindProxy(backend, port(first), (at) => ({
      url: `http://127.0.0.1:${at}`,
      public_url: first.urls.front,
      internal_password: password,
    }));
    const { keys } = await scrape();
    expect(keys).toContain('appsmith_up');
    proxy.redirect(port(second));
    const during = await scrape();
    expect(during).toMatchObject({ ...WELL, codes: ['actuator-unauthorized'] });
    expect(during.series.get('appsmith_up')).toBe(1);
    proxy.redirect(port(first));
    const after = await scrape();
    expect(after.keys).toEqual(expect.arrayContaining(keys));
  });
});

describe.runIf(needSupervisord())('supervisord', () => {
  it('with another password is unauthorized until it has the first again', async () => {
    const [first, second] = [
      await of(startSupervisord({ password: 'one' })),
      await of(startSupervisord({ password: 'two' })),
    ];
    const { proxy, scrape } = await behindProxy(supervisord, first.port, (at) => ({
      url: `http://127.0.0.1:${at}`,
      user: first.user,
      password: 'one',
    }));
    const { keys } = await scrape();
    proxy.redirect(second.port);
    expect(await scrape()).toMatchObject({ state: 'down', reason: 'unauthorized' });
    proxy.redirect(first.port);
    const after = await scrape();
    expect(after).toMatchObject(WELL);
    expect(after.keys).toEqual(expect.arrayContaining(keys));
  });
});
