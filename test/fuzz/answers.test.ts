// Spoilt answers of every upstream (HTTP, XML-RPC, RESP, BSON, PostgreSQL, gRPC): no crash, no hang, no growing heap, clean output.
// `FUZZ_SECONDS=3600 npx vitest run test/fuzz` for longer; FUZZ_SEED repeats a run.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeTarget } from '../../src/commands/compose.ts';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { type EmbeddedAppsmith, startAppsmith } from '../../src/demo/appsmith.ts';
import { render } from '../../src/exposition/index.ts';
import { REASONS } from '../../src/scrape/errors.ts';
import type { ScrapeResult, Target } from '../../src/scrape/target.ts';
import { randomOf } from '../exposition/mutate.ts';
import { strictViolations } from '../support/strict.ts';
import { type Spoiler, startSpoiler } from './spoiler.ts';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 5);
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
const TIMEOUT_MS = 400;
/** Beyond the deadline, on a machine that does other things as well. */
const MARGIN_MS = 4000;
/** What one run may add to the heap: less than a leak of a few KB a scrape would. */
const HEAP_BYTES = 48 << 20;

/** What otherwise keeps its answer for minutes is asked in each scrape. */
const EVERY_TIME = ['--cloud-services.interval=0s'];

/** The servers of the embedded Appsmith, found as `serve` finds them, each behind a proxy that spoils its answers. */
async function behindSpoilers(appsmith: EmbeddedAppsmith) {
  const docker = await readDockerEnv(appsmith.stacksDir);
  const spoilers = new Map<string, Spoiler>();
  const through = async (url: string): Promise<string> => {
    const port = /(?:127\.0\.0\.1|localhost):(\d+)/.exec(url)?.[1];
    if (port === undefined) return url;
    const seed = randomOf(SEED + spoilers.size);
    const spoiler = spoilers.get(port) ?? (await startSpoiler(Number(port), seed));
    spoilers.set(port, spoiler);
    return url.replace(`:${port}`, `:${spoiler.port}`);
  };
  const env: Record<string, string> = {};
  const direct = {
    ...appsmith.env,
    APPSMITH_EXPORTER_MONGODB_URL: docker.APPSMITH_DB_URL!,
    APPSMITH_EXPORTER_REDIS_URL: docker.APPSMITH_REDIS_URL!,
    APPSMITH_EXPORTER_REDIS_GIT_URL: docker.APPSMITH_REDIS_URL!,
  };
  for (const [name, value] of Object.entries(direct)) env[name] = await through(value);
  const { targets } = await loadConfig({ argv: EVERY_TIME, components, env });
  return { target: composeTarget(targets[0]!, components), spoilers: [...spoilers.values()] };
}

const statesOf = ({ outcomes }: ScrapeResult) =>
  outcomes.map(({ component, state, reason }) => [component.name, state, reason] as const);

describe('spoilt answers', () => {
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => void failures.push(error);
  let appsmith: EmbeddedAppsmith;
  let target: Target;
  let spoilers: readonly Spoiler[] = [];

  beforeAll(async () => {
    process.on('unhandledRejection', onFailure);
    appsmith = await startAppsmith({ actuator: 'open' });
    ({ target, spoilers } = await behindSpoilers(appsmith));
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
    for (const spoiler of spoilers) spoiler.share = 0;
    const first = await target.scrape({ timeoutMs: 5000 });
    look(first);
    const healthy = statesOf(first);
    expect(healthy).toEqual(components.map(({ name }) => [name, 'up', undefined]));
    const connections = spoilers.map((spoiler) => spoiler.connections());
    const before = process.memoryUsage().heapUsed;
    const until = performance.now() + SECONDS * 1000;
    // Some are asked seldom, or late: everyone must have had its share.
    const untouched = () => spoilers.some((spoiler) => spoiler.spoilt === 0);
    for (let n = 0; performance.now() < until || n < 20 || untouched(); n++) {
      // From a chunk here and there to nearly all of them.
      for (const spoiler of spoilers) spoiler.share = [0.02, 0.2, 0.8][n % 3]!;
      const started = performance.now();
      look(await target.scrape({ timeoutMs: TIMEOUT_MS }));
      expect(performance.now() - started).toBeLessThan(TIMEOUT_MS + MARGIN_MS);
    }
    expect(failures).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(HEAP_BYTES);
    for (const spoiler of spoilers) spoiler.share = 0;
    await expect
      .poll(async () => statesOf(await target.scrape({ timeoutMs: 5000 })), { timeout: 15_000 })
      .toEqual(healthy);
    const open = () => spoilers.map((spoiler) => spoiler.connections());
    await expect.poll(open).toEqual(connections);
  });
});

async function readDockerEnv(stacksDir: string): Promise<Record<string, string>> {
  const text = await readFile(`${stacksDir}/configuration/docker.env`, 'utf8');
  const pairs = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => {
    return [key!, value!.replace(/^'(.*)'$/, '$1')] as const;
  });
  return Object.fromEntries(pairs);
}
