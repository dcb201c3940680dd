// The component against a real PostgreSQL: what is told, by which role, over how many connections.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needPostgres, type Postgres, startPostgres } from '../../peers/postgres.ts';
import { postgresTarget, scrapePostgres } from './support.ts';

describe.runIf(needPostgres())('a real PostgreSQL', () => {
  let server: Postgres;
  const as = (user: string, password = 'secret') =>
    `postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres`;

  beforeAll(async () => {
    server = await startPostgres({
      tls: true,
      settings: ['max_connections=30', 'superuser_reserved_connections=3'],
      hba: [
        'host all postgres 127.0.0.1/32 trust',
        'hostssl all tls_only 127.0.0.1/32 scram-sha-256',
        'hostnossl all tls_only 127.0.0.1/32 reject',
        'host all all 127.0.0.1/32 scram-sha-256',
      ],
    });
    for (const role of ['monitor', 'lowly', 'tls_only']) {
      await server.sql(`create role ${role} login password 'secret'`);
    }
    await server.sql('grant pg_monitor to monitor');
    for (const name of ['keycloak', 'temporal', 'temporal_visibility']) {
      await server.sql(`create database ${name}`);
    }
  }, 60_000);
  afterAll(() => server?.stop());

  it('is told of', async () => {
    const { outcome, series } = await scrapePostgres(postgresTarget({ url: as('monitor') }));
    expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true, notes: [] });
    expect(series.get('pg_up')).toBe(1);
  });
});
