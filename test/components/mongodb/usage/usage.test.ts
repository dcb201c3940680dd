// Users & apps: counted rarely, one question a scrape, within limits, and over MongoDB's one connection.
import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { usage } from '../../../../src/components/mongodb/usage/index.ts';
import { cursor, failure, HANG, type Handlers } from '../../../../src/demo/mongo-wire/index.ts';
import type { Absent } from '../../../../src/scrape/component.ts';
import { settingsOf } from '../../../support/component.ts';
import { strictViolations } from '../../../support/strict.ts';
import { until, urlOf, wire } from '../support.ts';
import { ALL, scraped, usageTarget, windows } from './support.ts';

const SIZES: Readonly<Record<string, readonly [all: number, uncounted: number]>> = {
  user: [120, 21],
  workspace: [4, 1],
  application: [40, 0],
  newPage: [90, 10],
  newAction: [800, 200],
  actionCollection: [60, 3],
  datasource: [15, 0],
};
const PEOPLE: readonly number[] = [3, 12, 30, 41];

/** Seconds between now and the date a pipeline begins at: the window. */
const windowOf = (command: Document) => {
  const since = command.pipeline[0].$match?.createdAt?.$gte ?? new Date();
  return Math.round((Date.now() - since.getTime()) / 1000 / 60);
};
const byWindow = (minutes: number) => PEOPLE[[5, 1440, 10_080, 43_200].indexOf(minutes)] ?? 0;

/** An Appsmith database as its answers tell; every command on it is kept. */
function appsmith(asked: Document[] = [], others: Handlers = {}): Handlers {
  const handlers: Handlers = {
    count: (command) => {
      const [all = 0, uncounted = 0] = SIZES[command.count] ?? [];
      return { n: command.query ? uncounted : all, ok: 1 };
    },
    aggregate: (command) => {
      if (command.aggregate === 1) return cursor('admin.x', []);
      if (command.aggregate === 'datasource') {
        const row = (_id: string, datasources: number) => ({ _id, datasources });
        return cursor('appsmith.datasource', [row('p', 9), row('r', 4), row('gone', 2)]);
      }
      const active = byWindow(windowOf(command));
      const of = { viewers: active - 1, editors: 2, anonymous: 1, pulses: active * 4 };
      return cursor('appsmith.usagePulse', [{ _id: null, active, ...of }]);
    },
    find: (command) =>
      cursor(`appsmith.${command.find}`, [
        { _id: 'p', packageName: 'postgres-plugin' },
        { _id: 'r', packageName: 'restapi-plugin' },
      ]),
    ...others,
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (command: Document) => {
        if (command.$db === 'appsmith') asked.push(command);
        return handler(command);
      },
    ]),
  );
}

describe('what it tells', () => {
  it('people by window and by what they do; what they have built', async () => {
    const server = await wire({ handlers: appsmith() });
    const { series, text, outcome } = await scraped(usageTarget(urlOf(server)));
    expect(windows(series)).toEqual(PEOPLE);
    expect(windows(series, 'appsmith_active_viewers')).toEqual([2, 11, 29, 40]);
    expect(windows(series, 'appsmith_active_editors')).toEqual([2, 2, 2, 2]);
    expect(windows(series, 'appsmith_active_anonymous_visitors')).toEqual([1, 1, 1, 1]);
    expect(Object.fromEntries(series)).toMatchObject({
      appsmith_users: 99,
      appsmith_workspaces: 3,
      appsmith_applications: 40,
      appsmith_pages: 80,
      appsmith_queries: 600,
      appsmith_js_objects: 57,
      'appsmith_datasources{plugin="postgres"}': 9,
      'appsmith_datasources{plugin="restapi"}': 4,
      'appsmith_datasources{plugin="unknown"}': 2,
    });
    expect(series.get('appsmith_active_users_age_seconds')).toBeLessThan(5);
    const available = [...series].filter(([name]) => name.includes('question_available'));
    expect(available.map(([, value]) => value)).toEqual(Array(ALL).fill(1));
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined, notes: [] });
    expect(strictViolations(text, { format: 'text' })).toEqual([]);
  });

  it('active users from their own dates where there are no pulses', async () => {
    const aggregate = ({ aggregate: name, pipeline }: Document) =>
      cursor('x', name === 'user' && pipeline[1].$match.lastActiveAt ? [{ active: 7 }] : []);
    const server = await wire({ handlers: appsmith([], { aggregate }) });
    const { series } = await scraped(usageTarget(urlOf(server)));
    expect(windows(series)).toEqual([7, 7, 7, 7]);
    expect(windows(series, 'appsmith_active_viewers')).toEqual(Array(4).fill(undefined));
  });

  it('nothing of a database that is not Appsmith’s, whose every count is 0', async () => {
    const server = await wire();
    const { series, outcome } = await scraped(usageTarget(urlOf(server)));
    const told = [...series.keys()].filter((name) =>
      /^appsmith_(?!usage|exporter|comp)/.test(name),
    );
    expect(told).toEqual([]);
    expect(outcome).toMatchObject({ state: 'up', success: true, notes: [] });
  });

  it('no more plugins than there is room for', async () => {
    const rows = Array.from({ length: 70 }, (_, i) => ({ _id: `p${i}`, datasources: 100 - i }));
    const plugins = rows.map(({ _id }) => ({ _id, packageName: `${_id}-plugin` }));
    const handlers = appsmith([], {
      aggregate: ({ aggregate: name }) => cursor('x', name === 'datasource' ? rows : []),
      find: () => cursor('x', plugins),
    });
    const { series } = await scraped(usageTarget(urlOf(await wire({ handlers }))));
    const told = [...series].filter(([name]) => name.startsWith('appsmith_datasources'));
    expect(told).toHaveLength(51);
    const sum = rows.reduce((all, { datasources }) => all + datasources, 0);
    expect(told.reduce((all, [, n]) => all + n, 0)).toBe(sum);
    expect(series.get('appsmith_datasources{plugin="other"}')).toBe(810);
  });
});

