// PostgreSQL 12 to 17 by their recorded columns: each question asks only for what that version has.
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { questionsFor, SERVER } from '../../../src/components/postgres/queries.ts';
import { AppsmithModel } from '../../../src/demo/model/appsmith.ts';
import { PostgresModel } from '../../../src/demo/model/postgres.ts';
import { postgresAnswers } from '../../../src/demo/postgres/answers.ts';
import {
  type Answer,
  Failure,
  startPostgresWire,
  type Table,
} from '../../../src/demo/postgres-wire/index.ts';
import { postgresTarget, scrapePostgres } from './support.ts';

type Catalogue = Readonly<Record<string, readonly string[]>>;
const VERSIONS = JSON.parse(
  readFileSync('test/fixtures/postgres/columns.json', 'utf8'),
) as Readonly<Record<string, Catalogue>>;

const START = Date.UTC(2026, 0, 1);
const model = new AppsmithModel({ seed: 1, start: START });
const healthy = postgresAnswers(model, () => new PostgresModel(START));

/** Views and `alias.column` of a question that a version does not have; a stand-in for its parser. */
function missing(sql: string, catalogue: Catalogue): string[] {
  const views = [...sql.matchAll(/\b(?:from|join) (pg_\w+)(?!\w*\()(?: (\w))?/g)].map(
    ([, view = '', alias]) => ({ view, alias }),
  );
  const unknown = views.filter(({ view }) => !catalogue[view]).map(({ view }) => view);
  const wrong = views.flatMap(({ view, alias }) =>
    [...sql.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))]
      .map(([, column = '']) => column)
      .filter((column) => alias && catalogue[view] && !catalogue[view].includes(column))
      .map((column) => `${view}.${column}`),
  );
  return [...unknown, ...wrong];
}

async function serve(version: string, change: Record<string, () => Answer> = {}) {
  const catalogue = VERSIONS[version]!;
  const number = Number(version) * 10_000 + 4;
  const answers = Object.fromEntries(
    Object.entries(healthy).map(([name, answer]) => [
      name,
      (sql: string): Answer => {
        const lacks = missing(sql, catalogue);
        if (lacks.length > 0) return new Failure('42P01', lacks.join());
        if (name !== 'server') return answer(sql);
        const { columns, rows } = answer(sql) as Table;
        const row = [number, `${version}.4 (Debian ${version}.4-1)`, ...rows[0]!.slice(2)];
        if (number >= 160_000) row[4] = 2;
        return { columns, rows: [row] };
      },
    ]),
  );
  const server = await startPostgresWire({ answers: { ...answers, ...change }, version });
  onTestFinished(server.stop);
  return { ...server, url: `postgresql://reader@127.0.0.1:${server.port}/postgres` };
}

describe.each(Object.keys(VERSIONS))('PostgreSQL %s', (version) => {
  it('is asked for nothing that it does not have', () => {
    const versionNumber = Number(version) * 10_000;
    for (const isReplica of [false, true]) {
      const facts = { versionNumber, isReplica, seesAll: true, seesWal: true };
      for (const [question, sql] of [['server', SERVER] as const, ...questionsFor(facts)]) {
        expect(missing(sql, VERSIONS[version]!), question).toEqual([]);
      }
    }
  });

  it('tells its checkpoints and its version', async () => {
    const { url } = await serve(version);
    const { outcome, series } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
    expect(series.get(`pg_version_info{version="${version}.4"}`)).toBe(1);
    expect(series.get('pg_stat_checkpointer_num_requested_total')).toBe(1);
    expect(series.has('pg_settings_reserved_connections')).toBe(Number(version) >= 16);
  });
});

it('is a standby', async () => {
  const server = healthy.server!('') as Table;
  const row = [...server.rows[0]!];
  row[6] = true;
  row[7] = null;
  const { url, log } = await serve('16', {
    server: () => ({ columns: server.columns, rows: [row] }),
    standby: () => ({ columns: { lag: 'float8' }, rows: [[42.5]] }),
    slots: () => ({
      columns: { slot_name: 'text', active: 'bool', retained: 'float8' },
      rows: [['backup', false, null]],
    }),
  });
  const { outcome, series } = await scrapePostgres(postgresTarget({ url }));
  expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  expect(series.get('pg_replication_is_replica')).toBe(1);
  expect(series.get('pg_replication_lag_seconds')).toBe(42.5);
  expect(series.get('pg_replication_slots_slot_is_active{slot_name="backup"}')).toBe(0);
  expect(series.has('pg_wal_written_bytes_total')).toBe(false);
  expect(series.has('pg_replication_slots_retained_wal_bytes{slot_name="backup"}')).toBe(false);
  expect(log).not.toContain('replicas');
});

it('is a primary with standbys, one name twice and one slot that nobody reads', async () => {
  const { url } = await serve('17', {
    replicas: () => ({
      columns: { application_name: 'text', behind: 'float8' },
      rows: [['walreceiver', 4096]],
    }),
    slots: () => ({
      columns: { slot_name: 'text', active: 'bool', retained: 'float8' },
      rows: [['lost', false, 9e9]],
    }),
  });
  const { series } = await scrapePostgres(postgresTarget({ url }));
  const lag = 'pg_stat_replication_replay_lag_bytes{application_name="walreceiver"}';
  expect(series.get(lag)).toBe(4096);
  expect(series.get('pg_replication_slots_retained_wal_bytes{slot_name="lost"}')).toBe(9e9);
});
