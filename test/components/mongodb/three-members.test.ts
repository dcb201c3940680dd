// A replica set of three members over the wire: who is asked, what is told of all three, and what a loss changes.
import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { CUT, type Handlers, type MongoWire } from '../../../src/demo/mongo-wire/index.ts';
import { fixture } from './fixtures.ts';
import { scraper, until, wire } from './support.ts';

const LAG = 'mongodb_replset_member_replication_lag_seconds';

/** Three servers that know each other, the first one primary; each tells the recorded state of the set. */
async function threeMembers(status: () => Document, others: Handlers = {}) {
  const servers: MongoWire[] = [];
  for (let i = 0; i < 3; i++)
    servers.push(await wire({ handlers: { ...others, replSetGetStatus: status } }));
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
  let primary = 0;
  const hello = (self: number) => () => ({
    ...{ ismaster: self === primary, isWritablePrimary: self === primary },
    ...{ secondary: self !== primary, helloOk: true, setName: 'rs1', setVersion: 1, hosts },
    ...{ me: hosts[self], primary: hosts[primary], minWireVersion: 0, maxWireVersion: 21, ok: 1 },
  });
  for (const [i, server] of servers.entries()) {
    server.script({ hello: hello(i), ismaster: hello(i), isMaster: hello(i) });
  }
  const elect = (next: number) => {
    primary = next;
  };
  const url = `mongodb://${hosts.join(',')}/appsmith?replicaSet=rs1`;
  return { servers, url, elect };
}

const recorded = () => fixture('4.2/getDiagnosticData.json').replSetGetStatus as Document;

/** Values of a family by member, in the order of the answer. */
const byMember = (series: ReadonlyMap<string, number>, name: string) =>
  [...series].filter(([key]) => key.startsWith(`${name}{`)).map(([, value]) => value);

describe('three members', () => {
  it('are all told of, as the primary sees them', async () => {
    const { servers, url } = await threeMembers(recorded);
    const { outcome, series } = await scraper(url)();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
    expect(series.get('mongodb_replset_number_of_members{set="rs1"}')).toBe(3);
    expect(byMember(series, 'mongodb_replset_member_state').toSorted()).toEqual([1, 2, 2]);
    expect(byMember(series, 'mongodb_replset_member_health')).toEqual([1, 1, 1]);
    expect(byMember(series, LAG)).toHaveLength(2);
    expect(servers.map(({ log }) => log.includes('serverStatus'))).toEqual([true, false, false]);
  });

  it('cost one pooled connection and one of the monitor’s each, from scrape to scrape', async () => {
    const { servers, url } = await threeMembers(recorded);
    const scrape = scraper(url);
    for (let i = 0; i < 10; i++) expect((await scrape()).outcome.reason).toBeUndefined();
    expect(servers.map((server) => server.accepted())).toEqual([2, 1, 1]);
    await scrape.close();
    await until(() => servers.every((server) => server.connections() === 0));
  });

  it('without their primary: a secondary tells, that there is none', async () => {
    const orphaned = () => {
      const status = fixture('4.4/replSetGetStatus-secondary.json');
      Object.assign(status.members[0], { health: 0, state: 8, optimeDate: new Date(0) });
      return status;
    };
    const { servers, url, elect } = await threeMembers(orphaned);
    elect(-1);
    await servers[0]!.stop();
    const scrape = scraper(url);
    const { outcome, series } = await scrape();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('mongodb_replset_my_state{set="replset"}')).toBe(2);
    expect(byMember(series, 'mongodb_replset_member_state')).toEqual([8, 2, 2]);
    expect(byMember(series, 'mongodb_replset_member_health')).toEqual([0, 1, 1]);
    expect(byMember(series, LAG)).toEqual([]);
    expect([...series.keys()].join()).not.toContain('primary_elected');
  });

  it('of which the asked one goes: the next scrape asks another, and none leaks', async () => {
    const { servers, url, elect } = await threeMembers(recorded);
    const scrape = scraper(url);
    await scrape();
    elect(1);
    await servers[0]!.stop();
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
    for (let i = 0; i < 5; i++) expect((await scrape()).outcome.reason).toBeUndefined();
    expect(servers.slice(1).some(({ log }) => log.includes('serverStatus'))).toBe(true);
    expect(servers[1]!.connections() + servers[2]!.connections()).toBeLessThanOrEqual(3);
  });

  it('of which one lags: by how much', async () => {
    const late = () => {
      const status = fixture('4.4/replSetGetStatus-secondary.json');
      status.members[2].optimeDate = new Date(status.members[2].optimeDate.getTime() - 75_000);
      return status;
    };
    const { url } = await threeMembers(late);
    expect(byMember((await scraper(url)()).series, LAG)).toEqual([0, 75]);
  });

  it('the oplog’s newest entry is the one that was applied last; the oldest is read', async () => {
    const { servers, url } = await threeMembers(() =>
      fixture('4.4/replSetGetStatus-secondary.json'),
    );
    const { series } = await scraper(url)();
    expect(series.get('mongodb_oplog_newest_timestamp_seconds')).toBe(1_601_384_207);
    expect(series.get('mongodb_oplog_oldest_timestamp_seconds')).toBeGreaterThan(0);
    expect(servers[0]!.log.filter((name) => name === 'find')).toHaveLength(1);
  });

  it('all gone in the middle of a scrape: reset, and every socket closed', async () => {
    const { servers, url } = await threeMembers(recorded, { dbStats: () => CUT });
    const { outcome } = await scraper(url)();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: 'reset' });
    await until(() => servers.every((server) => server.connections() === 0));
  });
});