describe('what it costs', () => {
  it('one question a scrape, each once, and then none', async () => {
    const asked: Document[] = [];
    const server = await wire({ handlers: appsmith(asked) });
    const target = usageTarget(urlOf(server));
    const perScrape: number[] = [];
    for (let i = 0; i < ALL + 3; i++) {
      const before = asked.length;
      await scraped(target, 1);
      perScrape.push(asked.length - before);
    }
    expect(perScrape.slice(0, ALL).every((n) => n >= 1 && n <= 3)).toBe(true);
    expect(perScrape.slice(ALL)).toEqual([0, 0, 0]);
  });

  it('a time limit on each, and none that reads a large collection', async () => {
    const asked: Document[] = [];
    const server = await wire({
      handlers: appsmith(asked, { count: () => ({ n: 2_000_000, ok: 1 }) }),
    });
    const { series, outcome } = await scraped(usageTarget(urlOf(server)));
    for (const { maxTimeMS } of asked) {
      expect(maxTimeMS).toBeGreaterThan(0);
      expect(maxTimeMS).toBeLessThanOrEqual(3000);
    }
    expect(asked.filter(({ query }) => query)).toEqual([]);
    expect(series.get('appsmith_queries')).toBe(2_000_000);
    expect(asked.some(({ aggregate }) => aggregate === 'datasource')).toBe(false);
    expect(series.get('appsmith_usage_question_available{question="datasources"}')).toBe(0);
    expect(outcome.notes[0]?.text).toContain('datasources: over 100000 datasources');
    const pulses = asked.find(({ aggregate }) => aggregate === 'usagePulse');
    expect(pulses?.pipeline).toMatchObject([
      { $match: { _id: {}, createdAt: {} } },
      { $limit: 1_000_001 },
      {},
      {},
    ]);
  });

  it('more pulses than are looked at are no number at all', async () => {
    const aggregate = ({ aggregate: name }: Document) =>
      cursor('x', name === 'usagePulse' ? [{ active: 9, pulses: 1_000_001 }] : []);
    const server = await wire({ handlers: appsmith([], { aggregate }) });
    const { series } = await scraped(usageTarget(urlOf(server)));
    expect(windows(series)).toEqual(Array(4).fill(undefined));
    expect(series.get('appsmith_usage_question_available{question="active_30d"}')).toBe(0);
  });

  it('no connection beside those of MongoDB’s own collector, which goes first', async () => {
    const asked: Document[] = [];
    const server = await wire({ handlers: appsmith(asked) });
    const target = usageTarget(urlOf(server), { beside: true });
    await scraped(target);
    expect(server.accepted()).toBe(2);
    const last = server.log.lastIndexOf('dbStats');
    expect(server.log.filter((name) => name === 'ping')).toHaveLength(ALL);
    expect(server.log.slice(last + 1)).not.toContain('ping');
    expect(server.log.slice(last + 1)).toContain('aggregate');
    await target.close();
    await until(() => server.connections() === 0);
  });

  it('a ping of its own where MongoDB’s own collector is off', async () => {
    const server = await wire({ handlers: appsmith() });
    await scraped(usageTarget(urlOf(server)), 2);
    expect(server.log.filter((name) => name === 'ping')).toHaveLength(2);
    expect(server.accepted()).toBe(2);
  });
});

