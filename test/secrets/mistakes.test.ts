// A secret in the wrong place: whatever is said about the mistake, it does not say the secret.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Canary } from './canary.ts';
import { said } from './ways-out.ts';

const dir = mkdtempSync(join(tmpdir(), 'exporter-mistakes-'));
const bin = join(dir, 'dist/main.js');
const stacks = join(dir, 'stacks');
const canary = new Canary('mistakes');
const plain = canary.core;
const url = `mongodb://user:${canary.encoded}@127.0.0.1:1/appsmith`;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', join(dir, 'dist')]);
  mkdirSync(join(stacks, 'configuration'), { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Mistake {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly yaml?: string;
  readonly dockerEnv?: string;
}

function run({ args = [], env = {}, yaml, dockerEnv = '' }: Mistake, last = '--config.check') {
  const file = join(dir, 'exporter.yml');
  if (yaml !== undefined) writeFileSync(file, yaml);
  writeFileSync(join(stacks, 'configuration/docker.env'), dockerEnv);
  const nowhere = { APPSMITH_EXPORTER_STACKS_DIR: stacks, PATH: process.env.PATH ?? '' };
  const config = yaml === undefined ? [] : [`--config.file=${file}`];
  return said({ bin, env: { ...nowhere, ...env }, dir }, [...args, ...config, last]);
}

/** What is on the command line is refused, and not repeated where others read it: in the log. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'as a flag': [`--mongodb.url=${url}`],
  'after a flag': ['--redis.url', url],
  'after a flag, looking like one': ['--backend.internal-password', `--${plain}`],
  'in the flag of a password': [`--supervisord.password=${canary.value}`],
  'in a flag that does not exist': [`--mongodb.password=${plain}`],
  'as an argument': ['serve', url],
  'as a command': [url],
  'in an address': [`--backend.url=http://user:${canary.encoded}@127.0.0.1`],
  'in place of a user': [`--rts.url=http://${canary.encoded}@127.0.0.1`],
  'in the query of an address': [`--rts.url=http://127.0.0.1/?access_token=${canary.encoded}`],
  'given to doctor': ['doctor', url],
};

/** Each breaks a different rule. */
const OTHERS: Readonly<Record<string, Mistake>> = {
  'a connection string with a space': {
    env: { APPSMITH_EXPORTER_REDIS_URL: `redis://:${plain} @h` },
  },
  'no connection string at all': { env: { APPSMITH_EXPORTER_MONGODB_URL: plain } },
  'the value where the file’s name belongs': {
    env: {
      APPSMITH_EXPORTER_MONGODB_URL_FILE: url,
      APPSMITH_EXPORTER_SUPERVISOR_PASSWORD_FILE: plain,
    },
  },
  'the same in the configuration file': { yaml: `redis:\n  url_file: ${JSON.stringify(url)}\n` },
  'both the value and its file': {
    env: { APPSMITH_EXPORTER_MONGODB_URL: url, APPSMITH_EXPORTER_MONGODB_URL_FILE: '/nowhere' },
  },
  'a variable that does not exist': { env: { APPSMITH_EXPORTER_REDIS_PASSWORD: plain } },
  'a section that is a value': { yaml: `mongodb: ${JSON.stringify(url)}\n` },
  'a value that is a list': { yaml: `supervisord:\n  password: [${plain}]\n` },
  'no space after the colon': { yaml: `supervisord: {password:${plain}}\n` },
  'no colon': { yaml: `supervisord:\n  user: x\n  password ${plain}\n` },
  'an open quote': { yaml: `supervisord:\n  password: "${plain}\n` },
  'an alias': { yaml: `supervisord:\n  password: *${plain}\n` },
  'a tag': { yaml: `supervisord:\n  password: !${plain} x\n` },
  'a key twice': { yaml: `supervisord:\n  password: ${plain}\n  password: ${plain}2\n` },
  'an address as a key': {
    yaml: `${JSON.stringify(url)}: 1\nredis:\n  ${JSON.stringify(url)}: 1\n`,
  },
  'an address as a target': { yaml: `targets:\n  ${JSON.stringify(url)}: {}\n` },
  'a broken docker.env': {
    dockerEnv: `APPSMITH_DB_URL=${url}?a=b&c=${plain}\nAPPSMITH_REDIS_URL="redis://:$(echo ${plain})@h"\n${plain} x\nAPPSMITH_SUPERVISOR_PASSWORD='${plain}\n`,
  },
  'Appsmith’s variables that cannot be used': {
    env: { APPSMITH_DB_URL: `${url} x`, APPSMITH_REDIS_URL_FILE: plain },
  },
};

describe('a secret on the command line', () => {
  it.each(Object.entries(FLAGS))('%s is refused and not repeated', async (_, args) => {
    const text = await run({ args });
    expect(text).toMatch(/^exit code 2\n/);
    expect(canary.foundIn(text), text).toBeUndefined();
  });
});

describe('a secret in a configuration with a mistake', () => {
  it.each(Object.entries(OTHERS))('%s: is not repeated', async (_, mistake) => {
    const texts = await Promise.all([run(mistake), run(mistake, '--print-config')]);
    for (const text of texts) expect(canary.foundIn(text), text).toBeUndefined();
  });
});

describe('a secret in the environment', () => {
  const env = { APPSMITH_DB_URL: url, APPSMITH_INTERNAL_PASSWORD: canary.value };

  it('is in no generated file', async () => {
    const out = join(dir, 'generated');
    const text = await said({ bin, env: { ...env, PATH: process.env.PATH ?? '' }, dir }, [
      'generate',
      '--output',
      out,
    ]);
    expect(text).toMatch(/^exit code 0\n/);
    const files = readdirSync(out, { recursive: true, withFileTypes: true });
    const written = files.filter((file) => file.isFile());
    expect(written.length).toBeGreaterThan(0);
    for (const { parentPath, name } of written) {
      expect(canary.foundIn(readFileSync(join(parentPath, name), 'utf8')), name).toBeUndefined();
    }
  });

  const levels = ['debug', 'info', 'warn', 'error'].flatMap((level) => [
    [level, 'logfmt'],
    [level, 'json'],
  ]);
  it.each(levels)(
    'is not in the log at %s as %s, with a name that cannot be resolved',
    async (...log) => {
      const [level, format] = log;
      const hosts = { APPSMITH_DB_URL: url.replace('127.0.0.1', 'nowhere.invalid') };
      const args = ['--once', '--limits.scrape-timeout=1s', `--log.format=${format}`];
      const text = await run({ env: { ...env, ...hosts }, args }, `--log.level=${level}`);
      expect(text).toMatch(/^exit code 1\n/);
      if (level !== 'error') expect(text).toMatch(/reason"?[=:]"?(dns|timeout)/);
      expect(canary.foundIn(text), text).toBeUndefined();
    },
  );
});
