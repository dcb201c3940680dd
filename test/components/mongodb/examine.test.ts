// What doctor learns from MongoDB beside a scrape: rights, indexes, the clock; and how little it asks for it.
import { readFileSync } from 'node:fs';
import type { Document } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongodb } from '../../../src/components/mongodb/index.ts';
import {
  cursor,
  failure,
  type Handler,
  type Handlers,
} from '../../../src/demo/mongo-wire/index.ts';
import { examineMembers } from '../../../src/doctor/examine.ts';
import { targetOf } from '../../support/component.ts';
import { urlOf, wire } from './support.ts';

type Role = readonly [role: string, db: string];

const users = (roles: readonly Role[]): Handler => {
  const authenticatedUserRoles = roles.map(([role, db]) => ({ role, db }));
  const authInfo = { authenticatedUsers: [{ user: 'u', db: 'admin' }], authenticatedUserRoles };
  return () => ({ authInfo, ok: 1 });
};

/** By collection: the keys of its indexes. */
const indexes = (of: Record<string, readonly string[]>): Handler => {
  return ({ listIndexes: name, $db }) => {
    const keys = of[String(name)];
    if (!keys) return failure(26, `ns does not exist: ${$db}.${name}`);
    const batch = ['_id', ...keys].map((text) => ({
      key: Object.fromEntries(text.split(' ').map((field) => [field, 1])),
    }));
    return cursor(`${$db}.${name}`, batch);
  };
};

async function examined(handlers: Handlers, { scrape = true } = {}) {
  const asked: Document[] = [];
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]): [string, Handler] => [
      name,
      (command) => {
        asked.push(command);
        return handler(command);
      },
    ]),
  );
  const server = await wire({ handlers: recorded });
  const target = targetOf(mongodb, { url: urlOf(server) });
  onTestFinished(() => target.close());
  if (scrape) await target.scrape({ timeoutMs: 5000 });
  const { signal } = new AbortController();
  const { notes, clocks } = await examineMembers(target.members, 2000, signal);
  return { asked, clocks, notes, codes: notes.map(({ level, code }) => `${level} ${code}`) };
}

/** The rights that a role's definition lists. */
const actionsOf = (text: string): string[] =>
  [...text.matchAll(/actions: \[([^\]]*)\]/g)].flatMap(([, list]) => list!.split(', '));

describe('rights', () => {
  it.each<[string, readonly Role[], readonly string[]]>([
    ['root', [['root', 'admin']], ['info mongodb-user-too-powerful']],
    [
      'userAdminAnyDatabase',
      [['userAdminAnyDatabase', 'admin']],
      ['info mongodb-user-too-powerful'],
    ],
    [
      'monitoring',
      [
        ['clusterMonitor', 'admin'],
        ['read', 'local'],
      ],
      [],
    ],
    ['Appsmith’s own', [['readWrite', 'appsmith']], []],
    ['a role of this name elsewhere', [['root', 'other']], []],
  ])('%s', async (_, roles, expected) => {
    expect((await examined({ connectionStatus: users(roles) })).codes).toEqual(expected);
  });

  it('gives the commands for a user that may only read', async () => {
    const { notes } = await examined({ connectionStatus: users([['root', 'admin']]) });
    const remedy = notes[0]?.remedy ?? '';
    expect(remedy).toContain('APPSMITH_EXPORTER_MONGODB_URL=mongodb://appsmith_exporter:');
    const page = readFileSync(new URL('../../../docs/least-privilege.md', import.meta.url), 'utf8');
    const role = /createRole\(\{([\s\S]*?)\}\);/.exec(page)?.[1] ?? '';
    expect(actionsOf(role).length).toBeGreaterThan(4);
    expect(actionsOf(remedy)).toEqual(actionsOf(role));
  });

  it('warns of a MongoDB that asks for no password', async () => {
    const authInfo = { authenticatedUsers: [], authenticatedUserRoles: [] };
    const { codes } = await examined({ connectionStatus: () => ({ authInfo, ok: 1 }) });
    expect(codes).toEqual(['info mongodb-without-access-control']);
  });
});

describe('indexes', () => {
  const all = {
    application: ['workspaceId name deletedAt'],
    newPage: ['applicationId slug'],
    newAction: ['applicationId pageId'],
    actionCollection: ['applicationId pageId'],
    user: ['email tenantId'],
  };

  it('are all there', async () => {
    expect((await examined({ listIndexes: indexes(all) })).codes).toEqual([]);
  });

  it('are missing: with the command that makes each', async () => {
    const { notes, codes } = await examined({
      listIndexes: indexes({ ...all, newAction: ['deletedAt'], user: ['tenantId email'] }),
    });
    expect(codes).toEqual(['warning mongodb-indexes-missing']);
    expect(notes[0]?.remedy).toContain('db.newAction.createIndex({ applicationId: 1, pageId: 1 })');
    expect(notes[0]?.remedy).toContain('db.user.createIndex({ email: 1 }, { unique: true })');
    expect(notes[0]?.remedy).not.toContain('db.newPage');
  });

  it('are narrower, as Appsmith itself makes them', async () => {
    const { codes } = await examined({
      listIndexes: indexes({ ...all, newPage: ['applicationId deleted'] }),
    });
    expect(codes).toEqual(['info mongodb-indexes-narrower']);
  });

  it('are not judged where there is no collection, or no right to list them', async () => {
    expect((await examined({ listIndexes: indexes({}) })).codes).toEqual([]);
    const refused = () => failure(13, 'not authorized on appsmith');
    expect((await examined({ listIndexes: refused })).codes).toEqual([]);
  });

  it('are asked for by name, each once, with a time limit on the server’s side', async () => {
    const { asked } = await examined({ listIndexes: indexes(all) });
    expect(asked.map((command) => command.listIndexes)).toEqual(Object.keys(all));
    for (const { maxTimeMS, $db } of asked) {
      expect($db).toBe('appsmith');
      expect(maxTimeMS).toBeGreaterThan(0);
      expect(maxTimeMS).toBeLessThanOrEqual(2000);
    }
  });
});

describe('the clock', () => {
  it('is read from hello', async () => {
    const { clocks } = await examined({});
    expect(Math.abs(clocks.get('mongodb') ?? Number.NaN)).toBeLessThan(1000);
  });
});
