// Proves the MongoDB wire peer with the official driver.
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { needMongoWire, startMongoWire } from './mongowire.ts';

describe.runIf(needMongoWire())('mongowire starter', () => {
  it('answers the driver and refuses what it does not know', { timeout: 120_000 }, async () => {
    const peer = await startMongoWire({ version: '6.0.3' });
    onTestFinished(peer.stop);
    const client = await MongoClient.connect(`${peer.url}/appsmith`);
    onTestFinished(() => client.close());
    const db = client.db();
    await db.collection('user').insertOne({ email: 'a@example.com' });
    expect(await db.command({ dbStats: 1 })).toMatchObject({ ok: 1, collections: 1 });
    expect(await db.admin().command({ buildInfo: 1 })).toMatchObject({ version: '6.0.3' });
    expect(await db.admin().command({ serverStatus: 1 })).toMatchObject({ ok: 1 });
    await expect(db.admin().command({ replSetGetStatus: 1 })).rejects.toThrow();
  });
});
