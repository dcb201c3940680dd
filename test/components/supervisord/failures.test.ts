// Why programs fail: against a real supervisord, from files of the stacks volume or through supervisord itself.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failures } from '../../../src/components/supervisord/failure/failures.ts';
import { logEnds } from '../../../src/components/supervisord/failure/log-files.ts';
import { supervisord } from '../../../src/components/supervisord/index.ts';
import { OneAtATime } from '../../../src/components/supervisord/one-at-a-time.ts';
import type { ProcessInfo } from '../../../src/components/supervisord/process-info.ts';
import { Rpc } from '../../../src/components/supervisord/rpc.ts';
import { SampleSet } from '../../../src/metrics/index.ts';
import type { Note, ScrapeContext } from '../../../src/scrape/component.ts';
import { Secret } from '../../../src/scrape/secret.ts';
import { type Failing, needSupervisord, startSupervisord } from '../../peers/supervisord.ts';
import { scrapeText, settingsOf, targetOf } from '../../support/component.ts';
import { answer, upstream } from '../../support/http.ts';

const PASSWORD = 'correct horse';

function stacks(): string {
  const dir = mkdtempSync(join(tmpdir(), 'stacks-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const UPGRADE =
  '{"s":"F","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document"}}';

const PROGRAMS: Readonly<Record<string, Failing>> = {
  mongodb: { state: 'FATAL', says: ['starting', UPGRADE, 'shutting down'] },
  redis: { state: 'BACKOFF', says: ["Can't open the log file: No space left on device"] },
  rts: { state: 'FATAL', says: ['Error: listen EADDRINUSE: address already in use 0.0.0.0:8091'] },
  backend: { state: 'EXITED', says: ['java.lang.OutOfMemoryError: Java heap space'], exits: 3 },
  editor: { state: 'FATAL', command: '/opt/not/there' },
  postgres: { state: 'FATAL', says: ['nothing that anybody knows, password=hunter2'] },
  cron: { state: 'FATAL', says: ['Killed'], exits: 137 },
  keycloak: { state: 'EXITED', says: ['done'], exits: 0 },
};

const REASONS = {
  mongodb: 'data_version',
  redis: 'disk_full',
  rts: 'port_in_use',
  backend: 'out_of_memory',
  editor: 'missing_file',
  postgres: 'exited_too_quickly',
  cron: 'killed',
};

/** Reasons by process, of one scrape. */
async function reasonsOf(target: ReturnType<typeof targetOf>) {
  const { result, series, text } = await scrapeText(target);
  expect(result.outcomes[0]).toMatchObject({ state: 'up', success: true, reason: undefined });
  const found = [...series.keys()].flatMap((name) => {
    const match = /^appsmith_process_failure_info\{process="(.+)",reason="(.+)"\}$/.exec(name);
    return match ? [[match[1]!, match[2]!] as const] : [];
  });
  return { reasons: Object.fromEntries(found), text };
}

describe.runIf(needSupervisord())('a real supervisord whose programs fail', () => {
  it.each([
    ['from the files of the stacks volume', true],
    ['through supervisord where there is no volume', false],
  ])('tells why, %s', async (_, files) => {
    const stacksDir = stacks();
    const peer = await startSupervisord({
      programs: PROGRAMS,
      password: PASSWORD,
      ...(files && { stacksDir }),
    });
    onTestFinished(peer.stop);
    const target = targetOf(supervisord, { url: peer.url, password: PASSWORD }, 'env', {
      stacksDir: files ? stacksDir : undefined,
    });
    onTestFinished(() => target.close());
    const { reasons, text } = await reasonsOf(target);
    expect(reasons).toEqual(REASONS);
    expect((await reasonsOf(target)).reasons).toEqual(REASONS);
    expect(text).not.toMatch(/hunter2|featureCompat|heap space/);
  });

  it('tells by its status why mongod ended, whose log only its owner may read', async () => {
    const stacksDir = stacks();
    const programs = { mongodb: { state: 'FATAL', says: ['about to fork'], exits: 62 } } as const;
    const peer = await startSupervisord({ programs, password: PASSWORD, stacksDir });
    onTestFinished(peer.stop);
    const target = targetOf(supervisord, { url: peer.url, password: PASSWORD }, 'env', {
      stacksDir,
    });
    onTestFinished(() => target.close());
    expect((await reasonsOf(target)).reasons).toEqual({ mongodb: 'data_version' });
  });

  it('forgets the reason of a program that runs again', async () => {
    const peer = await startSupervisord({
      programs: { backend: 'RUNNING', rts: PROGRAMS.rts! },
      password: PASSWORD,
    });
    onTestFinished(peer.stop);
    const target = targetOf(supervisord, { url: peer.url, password: PASSWORD });
    onTestFinished(() => target.close());
    expect((await reasonsOf(target)).reasons).toEqual({ rts: 'port_in_use' });
    writeFileSync(join(peer.dir, 'rts.sh'), 'sleep 600\n');
    await peer.call('supervisor.startProcess', 'rts');
    expect((await reasonsOf(target)).reasons).toEqual({});
  });

  it('shows doctor the line, without secrets', async () => {
    const stacksDir = stacks();
    const says = [
      'Failed to start: No space left on device at mongodb://appsmith:hunter2@localhost',
    ];
    const programs = { mongodb: { state: 'FATAL', says }, rts: 'FATAL' } as const;
    const peer = await startSupervisord({ programs, password: PASSWORD, stacksDir });
    onTestFinished(peer.stop);
    const configured = supervisord.configure(
      settingsOf(supervisord, { url: peer.url, password: PASSWORD }),
      { stacksDir },
    );
    if ('absent' in configured) throw new Error(configured.absent);
    const collector = configured.open();
    onTestFinished(() => collector.close());
    const { context } = contextOf();
    await collector.collect(context);
    const notes: Note[] = [];
    await collector.examine?.({ ...context, note: (note) => notes.push(note), clock: () => {} });
    expect(notes).toHaveLength(1);
    expect(notes[0]?.text).toBe(
      'why mongodb does not run: the disk is full: “Failed to start: No space left on device at mongodb://***@localhost”',
    );
  });
});

function contextOf(timeoutMs = 5000): { context: ScrapeContext; samples: SampleSet } {
  const samples = new SampleSet();
  const deadline = performance.now() + timeoutMs;
  const context: ScrapeContext = {
    signal: AbortSignal.timeout(timeoutMs),
    remaining: () => Math.max(0, deadline - performance.now()),
    samples,
    foreign: () => {},
    answered: () => {},
    note: () => {},
    programs: () => {},
  };
  return { context, samples };
}

const failed = (over: Partial<ProcessInfo> = {}): ProcessInfo => ({
  process: 'rts',
  program: 'rts',
  state: 'FATAL',
  start: Math.floor(Date.now() / 1000) - 60,
  stop: 0,
  pid: 0,
  exitStatus: 0,
  spawnError: 'Exited too quickly (process log may have details)',
  ...over,
});

/** Failures with a volume or without, and how often supervisord itself was asked. */
async function watched(stacksDir: string | undefined, body = '') {
  let asked = 0;
  const url = await upstream((request, response) => {
    asked++;
    answer(200, 'text/xml', body)(request, response);
  });
  const rpc = new Rpc({ url, user: 'u', password: new Secret('p') });
  onTestFinished(() => rpc.close());
  const failures = new Failures(rpc, new OneAtATime(), stacksDir);
  const observe = async (...infos: ProcessInfo[]) => {
    await failures.observe(infos, contextOf().context);
    return [...failures.known.values()].map(({ reason }) => reason);
  };
  return { observe, asked: () => asked };
}

/** A log below a stacks folder; `age` is how long ago it was written to, in seconds. */
function log(dir: string, program: string, name: string, text: string, age = 0): string {
  const folder = join(dir, 'logs', program);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, text);
  const when = Date.now() / 1000 - age;
  utimesSync(file, when, when);
  return file;
}

describe('reasons', () => {
  it('cost nothing while all is well', async () => {
    const { observe, asked } = await watched(undefined);
    const well = { spawnError: '', pid: 7 };
    expect(
      await observe(
        failed({ ...well, state: 'RUNNING' }),
        failed({ ...well, state: 'STOPPED', exitStatus: -1 }),
        failed({ ...well, state: 'EXITED', exitStatus: 0 }),
        failed({ ...well, state: 'STARTING' }),
      ),
    ).toEqual([]);
    expect(asked()).toBe(0);
  });

  it('cost one request at most, and none once they are known or looked for three times', async () => {
    const { observe, asked } = await watched(undefined, tails('', '', 'nothing', ''));
    const programs = [failed(), failed({ process: 'mongodb', program: 'mongodb' })];
    for (let i = 0; i < 5; i++) await observe(...programs);
    expect(asked()).toBe(3);
    const known = await watched(undefined, tails('', 'Permission denied'));
    for (let i = 0; i < 5; i++) expect(await known.observe(failed())).toEqual(['permission']);
    expect(known.asked()).toBe(1);
  });

  it('are asked of supervisord only where the files say nothing', async () => {
    const dir = stacks();
    log(dir, 'rts', 'rts.log', 'Permission denied');
    const { observe, asked } = await watched(dir, tails('', 'No space left on device'));
    expect(await observe(failed())).toEqual(['permission']);
    expect(asked()).toBe(0);
    const elsewhere = failed({ process: 'redis', program: 'redis' });
    expect(await observe(elsewhere)).toEqual(['disk_full']);
    expect(asked()).toBe(1);
    log(dir, 'mongodb', 'host-stderr.log', 'forked process: 12');
    expect(await observe(failed({ process: 'mongodb', program: 'mongodb' }))).toEqual([
      'disk_full',
    ]);
    expect(asked()).toBe(2);
  });

  it('stay until another is found, and go with the failure', async () => {
    const dir = stacks();
    const file = log(dir, 'rts', 'rts.log', 'Permission denied');
    const { observe } = await watched(dir);
    const start = failed().start;
    expect(await observe(failed())).toEqual(['permission']);
    writeFileSync(file, 'nothing known');
    expect(await observe(failed({ start: start + 10 }))).toEqual(['permission']);
    appendFileSync(file, '\nNo space left on device');
    expect(await observe(failed({ start: start + 20 }))).toEqual(['disk_full']);
    expect(await observe(failed({ state: 'RUNNING', start: start + 30 }))).toEqual([]);
    writeFileSync(file, 'nothing known');
    expect(await observe(failed({ start: start + 40 }))).toEqual(['exited_too_quickly']);
  });

  it.each(['', '<nonsense/>', tails(), 'x'.repeat(2 << 20)])(
    'are unknown where the answer is none: %#',
    async (body) => {
      const { observe } = await watched(undefined, body);
      expect(await observe(failed())).toEqual(['exited_too_quickly']);
    },
  );

  it('need no log where supervisord could not start the program', async () => {
    const { observe, asked } = await watched(undefined);
    const spawnError = "can't find command '/opt/none'";
    expect(await observe(failed({ spawnError }))).toEqual(['missing_file']);
    expect(asked()).toBe(0);
  });
});

describe('log files', () => {
  const since = () => Date.now() / 1000 - 60;

  it('are read at their end, the newest last, without those of an earlier life', async () => {
    const dir = stacks();
    log(dir, 'mongodb', 'old-stderr.log', 'old', 3600);
    log(dir, 'mongodb', 'db.log', `${'x'.repeat(40_000)}\nlast of db`, 2);
    log(dir, 'mongodb', 'host-stderr.log', 'last of stderr', 1);
    log(dir, 'mongodb', 'db.log.1', 'rotated');
    mkdirSync(join(dir, 'logs', 'mongodb', 'folder.log'));
    const text = await logEnds(dir, 'mongodb', since());
    expect(text).toHaveLength(16 * 1024 + '\nlast of stderr'.length);
    expect(text).toMatch(/last of db\nlast of stderr$/);
  });

  it('are none where the folder is not there, is empty, or is another’s', async () => {
    const dir = stacks();
    mkdirSync(join(dir, 'logs', 'rts'), { recursive: true });
    log(dir, '.', 'secret.log', 'x');
    for (const program of ['rts', 'none', '..', '.', '../logs', 'a/b', '']) {
      expect(await logEnds(dir, program, 0)).toBeUndefined();
    }
  });

  it('may all be old: then nothing is known, and supervisord has nothing newer either', async () => {
    const dir = stacks();
    log(dir, 'rts', 'rts.log', 'Permission denied', 3600);
    expect(await logEnds(dir, 'rts', since())).toBe('');
  });
});

/** The answer to tailProcessStdoutLog and tailProcessStderrLog of one program after the other. */
function tails(...texts: string[]): string {
  const value = (text: string) =>
    text === ''
      ? '<value><struct><member><name>faultCode</name><value><int>20</int></value></member></struct></value>'
      : `<value><array><data><value><string>${text}</string></value><value><int>9</int></value><value><boolean>0</boolean></value></data></array></value>`;
  const own = '<value><string>INFO supervisord started with pid 1</string></value>';
  return `<methodResponse><params><param><value><array><data>${own}${texts.map(value).join('')}</data></array></value></param></params></methodResponse>`;
}
