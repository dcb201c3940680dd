// Against a server that others wrote: what is counted is what is there, with a hundred thousand pulses (a million: million.peers.ts).
import { describe, expect, it, onTestFinished } from 'vitest';
import { needMongoWire, startMongoWire } from '../../../peers/mongowire.ts';
import { connect, insertPulses, insertWork } from './people.ts';
import { ALL, scraped, usageTarget, windows } from './support.ts';

describe.runIf(needMongoWire())('mongo-java-server', () => {
  it('counts each person once in each window, and what is not deleted', async () => {
    const peer = await startMongoWire({ heapMb: 400 });
    onTestFinished(peer.stop);
    const client = await connect(peer.url);
    onTestFinished(() => client.close());
    const db = client.db('appsmith');
    const expected = await insertPulses(db, 100_000, Date.now());
    await insertWork(db);
    const { series, outcome } = await scraped(usageTarget(`${peer.url}/appsmith`), ALL, 20_000);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
    expect(windows(series)).toEqual(expected.active);
    expect(windows(series, 'appsmith_active_editors')).toEqual(expected.editors);
    expect(windows(series, 'appsmith_active_anonymous_visitors')).toEqual(expected.anonymous);
    expect(Object.fromEntries(series)).toMatchObject({
      appsmith_users: 12,
      appsmith_workspaces: 3,
      appsmith_applications: 7,
      appsmith_pages: 20,
      appsmith_queries: 30,
      appsmith_js_objects: 4,
      'appsmith_datasources{plugin="postgres"}': 3,
      'appsmith_datasources{plugin="restapi"}': 2,
    });
  }, 60_000);
});
