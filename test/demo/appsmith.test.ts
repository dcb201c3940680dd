// The embedded Appsmith as a whole: its ports, its docker.env, and what becomes of both.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backend } from '../../src/components/backend/index.ts';
import { mongodb } from '../../src/components/mongodb/index.ts';
import { redis } from '../../src/components/redis/index.ts';
import { rts } from '../../src/components/rts/index.ts';
import { supervisord } from '../../src/components/supervisord/index.ts';
import { type AppsmithOptions, startAppsmith } from '../../src/demo/appsmith.ts';
import { scrapeText, targetOf } from '../support/component.ts';

async function start(options: AppsmithOptions = {}) {
  const appsmith = await startAppsmith({ time: 'manual', patience: 0, ...options });
  onTestFinished(() => appsmith.stop());
  return appsmith;
}

type Scrape = Awaited<ReturnType<typeof scrapeText>>;
type Started = Awaited<ReturnType<typeof start>>;

/** What bash reads out of docker.env, by name. */
function sourced({ stacksDir }: Started): Map<string, string> {
  const script = `set -euo pipefail; set -a; . "$1"; env -0`;
  const file = join(stacksDir, 'configuration/docker.env');
  const out = execFileSync('bash', ['--norc', '-c', script, 'bash', file], {
    env: {},
    encoding: 'utf8',
  });
  const pairs = out.split('\0').filter(Boolean);
  return new Map(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function targets(appsmith: Started) {
  const env = sourced(appsmith);
  const { urls } = appsmith;
  const all = {
    backend: targetOf(backend, {
      url: urls.backend,
      public_url: urls.front,
      password: env.get('APPSMITH_INTERNAL_PASSWORD') ?? '',
    }),
    mongodb: targetOf(mongodb, { url: env.get('APPSMITH_DB_URL')! }, 'docker.env'),
    redis: targetOf(redis, { url: env.get('APPSMITH_REDIS_URL')! }, 'docker.env'),
    rts: targetOf(rts, { url: urls.rts }),
    supervisord: targetOf(supervisord, {
      url: urls.supervisor,
      password: env.get('APPSMITH_SUPERVISOR_PASSWORD')!,
    }),
  };
  onTestFinished(async () => {
    await Promise.all(Object.values(all).map((target) => target.close()));
  });
  return all;
}

describe('docker.env', () => {
  it('is a file that bash sources, with the stores, secrets and odd values of a first start', async () => {
    const appsmith = await start();
    const env = sourced(appsmith);
    expect(env.get('APPSMITH_DB_URL')).toMatch(
      /^mongodb:\/\/appsmith:[\w-]+@localhost:\d+\/appsmith$/,
    );
    expect(env.get('APPSMITH_REDIS_URL')).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    expect(env.get('APPSMITH_SUPERVISOR_USER')).toBe('appsmith');
    expect(env.get('APPSMITH_SUPERVISOR_PASSWORD')).not.toBe('');
    expect(env.get('APPSMITH_ALLOWED_FRAME_ANCESTORS')).toBe("'self' *");
    expect(env.get('APPSMITH_MAIL_HOST')).toBe('');
    expect(env.get('APPSMITH_INTERNAL_PASSWORD')).toMatch(/^[\w-]{16}$/);
    const mode = statSync(join(appsmith.stacksDir, 'configuration/docker.env')).mode;
    expect(mode & 0o077).toBe(0);
  });

  it.each(['closed', 'no-password'] as const)(
    'has no internal password when %s',
    async (actuator) => {
      expect(sourced(await start({ actuator })).has('APPSMITH_INTERNAL_PASSWORD')).toBe(false);
    },
  );
});

describe('the exporter beside it', () => {
  it('reads the stores with the addresses and passwords of docker.env', async () => {
    const appsmith = await start();
    const { mongodb, redis } = targets(appsmith);
    const [mongo, cache] = await Promise.all([scrapeText(mongodb), scrapeText(redis)]);
    expect(mongo.result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    expect(mongo.series.get('mongodb_up')).toBe(1);
    expect(mongo.series.get('mongodb_op_counters_total{type="query"}')).toBe(
      appsmith.model.mongo.ops.query,
    );
    expect(cache.result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    await appsmith.advance(60);
    const later = await scrapeText(mongodb);
    const queries = 'mongodb_op_counters_total{type="query"}';
    expect(later.series.get(queries)).toBeGreaterThan(mongo.series.get(queries)!);
  });

  it('reads the backend, RTS and supervisord', async () => {
    const { backend, rts, supervisord } = targets(await start());
    const scrapes = [backend, rts, supervisord].map((target) => scrapeText(target));
    const [app, side, programs] = (await Promise.all(scrapes)) as [Scrape, Scrape, Scrape];
    expect(app.series.get('appsmith_up')).toBe(1);
    expect(side.series.get('appsmith_rts_up')).toBe(1);
    expect(programs.result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    expect(programs.series.get('appsmith_process_up{process="mongodb"}')).toBe(1);
  });

  it('sees stores and RTS go, at their own ports, and come back', async () => {
    const appsmith = await start();
    const all = targets(appsmith);
    const states = async () => {
      const scrapes = await Promise.all(Object.values(all).map((target) => scrapeText(target)));
      return scrapes.map(({ result }) => result.outcomes[0]!.state);
    };
    expect(await states()).toEqual(['up', 'up', 'up', 'up', 'up']);
    Object.assign(appsmith.model.knobs, { mongoDown: true, redisDown: true, rtsDown: true });
    await appsmith.advance(1);
    expect((await states()).slice(1)).toEqual(['down', 'down', 'down', 'up']);
    Object.assign(appsmith.model.knobs, { mongoDown: false, redisDown: false, rtsDown: false });
    await appsmith.advance(1);
    expect(await states()).toEqual(['up', 'up', 'up', 'up', 'up']);
  });
});

describe('life', () => {
  it('starts within two seconds with half an hour behind it', async () => {
    const begun = performance.now();
    const { model } = await start();
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(model.mongo.uptime).toBe(1800);
    expect(Math.abs(model.clock.now - Date.now())).toBeLessThan(5000);
  });

  it('follows real time by itself', async () => {
    const appsmith = await startAppsmith({ warmUpSeconds: 10 });
    onTestFinished(() => appsmith.stop());
    await expect.poll(() => appsmith.model.mongo.uptime, { timeout: 5000 }).toBeGreaterThan(10);
  });

  it('has the folders of a stacks volume and removes them at its end', async () => {
    const appsmith = await startAppsmith({ time: 'manual', warmUpSeconds: 0 });
    expect(readdirSync(appsmith.stacksDir)).toEqual(
      expect.arrayContaining(['configuration', 'data', 'git-storage', 'logs', 'ssl']),
    );
    await appsmith.stop();
    expect(existsSync(appsmith.stacksDir)).toBe(false);
    await expect(fetch(appsmith.urls.backend)).rejects.toThrow();
  });
});
