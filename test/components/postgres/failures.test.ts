// PostgreSQL that refuses, hangs, lies or goes away: what is told, when, and that nothing is left behind.
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppsmithModel } from '../../../src/demo/model/appsmith.ts';
import { PostgresModel } from '../../../src/demo/model/postgres.ts';
import { postgresAnswers } from '../../../src/demo/postgres/answers.ts';
import {
  type Answer,
  type Answers,
  CUT,
  Failure,
  GARBAGE,
  HALF,
  HANG,
  type PostgresWireOptions,
  startPostgresWire,
} from '../../../src/demo/postgres-wire/index.ts';
import { refusedUrl } from '../../support/http.ts';
import { postgresTarget, scrapePostgres, tcp } from './support.ts';

const START = Date.UTC(2026, 0, 1);
const model = new AppsmithModel({ seed: 1, start: START });
const healthy = postgresAnswers(model, () => new PostgresModel(START));

async function wire(answers: Answers = {}, options: Partial<PostgresWireOptions> = {}) {
  const server = await startPostgresWire({ ...options, answers: { ...healthy, ...answers } });
  onTestFinished(server.stop);
  return { ...server, url: `postgresql://reader:secret@127.0.0.1:${server.port}/postgres` };
}

const fails = (code: string, severity: 'ERROR' | 'FATAL' = 'ERROR') =>
  new Failure(code, 'no', severity);

describe('a PostgreSQL that cannot be read', () => {
  it('refuses', async () => {
    const { port } = new URL(await refusedUrl());
    const url = `postgresql://reader:secret@127.0.0.1:${port}/postgres`;
    const { outcome, series } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'refused', success: true });
    expect(series.get('pg_up')).toBe(0);
  });

  it('has a name that does not resolve', async () => {
    const url = 'postgresql://reader:secret@postgres.invalid/postgres';
    const { outcome } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'dns' });
  });

  it.each([
    ['starts up', '57P03', 'unhealthy'],
    ['has no place', '53300', 'unhealthy'],
    ['lets nobody in from here', '28000', 'unauthorized'],
    ['has no such database', '3D000', 'not_found'],
  ])('%s', async (_, code, reason) => {
    const { url } = await wire({}, { greeting: () => fails(code, 'FATAL') });
    const { outcome, series } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason, success: true });
    expect(series.get('pg_up')).toBe(0);
  });

  it('wants another password', async () => {
    const { url, connections } = await wire({}, { password: 'another' });
    const { outcome } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'unauthorized' });
    await expect.poll(connections).toBe(0);
  });

  it.each<[string, () => Answer, string]>([
    ['answers with another protocol', () => GARBAGE, 'protocol'],
    ['cuts the connection', () => CUT, 'reset'],
    ['is stopped', () => fails('57P01', 'FATAL'), 'unhealthy'],
    ['tells no version', () => ({ columns: { version: 'text' }, rows: [['15']] }), 'protocol'],
    ['tells nothing', () => ({ columns: {}, rows: [] }), 'protocol'],
    ['refuses everything', () => fails('42501'), 'forbidden'],
  ])('%s when asked', async (_, server, reason) => {
    const { url, connections } = await wire({ server });
    const target = postgresTarget({ url });
    const { outcome } = await scrapePostgres(target, 1500);
    if (reason === 'protocol' && server() === GARBAGE) expect(outcome.state).toBe('down');
    else expect(outcome).toMatchObject({ reason, success: true });
    await target.close();
    await expect.poll(connections).toBe(0);
  });

  it.each([
    ['greets like a mail server', '220 mail ESMTP\r\n'],
    ['answers with a web page', 'HTTP/1.1 400 Bad Request\r\n\r\n<html></html>'],
    ['talks TLS', '\x15\x03\x03\x00\x02\x02\x32'],
    ['sends a message that is cut short inside', 'R\0\0\0\x06\0\0'],
    ['greets with a message of a gigabyte', 'R\x40\0\0\0\0\0'],
    ['tells an error whose fields do not end', 'E\0\0\0\x08Sabc'],
    ['tells an error of nothing', 'E\0\0\0\x04'],
    ['tells a notice that has no end', `R\0\0\0\x08\0\0\0\0N\0\0\x10\0${'x'.repeat(4092)}`],
    ['sends a message shorter than its length', 'R\0\0\0\x08\0\0\0\0S\0\0\0\x03'],
    ['answers a null where rows belong', 'R\0\0\0\x08\0\0\0\0Z\0\0\0\x05ID\0\0\0\x06\0\x05'],
  ])('is no PostgreSQL: %s', async (_, greeting) => {
    const { url, connections } = await tcp((socket) => {
      socket.once('data', () => socket.write(greeting, 'latin1'));
    });
    const { outcome } = await scrapePostgres(postgresTarget({ url }), 1000);
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
    await expect.poll(connections).toBe(0);
  });

  it('asks a stranger for TLS, who answers with a web page', async () => {
    const { url } = await tcp((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const { outcome } = await scrapePostgres(postgresTarget({ url: `${url}?sslmode=require` }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'protocol' });
  });

  it('has no TLS where that is demanded, and goes without where it is not', async () => {
    const { url } = await wire();
    const demanded = await scrapePostgres(postgresTarget({ url: `${url}?sslmode=require` }));
    expect(demanded.outcome).toMatchObject({ state: 'down', reason: 'tls' });
    expect((await scrapePostgres(postgresTarget({ url }))).outcome.state).toBe('up');
  });

  it('closes at once what it accepts', async () => {
    const { url } = await tcp((socket) => socket.end());
    const { outcome } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'reset' });
  });

  it('sends without end', async () => {
    const notice = Buffer.concat([
      Buffer.from('N\0\x0f\xff\xff', 'latin1'),
      Buffer.alloc(0xffff9, 'M'),
      Buffer.alloc(2),
    ]);
    const { url, connections } = await tcp((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(notice));
      };
      socket.on('drain', more);
      socket.once('data', () => {
        socket.write('R\0\0\0\x08\0\0\0\0', 'latin1');
        more();
      });
    });
    const { outcome } = await scrapePostgres(postgresTarget({ url }));
    expect(outcome).toMatchObject({ state: 'down', reason: 'too_large', success: true });
    await expect.poll(connections).toBe(0);
  });
});

