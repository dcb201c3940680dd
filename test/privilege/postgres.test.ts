// The documented PostgreSQL role against a real server: everything is told, nothing refused, and only views are read.
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgres } from '../../src/components/postgres/index.ts';
import { needPostgres, startPostgres } from '../peers/postgres.ts';
import { scrapeText, targetOf } from '../support/component.ts';
import { postgresRole } from './page.ts';

/** What pg_monitor gives, as the page says. */
const BY_MONITOR = ['pg_wal_size_bytes', 'pg_wal_segments'];

describe.runIf(needPostgres())('the documented role', () => {
  it('tells everything with pg_monitor, less without, and never touches a table', async () => {
    const server = await startPostgres({
      settings: ["log_statement='all'"],
      hba: ['host all all 127.0.0.1/32 scram-sha-256'],
    });
    onTestFinished(server.stop);
    const started = server.output().length;
    const [create = '', grant = ''] = postgresRole().trim().split('\n');
    await server.sql(create);
    const password = /PASSWORD '([^']+)'/.exec(create)?.[1];
    const url = `postgresql://appsmith_exporter:${password}@127.0.0.1:${server.port}/postgres`;
    const scrape = async () => {
      const target = targetOf(postgres, { url });
      const scraped = await scrapeText(target);
      await target.close();
      return {
        ...scraped,
        names: new Set([...scraped.series.keys()].map((key) => key.split('{')[0])),
      };
    };
    const without = await scrape();
    await server.sql(grant);
    const granted = await scrape();
    expect(without.result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined });
    expect(granted.result.outcomes[0]).toMatchObject({ state: 'up', reason: undefined, notes: [] });
    expect(BY_MONITOR.filter((name) => without.names.has(name))).toEqual([]);
    expect(BY_MONITOR.filter((name) => !granted.names.has(name))).toEqual([]);
    expect(server.output().slice(started)).not.toMatch(/ERROR|FATAL/);
    const asked = [...server.output().matchAll(/appsmith-exporter: (\w+)/g)].map(
      ([, name]) => name,
    );
    expect(asked).toContain('server');
    const views = [...server.output().matchAll(/\b(?:from|join) ([a-z]\w+)\b(?!\()/g)];
    expect(views.length).toBeGreaterThan(5);
    expect(views.map(([, view]) => view).filter((view) => !view?.startsWith('pg_'))).toEqual([]);
  }, 60_000);
});