describe('a MongoDB that cannot be read', () => {
  it('refused', async () => {
    const server = await wire();
    await server.stop();
    const { outcome, series } = await scraped(usageTarget(urlOf(server), { beside: true }), 1);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'refused' });
    expect([...series.keys()].join()).not.toContain('appsmith_active');
  });

  it('wrong password', async () => {
    const server = await wire({ user: 'appsmith', password: 'right' });
    const url = urlOf(server, '/appsmith', 'appsmith:hunter2@');
    const { outcome, text } = await scraped(usageTarget(url), 2);
    expect(outcome).toMatchObject({ state: 'down', success: true, reason: 'unauthorized' });
    expect(JSON.stringify(outcome) + text).not.toContain('hunter2');
  });

  it('hung: at the deadline, and none leaks', async () => {
    const server = await wire({ handlers: appsmith() });
    const target = usageTarget(urlOf(server), { beside: true });
    await scraped(target, 1);
    server.pause();
    const { outcome } = await scraped(target, 1, 150);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    await until(() => server.connections() === 0);
    server.resume();
    expect((await scraped(target, 2)).outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(server.connections()).toBe(2);
  });

  it('a question that hangs costs neither MongoDB’s own metrics nor what is known', async () => {
    const handlers = appsmith([], { count: () => HANG });
    const server = await wire({ handlers });
    const target = usageTarget(urlOf(server), { beside: true });
    await scraped(target, 4);
    const { outcome, series } = await scraped(target, 1, 300);
    expect(outcome).toMatchObject({ state: 'up', reason: 'timeout' });
    expect(series.get('mongodb_up')).toBe(1);
    expect(windows(series)).toEqual(PEOPLE);
  });

  it('a question that never ends is left after four seconds, and then the next one is asked', async () => {
    const server = await wire({ handlers: appsmith([], { aggregate: () => HANG }) });
    const target = usageTarget(urlOf(server));
    const { outcome, result } = await scraped(target, 1, 10_000);
    expect(outcome).toMatchObject({ state: 'up', reason: 'timeout' });
    expect(result.seconds).toBeLessThan(6);
    server.script(appsmith());
    const { series, outcome: next } = await scraped(target, 1);
    expect(windows(series)).toEqual([3, undefined, undefined, undefined]);
    expect(next).toMatchObject({ state: 'up', reason: undefined });
    expect(next.notes[0]?.text).toContain('active_30d: no answer in time');
  });

  it.each([
    [13, 'Unauthorized (13)'],
    [50, 'MaxTimeMSExpired (50)'],
    [8000, 'AtlasError (8000)'],
  ])('a refusal (%i) leaves out what it is about, and nothing else', async (code, name) => {
    const refuse = () => failure(code, 'not authorized on appsmith to execute { secret }');
    const handlers = appsmith([], { count: refuse });
    const { outcome, series } = await scraped(usageTarget(urlOf(await wire({ handlers }))));
    expect(windows(series)).toEqual(PEOPLE);
    expect(series.get('appsmith_usage_question_available{question="pages"}')).toBe(0);
    expect([...series.keys()].join()).not.toMatch(/appsmith_(pages|users|datasources)/);
    expect(outcome).toMatchObject({ success: true, reason: undefined });
    expect(outcome.notes).toMatchObject([{ code: 'usage-questions-refused', level: 'info' }]);
    expect(outcome.notes[0]?.text).toContain(`pages: ${name}`);
    expect(JSON.stringify(outcome.notes)).not.toContain('secret');
  });

  it.each<[string, Document]>([
    ['no cursor', { ok: 1 }],
    ['no documents', { cursor: { firstBatch: 7 }, n: 'many', ok: 1 }],
    ['other documents', { cursor: { firstBatch: [{ active: 'x' }] }, n: null, ok: 1 }],
  ])('%s: absent, and no failure', async (_, answer) => {
    const any = () => answer;
    const handlers = appsmith([], { count: any, find: any, aggregate: any });
    const { outcome, series } = await scraped(usageTarget(urlOf(await wire({ handlers }))));
    expect(outcome).toMatchObject({ state: 'up', success: true, reason: undefined });
    expect([...series.keys()].join()).not.toMatch(/appsmith_(pages|users|datasources|active_u)/);
  });
});

describe('is absent', () => {
  const configured = (values: Record<string, string | boolean>) =>
    usage.configure(settingsOf(usage, values), {}) as Absent;
  const url = 'mongodb://u:s3cret@localhost/appsmith';

  it.each<[string, Record<string, string | boolean>, boolean]>([
    ['unless switched on', { 'mongodb.url': url }, false],
    ['not if switched on', { 'mongodb.url': url, read_documents: true }, true],
    ['not by the older name', { 'mongodb.url': url, 'mongodb.active_users': true }, true],
    [
      'if the newer name says so',
      { 'mongodb.url': url, 'mongodb.active_users': true, read_documents: false },
      false,
    ],
    ['without a MongoDB', { read_documents: true }, false],
    ['on PostgreSQL', { 'mongodb.url': 'postgresql://x/y', read_documents: true }, false],
  ])('%s', (_, values, there) => {
    const answer = configured(values);
    expect('absent' in answer).toBe(!there);
    expect(JSON.stringify(answer)).not.toContain('s3cret');
  });

  it('with what to set', () => {
    expect(configured({ 'mongodb.url': url }).hint).toContain('USAGE_READ_DOCUMENTS=true');
  });
});
