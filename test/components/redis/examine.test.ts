// What doctor learns from Redis beside a scrape: its clock, where the user may ask for it.
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineMembers } from '../../../src/doctor/examine.ts';
import { needRedis, startRedis } from '../../peers/redis.ts';
import { redisTarget, wire } from './support.ts';

async function clockOf(url: string) {
  const target = redisTarget({ url });
  await target.scrape({ timeoutMs: 5000 });
  const { signal } = new AbortController();
  return [...(await examineMembers(target.members, 2000, signal)).clocks];
}

describe('a stand-in', () => {
  const answering = (now: number) => () => [String(Math.floor(now / 1000)), '250000'];

  it('whose clock is ours', async () => {
    const { url } = await wire({ handlers: { TIME: () => answering(Date.now())() } });
    const [[name, ms] = []] = await clockOf(url);
    expect(name).toBe('redis');
    expect(Math.abs(ms ?? Number.NaN)).toBeLessThan(1000);
  });

  it('whose clock is an hour behind', async () => {
    const { url } = await wire({ handlers: { TIME: answering(Date.now() - 3_600_000) } });
    const [[, ms] = []] = await clockOf(url);
    expect(ms).toBeGreaterThan(-3_602_000);
    expect(ms).toBeLessThan(-3_598_000);
  });

  it('that does not know TIME, or answers with something else', async () => {
    expect(await clockOf((await wire()).url)).toEqual([]);
    const { url } = await wire({ handlers: { TIME: () => 'noon' } });
    expect(await clockOf(url)).toEqual([]);
  });
});

describe.runIf(needRedis())('a real Redis', () => {
  it('has our clock', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    expect(await clockOf(server.url)).toEqual([['redis', 0]]);
  });

  it('may not be asked by every user', async () => {
    const users = ['exporter on >secret -@all +ping +info +client|setname'];
    const server = await startRedis({ users });
    onTestFinished(() => server.stop());
    const url = server.url.replace('redis://', 'redis://exporter:secret@');
    expect(await clockOf(url)).toEqual([]);
  });
});
