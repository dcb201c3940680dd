// Redis against real servers: what is exposed, passwords, rights, TLS, restarts, and the number of connections.
import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { redis } from '../../../src/components/redis/index.ts';
import { needRedis, type RedisOptions, startRedis } from '../../peers/redis.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

async function real(options?: RedisOptions) {
  const server = await startRedis(options);
  onTestFinished(server.stop);
  return server;
}

function target(values: Record<string, string>, kind?: 'env' | 'docker.env') {
  const made = targetOf(redis, values, kind);
  onTestFinished(() => made.close());
  return made;
}

const MAIN = '{store="main"}';

describe.runIf(needRedis())('redis, real', () => {
  it('tells everything about a server', async () => {
    const server = await real({ config: ['maxmemory 10mb', 'maxmemory-policy allkeys-lru'] });
    await server.cli('set', 'a', '1', 'EX', '1000');
    const { result, series, text } = await scrapeText(target({ url: server.url }));
    if (process.env.DUMP) writeFileSync(process.env.DUMP, text);
    expect(result.outcomes[0]).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get(`redis_up${MAIN}`)).toBe(1);
    expect(series.get(`redis_memory_max_bytes${MAIN}`)).toBe(10 * 1024 * 1024);
    expect(series.get('redis_db_keys{store="main",db="db0"}')).toBe(1);
  });
});
