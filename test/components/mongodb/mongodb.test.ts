// MongoDB over the wire: what a scrape gives when all is well, and when commands are refused.
import { describe, expect, it } from 'vitest';
import { failure } from '../../../src/demo/mongo-wire/index.ts';
import { scraper, urlOf, wire } from './support.ts';

const PASSWORD = 'p@ss,w=rd';
const ENCODED = encodeURIComponent(PASSWORD);

describe('a MongoDB that answers', () => {
  it('is up, and every command is answered', async () => {
    const { outcome, series } = await scraper(urlOf(await wire()))();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
    expect(series.get('mongodb_up')).toBe(1);
    expect(series.get('mongodb_connections_max')).toBe(838_860);
    expect(series.get('mongodb_oplog_window_seconds')).toBe(3 * 86_400);
    expect(series.get('mongodb_slow_operations')).toBe(0);
    const available = [...series].filter(([name]) => name.startsWith('mongodb_command_available'));
    expect(available).toHaveLength(7);
    expect(available.every(([, value]) => value === 1)).toBe(true);
  });

  it('is up behind a password', async () => {
    const server = await wire({ user: 'appsmith', password: PASSWORD });
    const scrape = scraper(urlOf(server, '/appsmith', `appsmith:${ENCODED}@`));
    expect((await scrape()).outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it.each(['4.4.29', '5.0.31', '6.0.20', '7.0.14', '8.0.4', '8.2.1'])(
    'is read in version %s',
    async (version) => {
      const server = await wire({ version });
      const { series, outcome } = await scraper(urlOf(server))();
      expect(outcome.notes).toEqual([]);
      const labels = `version="${version}",storage_engine="wiredTiger",edition="community"`;
      expect(series.get(`mongodb_info{${labels}}`)).toBe(1);
    },
  );

  it('asks Appsmith’s database by the URL’s path, and gives every command a time limit', async () => {
    const seen: Record<string, unknown>[] = [];
    const server = await wire({
      handlers: {
        dbStats: (command) => {
          seen.push(command);
          return { objects: 7, ok: 1 };
        },
      },
    });
    const { series } = await scraper(urlOf(server, '/other?retryWrites=true'))(3000);
    expect(series.get('mongodb_dbstats_objects{database="other"}')).toBe(7);
    expect(seen[0]?.$db).toBe('other');
    expect(seen[0]?.maxTimeMS).toBeGreaterThan(1000);
    expect(seen[0]?.maxTimeMS).toBeLessThan(3000);
  });

  it('is up with options that only other drivers know', async () => {
    const options = 'uuidRepresentation=standard&w=majority&sslInvalidHostNameAllowed=true';
    const { outcome } = await scraper(urlOf(await wire(), `/appsmith?${options}&streamType=x`))();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('is read as a secondary', async () => {
    const server = await wire({ secondary: true });
    const { outcome } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('warns of a standalone, without asking for a set', async () => {
    const server = await wire({ replicaSet: null });
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome.notes).toMatchObject([{ code: 'mongodb-standalone', level: 'warning' }]);
    expect(series.has('mongodb_command_available{command="replSetGetStatus"}')).toBe(false);
    expect(server.log).not.toContain('replSetGetStatus');
  });

  it('counts slow operations with a threshold', async () => {
    let pipeline: unknown;
    const server = await wire({
      handlers: {
        aggregate: (command) => {
          pipeline = command.pipeline;
          return {
            cursor: { id: 0n, ns: 'x', firstBatch: [{ running: 2, longest: 61e6 }] },
            ok: 1,
          };
        },
      },
    });
    const { series } = await scraper(urlOf(server), { slow_operation_threshold: 30 })();
    expect(JSON.stringify(pipeline)).toContain('"microsecs_running":{"$gte":30000000}');
    expect(series.get('mongodb_slow_operations')).toBe(2);
    expect(series.get('mongodb_slow_operations_longest_seconds')).toBe(61);
    expect(series.get('mongodb_slow_operation_threshold_seconds')).toBe(30);
  });
});

describe('servers that only resemble MongoDB', () => {
  it('FerretDB: a standalone that needs no warning', async () => {
    const server = await wire({
      replicaSet: null,
      handlers: {
        buildInfo: () => ({ version: '7.0.77', ferretdb: { version: 'v2.7.0' }, ok: 1 }),
        serverStatus: () => ({ version: '7.0.77', uptime: 40, ok: 1 }),
        aggregate: () => failure(40324, "Unrecognized pipeline stage name: '$currentOp'"),
      },
    });
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ success: true, reason: undefined });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['mongodb-commands-refused']);
    expect(series.get('mongodb_info{version="7.0.77",edition="ferretdb"}')).toBe(1);
    expect(series.get('mongodb_command_available{command="currentOp"}')).toBe(0);
    expect(series.get('mongodb_instance_uptime_seconds')).toBe(40);
  });

  it('DocumentDB: a set without an oplog, and a short serverStatus', async () => {
    const server = await wire({
      replicaSet: 'rs0',
      version: '5.0.0',
      handlers: {
        serverStatus: () => ({ connections: { current: 9, available: 1491 }, ok: 1 }),
        find: () => failure(13, 'Authorization failure'),
      },
    });
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ success: true, reason: undefined });
    expect(series.get('mongodb_connections_max')).toBe(1500);
    expect([...series.keys()].filter((name) => /oplog_|wiredtiger/.test(name))).toEqual([]);
  });

  it('mongos: no set to ask for, and no warning', async () => {
    const hello = () => ({ ok: 1, msg: 'isdbgrid', maxWireVersion: 21, minWireVersion: 0 });
    const server = await wire({ handlers: { hello, ismaster: hello } });
    const { outcome } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(server.log).not.toContain('replSetGetStatus');
  });
});

describe('a MongoDB that refuses', () => {
  const ASKED = ['serverStatus', 'replSetGetStatus', 'oplog', 'currentOp', 'dbStats'];

  it.each([
    ['an unprivileged user', 13, 'Unauthorized (13)'],
    ['a shared Atlas tier', 8000, 'AtlasError (8000)'],
    ['a server without the commands', 59, 'CommandNotFound (59)'],
    ['DocumentDB', 115, 'CommandNotSupported (115)'],
  ])('%s: absent, said once, no failure', async (_who, code, name) => {
    const refuse = () => failure(code, 'not authorized on admin to execute command { secret }');
    const handlers = Object.fromEntries(
      ['serverStatus', 'replSetGetStatus', 'find', 'aggregate', 'dbStats'].map((c) => [c, refuse]),
    );
    const { outcome, series, text } = await scraper(urlOf(await wire({ handlers })))();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    for (const command of ASKED) {
      expect(series.get(`mongodb_command_available{command="${command}"}`)).toBe(0);
    }
    expect(outcome.notes).toHaveLength(1);
    expect(outcome.notes[0]).toMatchObject({ code: 'mongodb-commands-refused', level: 'info' });
    expect(outcome.notes[0]?.text).toContain(`serverStatus: ${name}`);
    expect(JSON.stringify(outcome.notes)).not.toContain('secret');
    const left = [...text.matchAll(/^(mongodb_\w+)/gm)].map(([name]) => name);
    expect([...new Set(left)]).toEqual([
      'mongodb_up',
      'mongodb_ping_duration_seconds',
      'mongodb_command_available',
      'mongodb_info',
    ]);
  });

  it('everything but ping', async () => {
    const server = await wire({ handlers: { ping: () => ({ ok: 1 }) } });
    const refuse = () => failure(13, 'command requires authentication');
    server.script(
      Object.fromEntries(
        ['buildInfo', 'serverStatus', 'replSetGetStatus', 'find', 'aggregate', 'dbStats'].map(
          (c) => [c, refuse],
        ),
      ),
    );
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect([...series.keys()].some((name) => name.startsWith('mongodb_info'))).toBe(false);
  });

  it('sections that are left out are asked for where the server does not know how to leave them out', async () => {
    const server = await wire({
      handlers: {
        serverStatus: (command) =>
          'locks' in command
            ? failure(40415, "BSON field 'serverStatus.locks' is an unknown field.")
            : { connections: { current: 3, available: 7 }, ok: 1 },
      },
    });
    const { series } = await scraper(urlOf(server))();
    expect(series.get('mongodb_connections_max')).toBe(10);
  });

  it('a command that exceeds its time limit costs its own series only', async () => {
    const server = await wire({
      handlers: { dbStats: () => failure(50, 'operation exceeded time limit') },
    });
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ success: true, reason: undefined });
    expect(series.get('mongodb_command_available{command="dbStats"}')).toBe(0);
    expect(series.get('mongodb_connections_max')).toBe(838_860);
  });
});
