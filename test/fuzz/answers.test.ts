// Spoilt answers of every upstream (HTTP, XML-RPC, RESP, BSON): no crash, no hang, no growing heap, clean output.
// `FUZZ_SECONDS=3600 npx vitest run test/fuzz` for longer; FUZZ_SEED repeats a run.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedAppsmith, startAppsmith } from '../../src/demo/appsmith.ts';
import { render } from '../../src/exposition/index.ts';
import { REASONS } from '../../src/scrape/errors.ts';
import type { ScrapeResult, Target } from '../../src/scrape/target.ts';
import { randomOf } from '../exposition/mutate.ts';
import { targetOfAll } from '../faults/rig.ts';
import { strictViolations } from '../support/strict.ts';
import { type Spoiler, startSpoiler } from './spoiler.ts';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 5);
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
const TIMEOUT_MS = 400;
/** Beyond the deadline, on a machine that does other things as well. */
const MARGIN_MS = 4000;
/** What one run may add to the heap: less than a leak of a few KB a scrape would. */
const HEAP_BYTES = 48 << 20;

/** Ports of the embedded Appsmith by component. */
function portsOf({ urls }: EmbeddedAppsmith, docker: Record<string, string>) {
  const port = (url: string) => Number(new URL(url).port);
  return {
    backend: port(urls.backend),
    rts: port(urls.rts),
    supervisord: port(urls.supervisor),
    redis: port(docker.APPSMITH_REDIS_URL!),
    mongodb: port(docker.APPSMITH_DB_URL!.replace('mongodb:', 'http:')),
  };
}

describe('spoilt answers', () => {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => void failures.push(error);
  let appsmith: EmbeddedAppsmith;
  let target: Target;
  const spoilers: Spoiler[] = [];

  beforeAll(async () => {
    process.on('unhandledRejection', onFailure);
    appsmith = await startAppsmith({ actuator: 'open' });
    const docker = await readDockerEnv(appsmith.stacksDir);
    const through: Record<string, number> = {};
    for (const [name, port] of Object.entries(portsOf(appsmith, docker))) {
      const spoiler = await startSpoiler(port, randomOf(SEED + spoilers.length));
      spoilers.push(spoiler);
      through[name] = spoiler.port;
    }
    const local = (name: string) => `http://127.0.0.1:${through[name]}`;
    const moved = (url: string, name: string) => url.replace(/:\d+(?=\/|$)/, `:${through[name]}`);
    target = targetOfAll({
      backend: {
        url: local('backend'),
        public_url: appsmith.urls.front,
        internal_password: docker.APPSMITH_INTERNAL_PASSWORD!,
      },
      rts: { url: local('rts') },
      supervisord: {
        url: local('supervisord'),
        user: docker.APPSMITH_SUPERVISOR_USER!,
        password: docker.APPSMITH_SUPERVISOR_PASSWORD!,
      },
      redis: { url: moved(docker.APPSMITH_REDIS_URL!, 'redis') },
      mongodb: { url: moved(docker.APPSMITH_DB_URL!, 'mongodb') },
    });
  });

  afterAll(async () => {
    process.off('unhandledRejection', onFailure);
    await target?.close();
    await Promise.all(spoilers.map((spoiler) => spoiler.stop()));
    await appsmith?.stop();
  });

  const look = ({ outcomes, families }: ScrapeResult) => {
    for (const { reason } of outcomes) {
      if (reason !== undefined) expect(REASONS).toContain(reason);
    }
    const text = Buffer.concat([...render(families, 'text')]).toString();
    // A spoilt body may spoil the arithmetic of its buckets, and invent names; nothing else.
    const foreignNames = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
    const found = strictViolations(text, { format: 'text', foreignNames });
    expect(found.filter((violation) => !violation.startsWith('bucket-'))).toEqual([]);
  };

  it('cost their own series at most', { timeout: (SECONDS + 60) * 1000 }, async () => {
    look(await target.scrape({ timeoutMs: 5000 }));
    const connections = spoilers.map((spoiler) => spoiler.connections());
    const before = process.memoryUsage().heapUsed;
    const until = performance.now() + SECONDS * 1000;
    for (let n = 0; performance.now() < until || n < 20; n++) {
      // From a chunk here and there to nearly all of them.
      for (const spoiler of spoilers) spoiler.share = [0.02, 0.2, 0.8][n % 3]!;
      const started = performance.now();
      look(await target.scrape({ timeoutMs: TIMEOUT_MS }));
      expect(performance.now() - started).toBeLessThan(TIMEOUT_MS + MARGIN_MS);
    }
    expect(spoilers.map((spoiler) => spoiler.spoilt > 0)).toEqual(spoilers.map(() => true));
    expect(failures).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(HEAP_BYTES);
    for (const spoiler of spoilers) spoiler.share = 0;
    await expect
      .poll(
        async () => {
          const { outcomes } = await target.scrape({ timeoutMs: 5000 });
          return outcomes.map(({ component, state, reason }) => [component.name, state, reason]);
        },
        { timeout: 15_000 },
      )
      .toEqual(target.members.map(({ component }) => [component.name, 'up', undefined]));
    expect(spoilers.map((spoiler) => spoiler.connections())).toEqual(connections);
  });
});

async function readDockerEnv(stacksDir: string): Promise<Record<string, string>> {
  const text = await readFile(`${stacksDir}/configuration/docker.env`, 'utf8');
  const pairs = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => {
    return [key!, value!.replace(/^'(.*)'$/, '$1')] as const;
  });
  return Object.fromEntries(pairs);
}
