// Finding and reading docker.env: what is said when it is not there, not readable or odd.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readDockerEnv } from '../../src/config/docker-env.ts';
import { readUtf8 } from '../../src/config/files.ts';
import { loadConfig } from '../../src/config/index.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const PATH = '/stacks/configuration/docker.env';
const read = (text: string) => readDockerEnv('/stacks', fakeFiles({ [PATH]: text }));

describe('readDockerEnv', () => {
  it('reads what Appsmith writes', async () => {
    const { variables, found, notes } = await read(
      [
        '# Sentry',
        'APPSMITH_SENTRY_DSN=',
        'APPSMITH_MAIL_ENABLED=false',
        'APPSMITH_ALLOWED_FRAME_ANCESTORS="\'self\' *"',
        'APPSMITH_DB_URL=mongodb://appsmith:s3cr=t@localhost:27017/appsmith',
        "APPSMITH_SUPERVISOR_PASSWORD='it'\\''s'",
        '',
      ].join('\n'),
    );
    expect(found).toBe(true);
    expect(notes).toMatchObject([{ level: 'info', code: 'docker-env-found' }]);
    expect([...variables].map(([key, { value, line }]) => [key, value, line])).toEqual([
      ['APPSMITH_SENTRY_DSN', '', 2],
      ['APPSMITH_MAIL_ENABLED', 'false', 3],
      ['APPSMITH_ALLOWED_FRAME_ANCESTORS', "'self' *", 4],
      ['APPSMITH_DB_URL', 'mongodb://appsmith:s3cr=t@localhost:27017/appsmith', 5],
      ['APPSMITH_SUPERVISOR_PASSWORD', "it's", 6],
    ]);
  });

  it('strips a byte order mark and Windows line ends, and says so', async () => {
    const { variables, notes } = await read('\uFEFFA=1\r\nB="2\r\n3"\r\n');
    expect([...variables.values()].map(({ value }) => value)).toEqual(['1', '2\n3']);
    expect(notes.map(({ code }) => code)).toEqual(['docker-env-found', 'docker-env-crlf']);
  });

  it('does not read a file of absurd size', async () => {
    const { variables, notes } = await read('A=1\n'.repeat(300_000));
    expect(variables.size).toBe(0);
    expect(notes[0]?.code).toBe('docker-env-unreadable');
  });

  it('says what to mount when it is missing', async () => {
    const { found, notes } = await readDockerEnv('/stacks', fakeFiles({}));
    expect(found).toBe(false);
    expect(notes).toMatchObject([{ level: 'warning', code: 'docker-env-missing' }]);
    expect(notes[0]?.remedy).toContain('/stacks');
  });

  it('is no reason for a warning if Appsmith’s variables are in the environment', async () => {
    const levels = async (env: Record<string, string>) => {
      const components = [mongo, rtsLike];
      const config = await loadConfig({ argv: [], env, components, readFile: fakeFiles({}) });
      return config.targets[0]!.notes.map(({ level, code }) => `${level} ${code}`);
    };
    expect(await levels({})).toEqual(['warning docker-env-missing']);
    expect(await levels({ APPSMITH_PASSWORD: 'x' })).toEqual(['info docker-env-missing']);
  });

  it('names owner and mode when it may not be read', async () => {
    const stacks = mkdtempSync(join(tmpdir(), 'stacks-'));
    onTestFinished(() => rmSync(stacks, { recursive: true }));
    mkdirSync(join(stacks, 'configuration'));
    const path = join(stacks, 'configuration', 'docker.env');
    writeFileSync(path, 'A=1');
    chmodSync(path, 0o600);
    const { notes } = await readDockerEnv(stacks, () => {
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    });
    expect(notes).toMatchObject([{ code: 'docker-env-unreadable', level: 'warning' }]);
    expect(notes[0]?.text).toMatch(
      /permission denied \(it belongs to \d+:\d+ with mode 600, the exporter is user/,
    );
    expect((await readDockerEnv(stacks, readUtf8)).variables.get('A')?.value).toBe('1');
  });

  it('warns of a line that is not understood only if it is of use here', async () => {
    const text = 'APPSMITH_MAIL_PASSWORD=a$$b\nAPPSMITH_DB_URL=mongodb://h/?a=1&w=majority\n';
    const { targets } = await loadConfig({
      argv: ['--stacks-dir=/stacks'],
      env: {},
      components: [mongo, rtsLike],
      readFile: fakeFiles({ [PATH]: text }),
    });
    const notes = targets[0]!.notes.filter(({ code }) => code === 'docker-env-line');
    expect(notes.map((note) => note.text)).toEqual([
      'docker.env line 2, APPSMITH_DB_URL: a & outside quotes: bash does not set what stands before it',
    ]);
  });
});
