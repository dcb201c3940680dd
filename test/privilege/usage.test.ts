// Counting users and applications: the documented right is enough, each part of it is needed, and only counts come back.
import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { scraped, usageTarget } from '../components/mongodb/usage/support.ts';
import { type RecordingMongod, startMongod } from './mongod.ts';
import { mongodbRole, type Privilege, usageGrant } from './page.ts';

const { role } = mongodbRole();
const grant = usageGrant();
const url = ({ port }: RecordingMongod) => `mongodb://127.0.0.1:${port}/appsmith`;

async function asked(privileges: readonly Privilege[]) {
  const server = await startMongod(privileges);
  // One account, so that the other zeros count.
  server.script({ ...counting(server.commands as Document[], privileges) });
  const { series, outcome } = await scraped(usageTarget(url(server)));
  const available = [...series].filter(([name]) => name.includes('question_available'));
  return { server, outcome, available };
}

function counting(commands: Document[], privileges: readonly Privilege[]) {
  const may = (collection: unknown) =>
    privileges.some(({ resource }) => resource.collection === collection);
  return {
    count: (command: Document) => {
      commands.push(command);
      return may(command.count) ? { n: 1, ok: 1 } : { ok: 0, code: 13, errmsg: 'not authorized' };
    },
    aggregate: (command: Document) => {
      commands.push(command);
      const firstBatch: Document[] = [];
      return may(command.aggregate)
        ? { cursor: { id: 0n, ns: 'x', firstBatch }, ok: 1 }
        : { ok: 0, code: 13, errmsg: 'not authorized' };
    },
  };
}

describe('the right to count users and applications', () => {
  it('is granted to the role of the page', () => {
    expect(grant.role).toBe(role.role);
    expect(grant.privileges.flatMap(({ actions }) => actions)).toEqual(
      grant.privileges.map(() => 'find'),
    );
  });

  it('is enough for every question', async () => {
    const { available, outcome } = await asked([...role.privileges, ...grant.privileges]);
    expect(available.map(([, value]) => value)).toEqual(available.map(() => 1));
    expect(outcome).toMatchObject({ state: 'up', success: true, notes: [] });
  });

  it.each(grant.privileges.map(({ resource }) => resource.collection!))(
    'without %s a question is not answered',
    async (collection) => {
      const rest = grant.privileges.filter(({ resource }) => resource.collection !== collection);
      const { available, outcome } = await asked([...role.privileges, ...rest]);
      expect(available.filter(([, value]) => value === 0).length).toBeGreaterThan(0);
      expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    },
  );

  it('is not in the role itself: nothing is answered, and nothing fails', async () => {
    const { available, outcome } = await asked(role.privileges);
    expect(available.map(([, value]) => value)).toEqual(available.map(() => 0));
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
  });

  it('brings home counts and plugins’ names, and no other field of a document', async () => {
    const { server } = await asked([...role.privileges, ...grant.privileges]);
    const own = server.commands.filter(({ $db }) => $db === 'appsmith');
    for (const command of own) {
      const [name = ''] = Object.keys(command);
      expect(['count', 'aggregate', 'find']).toContain(name);
      expect(command.maxTimeMS).toBeGreaterThan(0);
      if (name === 'find') expect(command).toMatchObject({ projection: { packageName: 1 } });
      const last = command.pipeline?.at(-1);
      if (name === 'aggregate') expect(last).toHaveProperty('$group');
    }
  });
});
