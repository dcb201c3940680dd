// How often a scrape asks: what cannot change while a server's process runs is asked for once.
import { describe, expect, it } from 'vitest';
import { demoHandlers, type Handlers } from '../../../src/demo/mongo-wire/index.ts';
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

  it('of a server that does not say who it is asks for all of it', async () => {
    const server = await wire({ handlers: member({ pid: undefined, repl: undefined }) });
    const scrape = scraper(urlOf(server));
    await scrape();
    const begun = server.log.length;
    await scrape();
    expect(server.log.slice(begun)).toEqual([
      ...[
        'ping',
        'serverStatus',
        'hello',
        'buildInfo',
        'replSetGetStatus',
        'find',
        'aggregate',
        'dbStats',
      ],
    ]);
  });
});
