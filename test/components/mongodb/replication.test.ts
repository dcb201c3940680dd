// The replica set, the oplog's window and the sizes of a database from recorded answers.
import { Timestamp } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { readDbStats } from '../../../src/components/mongodb/read/database.ts';
import { readOplog, readReplicaSet } from '../../../src/components/mongodb/read/replication.ts';
import { fixture, readInto } from './fixtures.ts';

const read = (answer: object) => readInto((samples) => readReplicaSet(answer, samples));
const member = (name: string) => `{set="rs0",name="${name}:27017"}`;
const LAG = 'mongodb_replset_member_replication_lag_seconds';

describe('replSetGetStatus', () => {
  const { series } = read(fixture('7.0/replSetGetStatus.json'));

  it('says how far each secondary lags, in seconds', () => {
    expect(series.get(LAG + member('mongo-1'))).toBe(45);
  });

  it('a secondary that seems ahead of the primary does not lag', () => {
    expect(series.get(LAG + member('mongo-2'))).toBe(0);
  });

  it.each(['mongo-0', 'arbiter', 'mongo-3'])('%s has no lag at all', (name) => {
    expect(series.has(LAG + member(name))).toBe(false);
  });

  it('says who is in which state and whether they can be reached', () => {
    expect(series.get('mongodb_replset_my_state{set="rs0"}')).toBe(1);
    expect(series.get('mongodb_replset_number_of_members{set="rs0"}')).toBe(5);
    expect(series.get('mongodb_replset_term{set="rs0"}')).toBe(24);
    expect(series.get(`mongodb_replset_member_state${member('arbiter')}`)).toBe(7);
    expect(series.get(`mongodb_replset_member_health${member('mongo-3')}`)).toBe(0);
    expect(series.get(`mongodb_replset_member_ping_seconds${member('mongo-1')}`)).toBe(0.003);
    expect(series.get('mongodb_replset_primary_elected_timestamp_seconds{set="rs0"}')).toBe(
      Date.parse('2026-01-03T04:30:12Z') / 1000,
    );
  });

  it('without a primary there is no lag and no election', () => {
    const status = fixture('7.0/replSetGetStatus.json');
    status.members[0].state = 2;
    const { series: orphaned } = read(status);
    expect([...orphaned.keys()].filter((name) => /lag|elected/.test(name))).toEqual([]);
  });

  it('a recorded 4.2 gives this, whole', async () => {
    const { text } = read(fixture('4.2/getDiagnosticData.json').replSetGetStatus);
    await expect(text).toMatchFileSnapshot('../../fixtures/mongodb/4.2/replSetGetStatus.prom');
  });

  it.each([{}, { members: 'none' }, { members: [{}], myState: null }])('%j', (answer) => {
    expect([...read(answer).series.values()].filter((value) => value === 0)).toEqual([]);
  });
});

describe('oplog', () => {
  const oplog = (answer: object) =>
    Object.fromEntries(readInto((samples) => readOplog(answer, samples)).series);

  it('is as wide as from its first entry to its last', () => {
    const first = { ts: new Timestamp({ t: 1_700_000_000, i: 3 }) };
    const last = { ts: new Timestamp({ t: 1_700_090_000, i: 1 }) };
    expect(oplog({ first, last })).toEqual({
      mongodb_oplog_oldest_timestamp_seconds: 1_700_000_000,
      mongodb_oplog_newest_timestamp_seconds: 1_700_090_000,
      mongodb_oplog_window_seconds: 90_000,
    });
  });

  it('that is empty, or no oplog, has no width', () => {
    expect(oplog({ first: undefined, last: undefined })).toEqual({});
    expect(oplog({ first: { ts: 'x' }, last: {} })).toEqual({});
  });
});

it('dbStats: what there is', () => {
  const { series } = readInto((samples) =>
    readDbStats({ objects: 12, dataSize: 3400.0, fsUsedSize: null }, samples, 'appsmith'),
  );
  expect(Object.fromEntries(series)).toEqual({
    'mongodb_dbstats_objects{database="appsmith"}': 12,
    'mongodb_dbstats_data_size_bytes{database="appsmith"}': 3400,
  });
});
