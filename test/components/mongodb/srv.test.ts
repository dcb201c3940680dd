// mongodb+srv: found by its records, bounded and told as `dns` where they cannot be had.
import dns from 'node:dns';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startDns, type Zone } from '../../support/dns-server.ts';
import { scraper, until, wire } from './support.ts';

const HOST = 'cluster0.example.test';
const SRV = `SRV _mongodb._tcp.${HOST}`;
const member = (n: number) => `shard-0${n}.example.test`;

/** The system's resolver is this zone's; names of members are this machine. */
async function zone(records: Zone) {
  const { address, asked } = await startDns(records);
  const before = dns.getServers();
  dns.setServers([address]);
  const here = { address: '127.0.0.1', family: 4 };
  const answer = (_: string, options: dns.LookupOptions, done: (...found: unknown[]) => void) =>
    options.all ? done(null, [here]) : done(null, here.address, here.family);
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(answer as typeof dns.lookup);
  onTestFinished(() => {
    dns.setServers(before);
    lookup.mockRestore();
  });
  return asked;
}

const url = (rest = '/appsmith?tls=false', user = '') => `mongodb+srv://${user}${HOST}${rest}`;

describe('mongodb+srv', () => {
  it('finds the members by SRV and the set by TXT, and keeps the connections', async () => {
    const server = await wire({ members: [`${member(0)}:1`], me: `${member(0)}:1` });
    // The driver looks for the set's own names, so the set must call its member what the record does.
    const me = `${member(0)}:${server.port}`;
    const hello = () => ({
      ...{ ismaster: true, helloOk: true, setName: 'atlas-x', hosts: [me], me, primary: me },
      ...{ minWireVersion: 0, maxWireVersion: 21, ok: 1 },
    });
    server.script({ hello, ismaster: hello });
    const asked = await zone({
      [SRV]: [{ name: member(0), port: server.port }],
      [`TXT ${HOST}`]: ['replicaSet=atlas-x'],
    });
    const scrape = scraper(url());
    const { outcome, series } = await scrape();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('mongodb_up')).toBe(1);
    const before = asked.length;
    for (let i = 0; i < 5; i++) await scrape();
    expect(asked).toHaveLength(before);
    expect(server.accepted()).toBe(2);
  });

  it.each<[string, Zone, RegExp]>([
    ['no such name', {}, /ENOTFOUND/],
    ['a resolver that fails', { [SRV]: 'SERVFAIL' }, /ESERVFAIL/],
    ['a resolver that refuses', { [SRV]: 'REFUSED' }, /EREFUSED/],
    ['a name without a server', { [SRV]: [] }, /ENODATA/],
    [
      'options that cannot be had',
      { [SRV]: [{ name: member(0), port: 1 }], [`TXT ${HOST}`]: 'SERVFAIL' },
      /ESERVFAIL/,
    ],
  ])('%s: dns', async (_, records, code) => {
    await zone(records);
    const { outcome, series } = await scraper(url('/appsmith', 'user:hunter2@'))();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'dns' });
    expect(outcome.detail).toMatch(code);
    expect(outcome.detail).not.toContain('hunter2');
    expect(series.get('mongodb_up')).toBe(0);
  });

  it.each<[string, Zone]>([
    ['SRV', { [SRV]: 'silent' }],
    ['TXT', { [SRV]: [{ name: member(0), port: 1 }], [`TXT ${HOST}`]: 'silent' }],
  ])('a resolver that does not answer to %s: dns, well before the deadline', async (_, records) => {
    await zone(records);
    const started = performance.now();
    const { outcome } = await scraper(url())(1200);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'dns' });
    expect(performance.now() - started).toBeLessThan(1100);
  });

  it('members elsewhere than the record’s domain are refused', async () => {
    await zone({ [SRV]: [{ name: 'evil.invalid', port: 27_017 }] });
    const { outcome } = await scraper(url())();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'dns' });
  });

  it('comes back by itself once the resolver answers', async () => {
    const server = await wire({ replicaSet: null });
    const records: Record<string, Zone[keyof Zone]> = { [SRV]: 'SERVFAIL' };
    await zone(records);
    const scrape = scraper(url());
    expect((await scrape()).outcome.reason).toBe('dns');
    records[SRV] = [{ name: member(0), port: server.port }];
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    await scrape.close();
    await until(() => server.connections() === 0);
  });
});
