// The component against a real PostgreSQL: what is told, to which role, over how many connections.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Connection } from '../../../src/components/postgres/connection.ts';
import { questionsFor, SERVER } from '../../../src/components/postgres/queries.ts';
import { parsePostgresUrl } from '../../../src/components/postgres/url.ts';
import { AppsmithModel } from '../../../src/demo/model/appsmith.ts';
import { PostgresModel } from '../../../src/demo/model/postgres.ts';
import { postgresAnswers } from '../../../src/demo/postgres/answers.ts';
import type { Table } from '../../../src/demo/postgres-wire/index.ts';
import { TYPES } from '../../../src/demo/postgres-wire/messages.ts';
import { needPostgres, type Postgres, startPostgres } from '../../peers/postgres.ts';
import { postgresTarget, scrapePostgres } from './support.ts';

describe.runIf(needPostgres())('a real PostgreSQL', () => {
  let server: Postgres;
  const as = (user: string, { password = 'secret', query = '' } = {}) =>
    `postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres${query}`;
  const mine = (user: string) =>
    server.sql(
      `select count(*) from pg_stat_activity where application_name = 'appsmith-exporter' and usename = '${user}'`,
    );

  beforeAll(async () => {
    server = await startPostgres({
      tls: true,
      settings: ['max_connections=20', 'superuser_reserved_connections=3', 'deadlock_timeout=10ms'],
      hba: [
        'host all open 127.0.0.1/32 trust',
        'hostssl all tls_only 127.0.0.1/32 scram-sha-256',
        'host all old 127.0.0.1/32 md5',
        'host all plain 127.0.0.1/32 password',
        'host all all 127.0.0.1/32 scram-sha-256',
      ],
    });
    await server.sql(
      ['monitor', 'lowly', 'tls_only', 'plain', 'open']
        .map((role) => `create role ${role} login password 'secret'`)
        .join(';'),
    );
    await server.sql("set password_encryption = md5; create role old login password 'secret'");
    await server.sql('grant pg_monitor to monitor');
    for (const name of ['keycloak', 'temporal', 'temporal_visibility']) {
      await server.sql(`create database ${name}`);
    }
  }, 60_000);
  afterAll(() => server?.stop());

  async function client(): Promise<pg.Client> {
    const config = { host: server.dir, port: server.port, user: 'postgres', database: 'keycloak' };
    const one = new pg.Client(config);
    await one.connect();
    onTestFinished(() => one.end().catch(() => {}));
    return one;
  }

  it('tells a member of pg_monitor everything', async () => {
    const { outcome, series } = await scrapePostgres(postgresTarget({ url: as('monitor') }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true, notes: [] });
    expect(series.get('pg_up')).toBe(1);
    expect(series.get('pg_settings_max_connections')).toBe(20);
    expect(series.get('pg_settings_superuser_reserved_connections')).toBe(3);
    expect(series.get('pg_replication_is_replica')).toBe(0);
    expect(series.get('pg_wal_written_bytes_total')).toBeGreaterThan(1e6);
    expect(series.get('pg_wal_size_bytes')).toBeGreaterThanOrEqual(16 << 20);
    expect(series.get('pg_monitor_missing')).toBe(0);
    const age = Date.now() / 1000 - series.get('pg_postmaster_start_time_seconds')!;
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(120);
    for (const datname of ['keycloak', 'temporal', 'temporal_visibility', 'postgres']) {
      expect(series.get(`pg_database_size_bytes{datname="${datname}"}`)).toBeGreaterThan(1e6);
      expect(series.get(`pg_locks_waiting{datname="${datname}"}`)).toBe(0);
      expect(series.has(`pg_stat_database_xact_commit_total{datname="${datname}"}`)).toBe(true);
    }
    expect([...series.keys()].some((key) => key.includes('template'))).toBe(false);
    expect(series.has('pg_replication_lag_seconds')).toBe(false);
    expect(series.has('pg_stat_checkpointer_num_timed_total')).toBe(true);
    const own = 'pg_stat_activity_connections{datname="postgres",state="active"}';
    expect(series.get(own)).toBeGreaterThanOrEqual(1);
  });

  it('leaves out what a role without rights may not see, and fills no log with it', async () => {
    await client();
    const before = server.output();
    const { outcome, series } = await scrapePostgres(postgresTarget({ url: as('lowly') }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['postgres-not-monitor']);
    expect(series.get('pg_monitor_missing')).toBe(1);
    expect(series.get('pg_database_size_bytes{datname="keycloak"}')).toBeGreaterThan(1e6);
    const hidden = 'pg_stat_activity_connections{datname="keycloak",state="hidden"}';
    expect(series.get(hidden)).toBe(1);
    const names = new Set([...series.keys()].map((key) => key.split('{')[0]));
    for (const name of ['pg_wal_size_bytes', 'pg_stat_activity_max_tx_duration_seconds']) {
      expect(names.has(name)).toBe(false);
    }
    expect(server.output().slice(before.length)).not.toMatch(/ERROR|FATAL/);
  });

  it('tells of transactions left open, of who waits, and of deadlocks', async () => {
    const target = postgresTarget({ url: as('monitor') });
    const [one, two] = await Promise.all([client(), client()]);
    await one.query('create table if not exists t (id int primary key, n int)');
    await one.query('insert into t values (1, 0), (2, 0) on conflict do nothing');
    await one.query('begin; update t set n = 1 where id = 1');
    await two.query('begin; update t set n = 2 where id = 2');
    const waiting = two.query('update t set n = 2 where id = 1').catch((error: Error) => error);
    const { series } = await scrapePostgres(target);
    const idle = '{datname="keycloak",state="idle in transaction"}';
    expect(series.get(`pg_stat_activity_connections${idle}`)).toBe(1);
    expect(series.get(`pg_stat_activity_max_tx_duration_seconds${idle}`)).toBeGreaterThan(0);
    const waits = async () =>
      (await scrapePostgres(target)).series.get('pg_locks_waiting{datname="keycloak"}');
    await expect.poll(waits).toBeGreaterThanOrEqual(1);
    const other = one.query('update t set n = 1 where id = 2').catch((error: Error) => error);
    const ended = await Promise.all([waiting, other]);
    expect(ended.filter((result) => /deadlock/.test(String(result)))).toHaveLength(1);
    // A session tells its statistics at its end at the latest.
    await Promise.all([one.end(), two.end()]);
    const deadlocks = 'pg_stat_database_deadlocks_total{datname="keycloak"}';
    await expect
      .poll(async () => (await scrapePostgres(target)).series.get(deadlocks))
      .toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['scram-sha-256', 'monitor', ''],
    ['md5', 'old', ''],
    ['a password as it is', 'plain', ''],
    ['TLS', 'tls_only', '?sslmode=require'],
  ])('lets in by %s', async (_, user, query) => {
    const { outcome } = await scrapePostgres(postgresTarget({ url: as(user, { query }) }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('has its certificate checked where that is asked for', async () => {
    const url = as('tls_only', { query: '?sslmode=verify-full' });
    const stranger = await scrapePostgres(postgresTarget({ url }));
    expect(stranger.outcome).toMatchObject({ state: 'down', reason: 'tls' });
    const ca = `${server.dir}/data/server.crt`;
    const known = await scrapePostgres(postgresTarget({ url, ca }));
    expect(known.outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it.each(['monitor', 'old', 'plain', 'nobody'])('refuses a wrong password of %s', async (user) => {
    const url = as(user, { password: 'wrong-horse' });
    const { outcome, series, text } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'unauthorized', success: true });
    expect(series.get('pg_up')).toBe(0);
    expect(JSON.stringify([outcome.detail, outcome.notes, text])).not.toContain('wrong-horse');
  });

  it('is up where no user is known, as pg_isready would say', async () => {
    const before = server.output();
    const url = `postgresql://127.0.0.1:${server.port}`;
    const { outcome, series } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
    expect(outcome.notes.map(({ code }) => code)).toEqual(['postgres-no-user']);
    expect(series.get('pg_up')).toBe(1);
    expect(series.has('pg_settings_max_connections')).toBe(false);
    expect(server.output().slice(before.length)).not.toMatch(/ERROR|FATAL/);
  });

  it('is asked over a Unix socket too', async () => {
    const url = `postgresql:///keycloak?host=${server.dir}&port=${server.port}&user=monitor`;
    const { outcome } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
  });

  it('keeps one connection over scrapes, and none after the end', async () => {
    const target = postgresTarget({ url: as('open') });
    const pid = () =>
      server.sql("select string_agg(pid::text, ' ') from pg_stat_activity where usename = 'open'");
    await scrapePostgres(target);
    const first = await pid();
    for (let i = 0; i < 5; i++) await scrapePostgres(target);
    expect(await pid()).toBe(first);
    expect(first).toMatch(/^\d+$/);
    await target.close();
    await expect.poll(() => mine('open')).toBe('0');
    expect(server.output()).not.toMatch(/unexpected EOF|reset by peer/);
  });

  it('replaces a connection that the server has ended', async () => {
    const target = postgresTarget({ url: as('open') });
    await scrapePostgres(target);
    await server.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'open'",
    );
    const { outcome, series } = await scrapePostgres(target);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('pg_up')).toBe(1);
    expect(await mine('open')).toBe('1');
  });

  it('ends at the deadline while the server hangs, and goes on when it does', async () => {
    const target = postgresTarget({ url: as('open') });
    await scrapePostgres(target);
    const pids = await server.sql("select pid from pg_stat_activity where usename = 'open'");
    process.kill(Number(pids), 'SIGSTOP');
    server.signal('SIGSTOP');
    const started = performance.now();
    const { outcome, series } = await scrapePostgres(target, 400);
    expect(performance.now() - started).toBeLessThan(2000);
    server.signal('SIGCONT');
    process.kill(Number(pids), 'SIGCONT');
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout', success: false });
    expect(series.get('pg_up')).toBe(0);
    const after = await scrapePostgres(target);
    expect(after.outcome).toMatchObject({ state: 'up', reason: undefined });
    await expect.poll(() => mine('open')).toBe('1');
  });

  it('is down when all its connections are taken', async () => {
    const target = postgresTarget({ url: as('monitor') });
    await server.sql('alter role monitor connection limit 0');
    const { outcome, series } = await scrapePostgres(target);
    await server.sql('alter role monitor connection limit -1');
    expect(outcome).toMatchObject({ state: 'down', reason: 'unhealthy', success: true });
    expect(series.get('pg_up')).toBe(0);
    expect((await scrapePostgres(target)).outcome).toMatchObject({ state: 'up' });
  });

  it('is only read, and ends by itself what takes too long', async () => {
    const url = parsePostgresUrl(
      `postgresql://postgres@x/postgres?host=${server.dir}&port=${server.port}`,
    )!;
    const connection = new Connection(url);
    onTestFinished(() => connection.close());
    const { signal } = new AbortController();
    await connection.open(signal);
    await expect(connection.query(signal, 1000, 'create table x ()')).rejects.toMatchObject({
      state: '25006',
    });
    await expect(connection.query(signal, 50, 'select pg_sleep(20)')).rejects.toMatchObject({
      reason: 'timeout',
    });
    const [row] = await connection.query(
      signal,
      1000,
      "select current_setting('statement_timeout') as t",
    );
    expect(row).toEqual({ t: '1s' });
    expect(connection.isOpen).toBe(true);
  });

  it('has the columns that are recorded of its version', async () => {
    const version = (await server.sql('show server_version_num')).slice(0, 2);
    const recorded = (
      JSON.parse(readFileSync('test/fixtures/postgres/columns.json', 'utf8')) as Record<
        string,
        Record<string, string[]>
      >
    )[version];
    for (const [view, columns] of Object.entries(recorded ?? {})) {
      const real = await server.sql(
        `select attname from pg_attribute where attrelid = '${view}'::regclass and attnum > 0`,
      );
      expect(real.split('\n'), view).toEqual(expect.arrayContaining(columns));
    }
  });

  it('answers with the columns and types that the demo’s stand-in has', async () => {
    const one = await client();
    const start = Date.UTC(2026, 0, 1);
    const model = new AppsmithModel({ seed: 1, start });
    const demo = postgresAnswers(model, () => new PostgresModel(start));
    const facts = { versionNumber: 150_000, isReplica: false, seesAll: true, seesWal: true };
    for (const [question, sql] of [['server', SERVER] as const, ...questionsFor(facts)]) {
      const { fields } = await one.query(sql);
      const real = fields.map(({ name, dataTypeID }) => [name, dataTypeID]);
      const { columns } = demo[question]!(sql) as Table;
      const told = Object.entries(columns).map(([name, type]) => [name, TYPES[type]]);
      expect(told, question).toEqual(real);
    }
  });
});
