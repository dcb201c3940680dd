// The stand-in against the official driver: what it answers is what a server answers.
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CUT, failure } from '../../../src/demo/mongo-wire/index.ts';
import { urlOf, wire } from './support.ts';

function driver(url: string): MongoClient {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2000 });
  onTestFinished(() => client.close());
  return client;
}

describe('the stand-in', () => {
  it('is the primary of mr1, also for a driver that looks for the set', async () => {
    const client = driver(urlOf(await wire(), '/?replicaSet=mr1'));
    const hello = await client.db('admin').command({ hello: 1 });
    expect(hello).toMatchObject({ setName: 'mr1', isWritablePrimary: true });
  });

  it('finds, aggregates and sorts the oplog, as cursors do', async () => {
    const db = driver(urlOf(await wire())).db('local');
    const [first] = await db.collection('oplog.rs').find().sort({ $natural: 1 }).limit(1).toArray();
    const [last] = await db.collection('oplog.rs').find().sort({ $natural: -1 }).limit(1).toArray();
    expect(last?.ts.t - first?.ts.t).toBe(3 * 86_400);
    expect(await db.admin().command({ serverStatus: 1 })).toMatchObject({ process: 'mongod' });
  });

  it('takes an inserted document that was sent beside the command', async () => {
    let documents: unknown;
    const insert = (command: Record<string, unknown>) => {
      documents = command.documents;
      return { n: 2, ok: 1 };
    };
    const client = driver(urlOf(await wire({ handlers: { insert } })));
    await client
      .db('a')
      .collection('b')
      .insertMany([{ x: 1 }, { x: 2 }]);
    expect(documents).toMatchObject([{ x: 1 }, { x: 2 }]);
  });

  it('numbers move with time', async () => {
    const admin = driver(urlOf(await wire())).db('admin');
    const before = await admin.command({ serverStatus: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const after = await admin.command({ serverStatus: 1 });
    expect(after.uptimeMillis).toBeGreaterThan(before.uptimeMillis);
    expect(after.network.bytesOut).toBeGreaterThan(before.network.bytesOut);
  });

  it.each([
    ['appsmith', 's3cret', true],
    ['appsmith', 'wrong', false],
    ['nobody', 's3cret', false],
  ])('SCRAM-SHA-256: %s with %s', async (user, password, right) => {
    const server = await wire({ user: 'appsmith', password: 's3cret' });
    const url = urlOf(server, '/', `${user}:${password}@`);
    const asked = driver(url).db('admin').command({ serverStatus: 1 });
    if (right) await expect(asked).resolves.toMatchObject({ ok: 1 });
    else await expect(asked).rejects.toMatchObject({ code: 18 });
  });

  it('refuses everything but the handshake to who gives no password', async () => {
    const server = await wire({ user: 'appsmith', password: 's3cret' });
    const admin = driver(urlOf(server)).db('admin');
    await expect(admin.command({ ping: 1 })).resolves.toMatchObject({ ok: 1 });
    await expect(admin.command({ dbStats: 1 })).rejects.toMatchObject({ code: 13 });
  });

  it('answers what is scripted: errors, unknown commands, a cut', async () => {
    const server = await wire({
      handlers: { top: () => failure(115, 'not here'), ping: () => CUT },
    });
    const admin = driver(urlOf(server)).db('admin');
    await expect(admin.command({ top: 1 })).rejects.toMatchObject({
      code: 115,
      codeName: 'CommandNotSupported',
    });
    await expect(admin.command({ fly: 1 })).rejects.toMatchObject({ code: 59 });
    await expect(admin.command({ ping: 1 })).rejects.toThrow(/closed/);
  });
});
