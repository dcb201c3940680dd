// MongoDB as a service: what Atlas's shared tiers and Amazon DocumentDB refuse or shorten is absent, without error or noise.
import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { cursor, failure, type Handlers } from '../../../src/demo/mongo-wire/index.ts';
import { scraper, urlOf, wire } from './support.ts';

/** Every command, as the shared tiers answer those that they do not allow. */
const notAllowed = (command: Document) =>
  failure(8000, `${JSON.stringify(Object.keys(command)[0])} not allowed in this atlas tier`);

/** serverStatus as a proxy before a shared server tells it: what belongs to all tenants is left out. */
const SHORT = {
  host: 'shard-00-00.example.mongodb.net:27017',
  version: '7.0.14',
  process: 'mongod',
  uptime: 1_200_300,
  connections: { current: 7, available: 493, totalCreated: 900 },
  network: { bytesIn: 100, bytesOut: 200, numRequests: 3 },
  opcounters: { insert: 1, query: 2, update: 3, delete: 4, getmore: 5, command: 6 },
  mem: { bits: 64, resident: 0, virtual: 0, supported: true },
  ok: 1,
};

const ATLAS: Handlers = {
  serverStatus: () => SHORT,
  replSetGetStatus: notAllowed,
  find: notAllowed,
  aggregate: notAllowed,
  dbStats: () => ({
    db: 'appsmith',
    collections: 40,
    objects: 900,
    dataSize: 5000,
    indexSize: 70,
    ok: 1,
  }),
};

/** DocumentDB numbers what it lacks as it does, not as MongoDB would. */
const lacks = (what: string) => () => failure(303, `Feature not supported: ${what}`);
const DOCUMENTDB: Handlers = {
  hello: () => failure(59, 'no such command: hello'),
  isMaster: () => ({
    ismaster: true,
    setName: 'rs0',
    hosts: ['docdb:27017'],
    maxWireVersion: 13,
    ok: 1,
  }),
  serverStatus: () => ({
    ...{ host: 'docdb', version: '5.0.0', process: 'mongod', uptime: 300 },
    ...{ connections: { current: 9, available: 1491 }, ok: 1 },
  }),
  replSetGetStatus: () => ({
    set: 'rs0',
    myState: 1,
    members: [
      { _id: 0, name: 'docdb-1:27017', health: 1, state: 1, stateStr: 'PRIMARY', self: true },
      { _id: 1, name: 'docdb-2:27017', health: 1, state: 2, stateStr: 'SECONDARY' },
    ],
    ok: 1,
  }),
  find: () => cursor('local.oplog.rs', []),
  aggregate: () => failure(304, "Aggregation stage not supported: '$currentOp'"),
  dbStats: () => ({ db: 'appsmith', collections: 40, objects: 900, dataSize: 5000, ok: 1 }),
};

async function scraped(handlers: Handlers, version = '7.0.14') {
  const server = await wire({ version, replicaSet: 'rs0', handlers });
  const scrape = scraper(urlOf(server));
  const first = await scrape();
  return { ...first, server, scrape, names: [...first.series.keys()].join('\n') };
}

const available = (series: ReadonlyMap<string, number>, command: string) =>
  series.get(`mongodb_command_available{command="${command}"}`);

describe('a shared tier of Atlas', () => {
  it('is up; what it refuses is absent, and no failure', async () => {
    const { outcome, series, names } = await scraped(ATLAS);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    for (const command of ['replSetGetStatus', 'oplog', 'currentOp']) {
      expect(available(series, command), command).toBe(0);
    }
    expect(names).not.toMatch(/replset|oplog_|slow_operations/);
  });

  it('a shortened serverStatus gives what it holds, and no zero for the rest', async () => {
    const { series, names } = await scraped(ATLAS);
    expect(available(series, 'serverStatus')).toBe(1);
    expect(series.get('mongodb_connections_max')).toBe(500);
    expect(series.get('mongodb_instance_uptime_seconds')).toBe(1_200_300);
    expect(names).not.toMatch(/wiredtiger|asserts|global_lock|op_latencies|tickets/);
  });

  it('a shortened dbStats tells no file system', async () => {
    const { series, names } = await scraped(ATLAS);
    expect(series.get('mongodb_dbstats_objects{database="appsmith"}')).toBe(900);
    expect(names).not.toContain('filesystem');
  });

  it('says so in one note of level info, the same at every scrape', async () => {
    const { outcome, scrape } = await scraped(ATLAS);
    expect(outcome.notes).toMatchObject([{ code: 'mongodb-commands-refused', level: 'info' }]);
    expect(outcome.notes[0]?.text).toContain('AtlasError (8000)');
    expect((await scrape()).outcome.notes).toEqual(outcome.notes);
  });

  it('a serverStatus that is refused as well leaves the version to buildInfo', async () => {
    const { outcome, series } = await scraped({ ...ATLAS, serverStatus: notAllowed });
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('mongodb_info{version="7.0.14",edition="community"}')).toBe(1);
  });

  it('a wrong password is unauthorized, though it has the same number', async () => {
    const saslStart = () => failure(8000, 'bad auth : Authentication failed.');
    const server = await wire({
      user: 'u',
      password: 'p',
      handlers: { saslStart, saslContinue: saslStart },
    });
    const { outcome } = await scraper(urlOf(server, '/appsmith', 'u:hunter2@'))();
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'unauthorized' });
  });
});

describe('DocumentDB', () => {
  it('is up without hello, and is asked for the older name', async () => {
    const { outcome, series, server } = await scraped(DOCUMENTDB, '5.0.0');
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(available(series, 'hello')).toBe(1);
    expect(server.log).toContain('isMaster');
    expect(outcome.notes.map(({ code }) => code)).not.toContain('mongodb-standalone');
  });

  it('members without dates have a state, and neither lag nor election', async () => {
    const { series, names } = await scraped(DOCUMENTDB, '5.0.0');
    expect(series.get('mongodb_replset_member_state{set="rs0",name="docdb-2:27017"}')).toBe(2);
    expect(names).not.toMatch(/lag|elected|term/);
  });

  it('an oplog that is empty has no width, and that is no refusal', async () => {
    const { series, names } = await scraped(DOCUMENTDB, '5.0.0');
    expect(available(series, 'oplog')).toBe(1);
    expect(names).not.toContain('mongodb_oplog');
  });

  it.each(['serverStatus', 'replSetGetStatus', 'dbStats', 'buildInfo'])(
    '%s not supported: absent, the rest stays',
    async (command) => {
      const handlers = { ...DOCUMENTDB, [command]: lacks(command) };
      const { outcome, series } = await scraped(handlers, '5.0.0');
      expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
      expect(available(series, command)).toBe(0);
      expect(outcome.notes).toHaveLength(1);
      expect([...series].filter(([name]) => name.includes('command_available'))).toHaveLength(7);
    },
  );
});
