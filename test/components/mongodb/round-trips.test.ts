// How often a scrape asks: what cannot change while a server's process runs is asked for once.
import { describe, expect, it } from 'vitest';
import { Memory } from '../../../src/components/mongodb/memory.ts';
import { demoHandlers, failure, type Handlers } from '../../../src/demo/mongo-wire/index.ts';
import { fixture } from './fixtures.ts';
import { scraper, urlOf, wire } from './support.ts';

/** The recorded state of a set and a serverStatus that says which set and process it is of, as real ones do. */
const member = (more: object = {}): Handlers => {
  const { serverStatus } = demoHandlers();
  return {
    serverStatus: async (command) => ({
      ...((await serverStatus?.(command)) as object),
      ...{ host: 'mongo-0', pid: 71n, repl: { setName: 'mr1' } },
      ...more,
    }),
    replSetGetStatus: () => fixture('4.4/replSetGetStatus-secondary.json'),
  };
};

const HANDSHAKE = new Set(['hello', 'isMaster', 'ismaster']);

describe('a scrape', () => {
  it('takes six round trips, the first one more', async () => {
    const server = await wire({ handlers: member() });
    const scrape = scraper(urlOf(server));
    await scrape();
    const first = server.log.filter((name) => !HANDSHAKE.has(name));
    const begun = server.log.length;
    const { outcome, series } = await scrape();
    const commands = server.log.slice(begun);
    expect(first).toEqual([
      ...['ping', 'serverStatus', 'buildInfo', 'replSetGetStatus', 'find', 'aggregate', 'dbStats'],
    ]);
    expect(commands).toEqual(first.filter((name) => name !== 'buildInfo'));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    const available = [...series].filter(([name]) => name.includes('command_available'));
    expect(available.map(([, value]) => value)).toEqual(Array(7).fill(1));
    expect([...series.keys()].filter((name) => name.startsWith('mongodb_info'))).toEqual([
      'mongodb_info{version="7.0.14",storage_engine="wiredTiger",edition="community"}',
    ]);
  });

  it.each([
    ['another process', { pid: 72n }],
    ['another host', { host: 'mongo-1' }],
    ['another version', { version: '8.0.4' }],
  ])('of %s asks for its build anew', async (_, changed) => {
    const server = await wire({ handlers: member() });
    const scrape = scraper(urlOf(server));
    await scrape();
    server.script({
      ...member(changed),
      buildInfo: () => ({ version: '8.0.4', modules: ['enterprise'], ok: 1 }),
    });
    const { series } = await scrape();
    expect([...series.keys()].find((name) => name.startsWith('mongodb_info'))).toContain(
      'version="8.0.4",storage_engine="wiredTiger",edition="enterprise"',
    );
  });

  it('of a server that does not say who it is asks once a connection', async () => {
    const server = await wire({ handlers: member({ pid: undefined, repl: undefined }) });
    const scrape = scraper(urlOf(server));
    await scrape();
    const begun = server.log.length;
    const { series } = await scrape();
    expect(server.log.slice(begun)).toEqual([
      ...['ping', 'serverStatus', 'replSetGetStatus', 'find', 'aggregate', 'dbStats'],
    ]);
    expect([...series.keys()].join()).toContain('edition="community"');
  });

  it('asks for nothing again that the server does not offer, in no spelling', async () => {
    const missing = () => failure(59, 'no such command');
    const handlers = { ...member(), hello: missing, aggregate: missing };
    const server = await wire({ handlers: { ...handlers, serverStatus: missing } });
    const scrape = scraper(urlOf(server));
    const first = await scrape();
    const begun = server.log.length;
    const second = await scrape();
    expect(server.log.slice(begun)).toEqual(['ping', 'replSetGetStatus', 'find', 'dbStats']);
    expect(second.outcome.notes).toEqual(first.outcome.notes);
    expect(second.series.get('mongodb_command_available{command="currentOp"}')).toBe(0);
    expect([...second.series.keys()]).toEqual([...first.series.keys()]);
  });

  it('asks again on another connection', async () => {
    const missing = () => failure(59, 'no such command');
    const server = await wire({ handlers: { ...member(), aggregate: missing } });
    const scrape = scraper(urlOf(server));
    await scrape();
    server.script({ aggregate: demoHandlers().aggregate! });
    server.disconnect();
    const { series } = await scrape();
    expect(series.get('mongodb_command_available{command="currentOp"}')).toBe(1);
  });

  it('asks again at once for what wants rights only', async () => {
    const server = await wire({
      handlers: { ...member(), aggregate: () => failure(13, 'not authorized') },
    });
    const scrape = scraper(urlOf(server));
    await scrape();
    server.script({ aggregate: demoHandlers().aggregate! });
    const { series } = await scrape();
    expect(series.get('mongodb_command_available{command="currentOp"}')).toBe(1);
  });
});

describe('what a connection has told', () => {
  it('is forgotten after minutes, or with the connection', () => {
    const memory = new Memory();
    const connection = {};
    const told = (at: number, on: object) => {
      memory.recall(on, at);
      const known = memory.notOffered.size;
      memory.notOffered.set('currentOp', 'code 59');
      return known;
    };
    expect(told(0, connection)).toBe(0);
    expect(told(299_999, connection)).toBe(1);
    expect(told(300_001, connection)).toBe(0);
    expect(told(300_002, {})).toBe(0);
  });
});
