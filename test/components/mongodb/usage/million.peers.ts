// A million pulses on a server that others wrote: counted right, and how long each question takes there.
import type { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Book } from '../../../../src/components/mongodb/usage/book.ts';
import { needMongoWire, startMongoWire } from '../../../peers/mongowire.ts';
import type { Peer } from '../../../peers/process.ts';
import { readInto } from '../fixtures.ts';
import { connect, type Expected, insertPulses, insertWork } from './people.ts';
import { ALL, windows } from './support.ts';

const MILLION = 1_000_000;

/** It knows no time limit, and no ranges on its index as MongoDB does: it reads all pulses for every window. */
describe.runIf(needMongoWire())('a million pulses', () => {
  let peer: Peer;
  let client: MongoClient;
  let expected: Expected;

  beforeAll(async () => {
    peer = await startMongoWire({ heapMb: 2048 });
    client = await connect(peer.url);
    const started = performance.now();
    expected = await insertPulses(client.db('appsmith'), MILLION, Date.now());
    await insertWork(client.db('appsmith'));
    report(`inserted in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  });

  afterAll(async () => {
    await client?.close();
    await peer?.stop();
  });

  it('are counted right', async () => {
    const book = new Book();
    const run = (database: string, command: object) => client.db(database).command(command);
    const { signal } = new AbortController();
    for (let i = 0; i < ALL; i++) await book.ask(run, 'appsmith', signal);
    const { series } = readInto((samples) => book.tell(samples));
    for (const [name, seconds] of series) {
      if (name.includes('duration')) report(`${name} ${seconds.toFixed(4)}`);
    }
    expect(windows(series)).toEqual(expected.active);
    expect(windows(series, 'appsmith_active_editors')).toEqual(expected.editors);
    expect(windows(series, 'appsmith_active_anonymous_visitors')).toEqual(expected.anonymous);
  });
});

const report = (line: string) => process.stdout.write(`${line}\n`);