describe('the deadline', () => {
  it.each<[string, Answers]>([
    ['the first question', { server: () => HANG }],
    ['the middle of an answer', { server: () => HALF }],
    ['the sizes', { sizes: () => HANG }],
  ])('ends a scrape that hangs in %s, and the connection with it', async (what, answers) => {
    const { url, connections } = await wire(answers);
    const started = performance.now();
    const { outcome, series } = await scrapePostgres(postgresTarget({ url }), 300);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(outcome).toMatchObject({ reason: 'timeout', success: false });
    expect(series.get('pg_up')).toBe(what === 'the sizes' ? 1 : 0);
    expect(series.has('pg_settings_max_connections')).toBe(what === 'the sizes');
    await expect.poll(connections).toBe(0);
  });

  it.each([
    ['a silent server', ''],
    ['a silent server, asked for TLS', '?sslmode=require'],
  ])('ends a connection attempt to %s', async (_, query) => {
    const silent = await tcp((socket) => socket.resume());
    const { outcome } = await scrapePostgres(postgresTarget({ url: silent.url + query }), 300);
    expect(outcome).toMatchObject({ state: 'down', reason: 'timeout' });
    await expect.poll(silent.connections).toBe(0);
  });

  it('leaves time for a new connection when the old one has died without a word', async () => {
    const server = await wire();
    const target = postgresTarget({ url: server.url });
    await scrapePostgres(target);
    let asked = 0;
    server.script({ server: (sql) => (asked++ === 0 ? HANG : healthy.server!(sql)) });
    const { outcome, series } = await scrapePostgres(target, 1000);
    expect(outcome).toMatchObject({ state: 'up', reason: undefined });
    expect(series.get('pg_up')).toBe(1);
    await expect.poll(server.connections).toBe(1);
    expect(server.accepted()).toBe(2);
  });

  it('leaves nothing behind after an outage of many scrapes', async () => {
    const server = await wire({ server: () => HANG });
    const target = postgresTarget({ url: server.url });
    for (let i = 0; i < 5; i++) await scrapePostgres(target, 60);
    await expect.poll(server.connections).toBe(0);
    server.script({ server: healthy.server! });
    expect((await scrapePostgres(target)).outcome).toMatchObject({
      state: 'up',
      reason: undefined,
    });
    expect(server.connections()).toBe(1);
  });
});

describe('a question that is refused', () => {
  it('is left out, and not asked again for a while', async () => {
    const server = await wire({ wal: () => fails('42501'), checkpoints: () => fails('42P01') });
    const target = postgresTarget({ url: server.url });
    for (let i = 0; i < 3; i++) {
      const { outcome, series } = await scrapePostgres(target);
      expect(outcome).toMatchObject({ state: 'up', reason: undefined, success: true });
      expect(series.has('pg_wal_segments')).toBe(false);
      expect(series.has('pg_stat_checkpointer_num_timed_total')).toBe(false);
      expect(series.has('pg_database_size_bytes{datname="keycloak"}')).toBe(true);
    }
    expect(server.log.filter((name) => name === 'wal')).toHaveLength(1);
    expect(server.accepted()).toBe(1);
  });

  it('may take too long and be asked again', async () => {
    const server = await wire({ sizes: () => fails('57014') });
    const target = postgresTarget({ url: server.url });
    const { outcome, series } = await scrapePostgres(target);
    expect(outcome).toMatchObject({ state: 'up', reason: 'timeout' });
    expect(series.get('pg_up')).toBe(1);
    server.script({ sizes: healthy.sizes! });
    expect((await scrapePostgres(target)).outcome.reason).toBeUndefined();
    expect(server.accepted()).toBe(1);
  });
});

describe('scrapes that overlap', () => {
  it('share the connection', async () => {
    const server = await wire();
    const target = postgresTarget({ url: server.url });
    const results = await Promise.all([
      target.scrape({ timeoutMs: 5000 }),
      target.scrape({ timeoutMs: 5000, only: new Set(['postgres']) }),
      target.scrape({ timeoutMs: 5000, only: new Set(['postgres', 'rts']) }),
    ]);
    for (const { outcomes } of results) expect(outcomes[0]?.reason).toBeUndefined();
    expect(server.accepted()).toBe(1);
  });
});
