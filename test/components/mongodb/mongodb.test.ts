// MongoDB over the wire: what a scrape gives when all is well, and how it fails.
import { describe, expect, it } from 'vitest';
import { scraper, urlOf, wire } from './support.ts';

describe('a MongoDB that answers', () => {
  it('is up, with its connections', async () => {
    const server = await wire();
    const { outcome, series } = await scraper(urlOf(server))();
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect(series.get('mongodb_up')).toBe(1);
    expect(series.get('mongodb_connections{state="current"}')).toBe(12);
    expect(series.get('mongodb_connections_max')).toBe(838_860);
  });

  it('is up behind a password', async () => {
    const server = await wire({ user: 'appsmith', password: 'p@ss,w=rd' });
    const url = urlOf(server, '/appsmith', 'appsmith:p%40ss%2Cw%3Drd@');
    const { outcome, series } = await scraper(url)();
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('mongodb_connections{state="active"}')).toBe(3);
  });
});
