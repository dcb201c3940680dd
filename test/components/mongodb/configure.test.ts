// Whether and where MongoDB is, decided from the settings alone.
import { describe, expect, it } from 'vitest';
import { mongodb } from '../../../src/components/mongodb/index.ts';
import { connectionModes, parseMongoUrl } from '../../../src/components/mongodb/url.ts';
import type { Absent, Configured } from '../../../src/scrape/component.ts';
import { settingsOf } from '../../support/component.ts';

const configure = (url?: string, kind?: 'env' | 'docker.env') =>
  mongodb.configure(settingsOf(mongodb, url === undefined ? {} : { url }, kind), {}) as Configured &
    Absent;

describe('where it is', () => {
  it.each([
    ['mongodb://appsmith:s3cret@localhost:27017/appsmith', 'mongodb://localhost:27017/appsmith'],
    ['mongodb://localhost', 'mongodb://localhost/appsmith'],
    ['mongodb://u:s3cret@a:1,b:2,c/db?replicaSet=rs0', 'mongodb://a:1,b:2,c/db'],
    [
      'mongodb+srv://u:s3cret@x.mongodb.net/?retryWrites=true',
      'mongodb+srv://x.mongodb.net/appsmith',
    ],
    ['mongodb://u:s3cret@[::1]:27017/appsmith', 'mongodb://[::1]:27017/appsmith'],
    ['mongodb://u:s3/cret@host/appsmith', 'mongodb://host/appsmith'],
    ['MongoDB://u:s3cret@host/appsmith', 'mongodb://host/appsmith'],
  ])('%s', (url, address) => {
    const configured = configure(url);
    expect(configured.address).toBe(address);
    expect(JSON.stringify(configured)).not.toMatch(/s3|cret/);
  });

  it.each([
    ['postgresql://appsmith:s3cret@localhost:5432/appsmith', /PostgreSQL/],
    ['postgres://localhost/appsmith', /PostgreSQL/],
    ['', /no connection string/],
    ['http://localhost:27017', /no MongoDB connection string/],
    ['mongodb://', /no MongoDB connection string/],
    ['mongodb://u:p@ss@host/appsmith', /no MongoDB connection string/],
    ['mongodb://host:port/appsmith', /no MongoDB connection string/],
    ['mongodb://host:99999/appsmith', /no MongoDB connection string/],
    ['mongodb://a,,b/appsmith', /no MongoDB connection string/],
  ])('%s is absent', (url, why) => {
    const absent = configure(url);
    expect(absent.absent).toMatch(why);
    expect(JSON.stringify(absent)).not.toMatch(/s3cret|p@ss/);
  });

  it('not set is absent, with what to set', () => {
    expect(configure()).toMatchObject({ hint: expect.stringContaining('APPSMITH_DB_URL') });
  });

  it.each([
    ['mongodb://localhost:27017/appsmith', 'docker.env', true],
    ['mongodb://127.0.0.1/appsmith', 'docker.env', true],
    ['mongodb://[::1]:27017/appsmith', 'docker.env', true],
    ['mongodb://localhost:27017/appsmith', 'env', false],
    ['mongodb://mongo:27017/appsmith', 'docker.env', false],
    ['mongodb://localhost,mongo/appsmith', 'docker.env', false],
    ['mongodb+srv://localhost/appsmith', 'docker.env', false],
  ] as const)('%s from %s: uncertain %s', (url, kind, uncertain) => {
    expect(configure(url, kind).presence).toEqual({ program: 'mongodb', uncertain });
  });
});

describe('how it is connected', () => {
  it.each([
    ['mongodb://localhost/appsmith', ['direct']],
    ['mongodb://localhost/appsmith?retryWrites=true', ['direct']],
    ['mongodb://localhost/appsmith?replicaset=mr1', ['as-written', 'direct']],
    ['mongodb://a,b/appsmith', ['as-written']],
    ['mongodb+srv://x.mongodb.net/appsmith', ['as-written']],
    ['mongodb://localhost/?directConnection=false', ['as-written']],
    ['mongodb://localhost/?loadBalanced=true', ['as-written']],
  ])('%s', (url, modes) => {
    expect(connectionModes(parseMongoUrl(url)!)).toEqual(modes);
  });
});
