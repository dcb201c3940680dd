// Active users: counted within limits and rarely, from pulses or else from users, and never at the scrape's cost.
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageCounter } from '../../../src/components/mongodb/usage.ts';
import { cursor, failure, type Handler } from '../../../src/demo/mongo-wire/index.ts';
import { SampleSet } from '../../../src/metrics/index.ts';
import { needMongoWire, startMongoWire } from '../../peers/mongowire.ts';
import { scraper, urlOf, wire } from './support.ts';

const COUNTS = { _id: null, '5m': 3, '1d': 12, '7d': 30, '30d': 41 };

/** Answers for the given collections; `$currentOp` as always. */
const counting =
  (counts: Record<string, object>, asked: Record<string, unknown>[] = []): Handler =>
  (command) => {
    asked.push(command);
    const row = counts[String(command.aggregate)];
    return cursor('appsmith.x', row ? [row] : []);
  };

const counted = (url: string) => scraper(url, { active_users: true });

const users = (series: ReadonlyMap<string, number>) =>
  ['5m', '1d', '7d', '30d'].map((window) =>
    series.get(`appsmith_active_users{window="${window}"}`),
  );

describe('active users', () => {
  it('come from the pulses, in one question with limits', async () => {
    const asked: Record<string, unknown>[] = [];
    const server = await wire({ handlers: { aggregate: counting({ usagePulse: COUNTS }, asked) } });
    const scrape = counted(urlOf(server));
    const { series } = await scrape();
    expect(users(series)).toEqual([3, 12, 30, 41]);
    expect(series.get('appsmith_active_users_age_seconds')).toBeLessThan(5);
    const [question] = asked.filter(({ aggregate }) => aggregate === 'usagePulse');
    expect(question?.maxTimeMS).toBe(2000);
    expect(question?.pipeline).toMatchObject([
      { $match: { _id: {} } },
      { $sort: { _id: -1 } },
      { $limit: 200_000 },
      {},
      {},
    ]);
    await scrape();
    expect(asked.filter(({ aggregate }) => aggregate === 'usagePulse')).toHaveLength(1);
  });

  it('are not asked for unless somebody wants them', async () => {
    const asked: Record<string, unknown>[] = [];
    const server = await wire({ handlers: { aggregate: counting({ usagePulse: COUNTS }, asked) } });
    const { series } = await scraper(urlOf(server))();
    expect([...series.keys()].join()).not.toContain('active_users');
    expect(asked.filter(({ $db }) => $db === 'appsmith')).toEqual([]);
  });

  it('come from the users where there are no pulses', async () => {
    const server = await wire({ handlers: { aggregate: counting({ user: COUNTS }) } });
    expect(users((await counted(urlOf(server))()).series)).toEqual([3, 12, 30, 41]);
  });

  it('are left out where nobody ever came', async () => {
    const server = await wire({ handlers: { aggregate: counting({}) } });
    const { series, outcome } = await counted(urlOf(server))();
    expect([...series.keys()].join()).not.toContain('active_users');
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
  });

  it.each([
    [13, 'not authorized on appsmith to execute command'],
    [50, 'operation exceeded time limit'],
  ])('a refusal (%i) leaves them out, and nothing else', async (code, text) => {
    const aggregate: Handler = (command) =>
      command.aggregate === 1 ? cursor('admin.x', []) : failure(code, text);
    const { series, outcome } = await counted(urlOf(await wire({ handlers: { aggregate } })))();
    expect([...series.keys()].join()).not.toContain('active_users');
    expect(series.get('mongodb_up')).toBe(1);
    expect(outcome).toMatchObject({ success: true, reason: undefined });
  });
});

describe('a count', () => {
  const answers = (row: object | Error) => async () => {
    if (row instanceof Error) throw row;
    return cursor('appsmith.usagePulse', [row]);
  };
  const refusal = Object.assign(new Error('no'), { name: 'MongoServerError', code: 13 });

  async function collected(counter: UsageCounter, row: object | Error) {
    const samples = new SampleSet();
    await counter.collect(answers(row), 'appsmith', samples);
    return [...samples.families()].flatMap(([, list]) => [...list].map(({ value }) => value));
  }

  it('is renewed after five minutes, kept through refusals, and gone after an hour of them', async () => {
    let minutes = 0;
    const counter = new UsageCounter(() => 1.7e12 + minutes * 60_000);
    expect(await collected(counter, COUNTS)).toEqual([3, 12, 30, 41, 0]);
    minutes = 4;
    expect(await collected(counter, { ...COUNTS, '5m': 9 })).toEqual([3, 12, 30, 41, 240]);
    minutes = 5;
    expect(await collected(counter, { ...COUNTS, '5m': 9 })).toEqual([9, 12, 30, 41, 0]);
    minutes = 20;
    expect(await collected(counter, refusal)).toEqual([9, 12, 30, 41, 900]);
    minutes = 66;
    expect(await collected(counter, refusal)).toEqual([]);
  });
});

describe.skipIf(!needMongoWire())('against a server written by others', () => {
  it('counts each person once in each window', async () => {
    const server = await startMongoWire();
    onTestFinished(() => server.stop());
    const client = new MongoClient(`${server.url}/?directConnection=true`);
    onTestFinished(() => client.close());
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await client
      .db('appsmith')
      .collection('usagePulse')
      .insertMany([
        { user: 'a', createdAt: ago(0) },
        { user: 'a', createdAt: ago(30) },
        { user: 'b', createdAt: ago(2) },
        { user: 'c', createdAt: ago(100) },
        { user: 'd', createdAt: ago(500) },
      ]);
    const counter = new UsageCounter();
    const samples = new SampleSet();
    const run = (database: string, command: object) => client.db(database).command(command);
    await counter.collect(run, 'appsmith', samples);
    const values = [...samples.families()].flatMap(([, list]) => [...list]);
    expect(values.slice(0, 4).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  });
});
