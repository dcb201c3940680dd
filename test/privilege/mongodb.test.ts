// The documented MongoDB role: enough for everything, with no right too many; nothing written, nothing unbounded.
import type { Document } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongodb } from '../../src/components/mongodb/index.ts';
import { scrapeText, settingsOf, targetOf } from '../support/component.ts';
import { type RecordingMongod, startMongod } from './mongod.ts';
import { mongodbRole, type Privilege, table } from './page.ts';

const { role, user, database } = mongodbRole();
const { privileges } = role;

function targetAt({ port }: RecordingMongod) {
  const target = targetOf(mongodb, { url: `mongodb://127.0.0.1:${port}/appsmith` });
  onTestFinished(() => target.close());
  return target;
}

/** Names of the families that one scrape gives, and what it says beside them. */
async function scrape(given?: readonly Privilege[]) {
  const server = await startMongod(given);
  const { result, series } = await scrapeText(targetAt(server));
  const names = new Set([...series.keys()].map((key) => key.split('{')[0]!));
  return { names, series, outcome: result.outcomes[0]!, server };
}

/** The role without one of its actions. */
function without(action: string): Privilege[] {
  return privileges.map((privilege) => ({
    ...privilege,
    actions: privilege.actions.filter((each) => each !== action),
  }));
}

describe('the documented role', () => {
  it('stands in the database in which its user looks for it, and inherits nothing', () => {
    expect(database).toBe('admin');
    expect(role.roles).toEqual([]);
    expect(user.roles).toEqual([{ role: role.role, db: 'admin' }]);
  });

  it('gives all that an administrator sees', async () => {
    const [mine, all] = [await scrape(privileges), await scrape()];
    expect([...mine.names].sort()).toEqual([...all.names].sort());
    expect(mine.outcome).toMatchObject({ state: 'up', success: true, notes: [] });
  });

  it('grants what the table explains, and nothing else', () => {
    const granted = privileges.flatMap(({ actions }) => actions);
    expect(granted.sort()).toEqual(
      table('right')
        .map(({ right }) => right)
        .sort(),
    );
  });

  const rows = table('right').filter(({ cells }) => !cells[2]?.includes('doctor'));
  it.each(rows)('without $right loses just what the table says', async (row) => {
    const [mine, all] = [await scrape(without(row.right)), await scrape()];
    const lost = [...all.names].filter((name) => !mine.names.has(name));
    expect(row.metrics.filter((name) => !lost.includes(name))).toEqual([]);
    if (!row.cells[3]?.includes('…')) {
      // What the page does not name is of the same kind as what it does.
      const kinds = new Set(row.metrics.map((name) => name.split('_', 2).join('_')));
      expect(lost.filter((name) => !kinds.has(name.split('_', 2).join('_')))).toEqual([]);
    }
    const command = /`(\w+)`/.exec(row.cells[2] ?? '')?.[1] ?? '';
    expect(mine.series.get(`mongodb_command_available{command="${command}"}`)).toBe(0);
    expect(mine.outcome.state).toBe('up');
  });

  it('lets doctor list indexes', async () => {
    const server = await startMongod(privileges);
    const url = `mongodb://127.0.0.1:${server.port}/appsmith`;
    const configured = mongodb.configure(settingsOf(mongodb, { url }), {});
    if ('absent' in configured) throw new Error(configured.absent);
    const collector = configured.open();
    onTestFinished(() => collector.close());
    const signal = AbortSignal.timeout(5000);
    await collector.examine?.({ signal, remaining: () => 5000, note: () => {}, clock: () => {} });
    const asked = server.commands.filter(({ listIndexes }) => listIndexes !== undefined);
    expect(asked.length).toBeGreaterThan(0);
    expect(server.commands.filter(({ maxTimeMS }) => !(maxTimeMS > 0))).toEqual([]);
    expect(new Set(asked.map(({ $db }) => $db))).toEqual(new Set(['appsmith']));
  });
});

/** What twenty scrapes may send; anything else is a finding. */
const ALLOWED: Readonly<Record<string, (command: Document) => boolean>> = {
  ping: ({ $db }) => $db === 'admin',
  buildInfo: ({ $db }) => $db === 'admin',
  serverStatus: ({ $db }) => $db === 'admin',
  replSetGetStatus: ({ $db }) => $db === 'admin',
  dbStats: ({ $db, freeStorage }) => $db === 'appsmith' && freeStorage === undefined,
  find: ({ $db, find, limit, sort, singleBatch }) =>
    $db === 'local' &&
    find === 'oplog.rs' &&
    limit === 1 &&
    singleBatch === true &&
    Math.abs(sort?.$natural) === 1,
  aggregate: ({ $db, aggregate, pipeline }) =>
    $db === 'admin' &&
    aggregate === 1 &&
    pipeline[0].$currentOp !== undefined &&
    pipeline.every((stage: Document) =>
      ['$currentOp', '$match', '$group'].includes(Object.keys(stage)[0]!),
    ),
};
/** The driver's own: handshakes, the check of every member, the end. */
const DRIVERS = new Set(['hello', 'ismaster', 'isMaster', 'endSessions']);

describe('twenty scrapes', () => {
  it('send only reading, bounded commands, each with a time limit for the server', async () => {
    const server = await startMongod(privileges);
    const target = targetAt(server);
    for (let i = 0; i < 20; i++) await scrapeText(target);
    const sent = server.commands.filter((command) => !DRIVERS.has(Object.keys(command)[0]!));
    expect(sent.length).toBeGreaterThanOrEqual(20 * 7);
    for (const command of sent) {
      const [name = ''] = Object.keys(command);
      expect(ALLOWED[name]?.(command), JSON.stringify(command)).toBe(true);
      expect(command.maxTimeMS, name).toBeGreaterThan(0);
      expect(command.maxTimeMS, name).toBeLessThanOrEqual(5000);
    }
    expect(new Set(sent.map((command) => Object.keys(command)[0]))).toEqual(
      new Set(Object.keys(ALLOWED)),
    );
    const others = server.log.filter((name) => ALLOWED[name] === undefined && !DRIVERS.has(name));
    expect(others).toEqual([]);
  });
});
