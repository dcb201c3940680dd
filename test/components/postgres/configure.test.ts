// Where a PostgreSQL is, from what the settings say: the forms of a URL, and which of several names counts.
import { describe, expect, it } from 'vitest';
import { postgres } from '../../../src/components/postgres/index.ts';
import { addressOf, parsePostgresUrl } from '../../../src/components/postgres/url.ts';
import type { Configured } from '../../../src/scrape/component.ts';
import { settingsOf } from '../../support/component.ts';
import { refusedUrl } from '../../support/http.ts';
import { postgresTarget, scrapePostgres } from './support.ts';

const configure = (values: Record<string, string> = {}, kind?: 'env' | 'docker.env') =>
  postgres.configure(settingsOf(postgres, values, kind), {});

describe('a URL', () => {
  it.each([
    ['postgresql://u:p@db:5433/keycloak', 'db', 5433, 'u', 'p', 'keycloak', 'prefer'],
    ['postgres://u@db/k?sslmode=verify-full', 'db', 5432, 'u', undefined, 'k', 'verify-full'],
    ['jdbc:postgresql://db:5433/keycloak', 'db', 5433, undefined, undefined, 'keycloak', 'prefer'],
    [
      'jdbc:postgresql://db/k?user=u&password=p%26&ssl=true',
      'db',
      5432,
      'u',
      'p&',
      'k',
      'verify-full',
    ],
    ['db:5433/keycloak', 'db', 5433, undefined, undefined, 'keycloak', 'prefer'],
    ['db/keycloak', 'db', 5432, undefined, undefined, 'keycloak', 'prefer'],
    ['postgresql://u:p%40@[::1]:5433/k', '::1', 5433, 'u', 'p@', 'k', 'prefer'],
    ['postgresql://u:p@ss/w@db/k', 'db', 5432, 'u', 'p@ss/w', 'k', 'prefer'],
    ['postgresql://u@a:1,b:2/k', 'a', 1, 'u', undefined, 'k', 'prefer'],
    ['postgresql:///k?host=/run/pg', '/run/pg', 5432, undefined, undefined, 'k', 'prefer'],
    ['postgresql://', '127.0.0.1', 5432, undefined, undefined, undefined, 'prefer'],
  ] as const)('%s', (text, host, port, user, password, database, sslMode) => {
    expect({
      user: undefined,
      password: undefined,
      database: undefined,
      ...parsePostgresUrl(text),
    }).toEqual({
      host,
      port,
      user,
      password,
      database,
      sslMode,
    });
  });

  it.each([
    '',
    'mongodb://h/db',
    'jdbc:h2:/appsmith-stacks/data/keycloak',
    'postgresql://h:0/db',
    'postgresql://h:99999/db',
    'http://h/db',
    '/appsmith',
  ])('is none: %s', (text) => {
    expect(parsePostgresUrl(text)).toBeUndefined();
  });

  it('is told without user and password', () => {
    expect(addressOf(parsePostgresUrl('postgresql://u:p@[::1]/k')!)).toBe(
      'postgresql://[::1]:5432/k',
    );
    expect(addressOf(parsePostgresUrl('postgresql://u:p@h?host=/run/pg')!)).toBe(
      'postgresql:///run/pg:5432',
    );
  });
});

describe('where it is', () => {
  it('is the exporter’s own word before all others', () => {
    const told = configure({
      url: 'postgresql://r@own/db',
      appsmith_url: 'postgresql://a:b@appsmith/db',
      keycloak_url: 'jdbc:postgresql://keycloak/db',
    }) as Configured;
    expect(told.address).toBe('postgresql://own:5432/db');
    expect(told.notes?.map(({ code }) => code)).toEqual(['postgres-another', 'postgres-another']);
    expect(JSON.stringify(told.notes)).not.toContain('a:b');
  });

  it('is Appsmith’s own database where that is a PostgreSQL', () => {
    const url = 'postgresql://appsmith:x@localhost:5432/appsmith';
    expect(configure({ appsmith_url: url }, 'docker.env')).toMatchObject({
      address: 'postgresql://localhost:5432/appsmith',
      presence: { program: 'postgres', uncertain: true },
      notes: [],
    });
    expect(configure({ appsmith_url: 'mongodb://h/appsmith' })).toMatchObject({
      presence: { guessed: true },
    });
  });

  it('is Keycloak’s database, with its user', () => {
    const told = configure({ keycloak_url: 'db.internal/keycloak', keycloak_driver: 'postgresql' });
    expect(told).toMatchObject({ address: 'postgresql://db.internal:5432/keycloak' });
    expect(
      configure({ keycloak_url: 'jdbc:h2:/data/keycloak', keycloak_driver: 'h2' }),
    ).toMatchObject({ presence: { guessed: true } });
  });

  it('is one server under two names', () => {
    const told = configure({
      appsmith_url: 'postgresql://a@localhost/appsmith',
      keycloak_url: '127.0.0.1:5432/keycloak',
    });
    expect(told).toMatchObject({ notes: [] });
  });

  it('is where Appsmith would embed it, if nothing names it', () => {
    expect(configure()).toMatchObject({
      address: 'postgresql://127.0.0.1:5432/postgres',
      presence: { program: 'postgres', uncertain: false, guessed: true },
    });
  });

  it('is nowhere if Appsmith is told to embed none', () => {
    expect(configure({ embedded: '0' })).toMatchObject({
      absent: expect.stringMatching(/no Post/),
    });
    expect(configure({ embedded: '1' })).toMatchObject({ presence: { guessed: true } });
  });
});

it('cannot read a URL, and says whose', async () => {
  const { outcome } = await scrapePostgres(
    postgresTarget({ keycloak_url: 'jdbc:oracle:thin:s3cret' }),
  );
  expect(outcome).toMatchObject({ state: 'down', reason: 'unsupported' });
  expect(outcome.notes).toMatchObject([{ code: 'postgres-url-unreadable' }]);
  expect(JSON.stringify([outcome.detail, outcome.notes])).not.toContain('s3cret');
});

it('counts as down where docker.env names it, it refuses, and nobody knows what is embedded', async () => {
  const { port } = new URL(await refusedUrl());
  const url = `postgresql://u:p@127.0.0.1:${port}/appsmith`;
  const target = postgresTarget({ appsmith_url: url }, 'docker.env');
  const { outcome, series } = await scrapePostgres(target);
  // Without supervisord's word nobody knows: then it counts as down.
  expect(outcome).toMatchObject({ state: 'down', reason: 'refused' });
  expect(series.get('pg_up')).toBe(0);
});
