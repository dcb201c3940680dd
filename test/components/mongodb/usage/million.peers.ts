// A million pulses on a server that others wrote: right, within the time that a question may take, without a pause.
import { describe, expect, it, onTestFinished } from 'vitest';
import { needMongoWire, startMongoWire } from '../../../peers/mongowire.ts';
import { connect, insertPulses, insertWork } from './people.ts';
import { ALL, scraped, usageTarget, windows } from './support.ts';

const MILLION = 1_000_000;
/** That server reads all pulses for every window: it knows no ranges on its index, as MongoDB does. */
const SLOWEST_SECONDS = 20;

describe.runIf(needMongoWire())('a million pulses', () => {
  it('are counted', async () => {
    const peer = await startMongoWire({ heapMb: 2048 });
    onTestFinished(peer.stop);
    const client = await connect(peer.url);
    onTestFinished(() => client.close());
    const db = client.db('appsmith');
    const started = performance.now();
    const expected = await insertPulses(db, MILLION, Date.now());
    await insertWork(db);
    const inserted = performance.now() - started;
    const target = usageTarget(`${peer.url}/appsmith`);
    const { series, outcome } = await scraped(target, ALL, SLOWEST_SECONDS * 1000);
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    const took = [...series].filter(([name]) => name.includes('question_duration'));
    process.stdout.write(`inserted in ${(inserted / 1000).toFixed(1)} s\n`);
    for (const [name, seconds] of took) process.stdout.write(`${name} ${seconds.toFixed(4)}\n`);
    expect(windows(series)).toEqual(expected.active);
    expect(windows(series, 'appsmith_active_editors')).toEqual(expected.editors);
    expect(Math.max(...took.map(([, seconds]) => seconds))).toBeLessThan(SLOWEST_SECONDS);
    const begun = performance.now();
    const again = await scraped(target, 1);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(windows(again.series)).toEqual(expected.active);
  });
});
