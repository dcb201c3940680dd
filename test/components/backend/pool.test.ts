// The driver's pool: its size as the database URL says it.
import { expect, it } from 'vitest';
import { poolMaxOf } from '../../../src/components/backend/pool.ts';
import { Secret } from '../../../src/scrape/secret.ts';
import { scrapeBackend } from './support.ts';

it.each([
  ['mongodb://a:b@localhost:27017/appsmith', 100],
  ['mongodb://a:b@h1:1,h2:2/appsmith?replicaSet=rs0&maxPoolSize=250', 250],
  ['mongodb+srv://a:b@cluster.example/appsmith?MAXPOOLSIZE=20&w=majority', 20],
  ['mongodb://localhost/appsmith?maxPoolSize=0', undefined],
  ['mongodb://localhost/appsmith?maxPoolSize=many', 100],
  ['postgresql://a:b@localhost/appsmith?maxPoolSize=5', undefined],
  ['', undefined],
])('%s → %s', (url, expected) => {
  expect(poolMaxOf(new Secret(url))).toBe(expected);
});

it('is a series of its own, absent where the URL is unknown', async () => {
  const mongodb_url = 'mongodb://a:b@localhost/appsmith?maxPoolSize=33';
  const { series, text } = await scrapeBackend({}, { settings: { mongodb_url } });
  expect(series.get('appsmith_backend_mongodb_pool_max_connections')).toBe(33);
  expect(text).not.toContain('a:b@');
  const { series: without } = await scrapeBackend({});
  expect(without.has('appsmith_backend_mongodb_pool_max_connections')).toBe(false);
});
