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
  const old = () => '# Server\r\nredis_version:6.0.9\r\n';
  const time = (now: number) => () => [String(Math.floor(now / 1000)), '250000'];

  it.each([0, -3_600_000, 3_600_000])('that is %i ms off, as INFO tells', async (off) => {
    const info = () => `# Server\r\nserver_time_usec:${(Date.now() + off) * 1000}\r\n`;
    const { url } = await wire({ handlers: { INFO: info } });
    const [[name, ms] = []] = await clockOf(url);
    expect(name).toBe('redis');
    expect(Math.abs((ms ?? Number.NaN) - off)).toBeLessThan(2000);
  });

  it('that is an hour behind, as TIME tells', async () => {
    const { url } = await wire({ handlers: { INFO: old, TIME: time(Date.now() - 3_600_000) } });
    const [[, ms] = []] = await clockOf(url);
    expect(ms).toBeGreaterThan(-3_602_000);
    expect(ms).toBeLessThan(-3_598_000);
  });

  it('that does not know TIME, or answers with something else', async () => {
    expect(await clockOf((await wire({ handlers: { INFO: old } })).url)).toEqual([]);
    const { url } = await wire({ handlers: { INFO: old, TIME: () => 'noon' } });
    expect(await clockOf(url)).toEqual([]);
  });
});

describe.runIf(needRedis())('a real Redis', () => {
  it('has our clock', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const [[, ms] = []] = await clockOf(server.url);
    expect(Math.abs(ms ?? Number.NaN)).toBeLessThan(1000);
  });

  it('needs no right beyond those of a scrape', async () => {
    const users = ['exporter on >secret -@all +ping +info +client|setname'];
    const server = await startRedis({ users });
    onTestFinished(() => server.stop());
    const url = server.url.replace('redis://', 'redis://exporter:secret@');
    expect(await clockOf(url)).toHaveLength(1);
    expect(await server.cli('ACL', 'LOG')).not.toContain('time');
  });
});
