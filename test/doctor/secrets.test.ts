// No way in of a secret leads to doctor's output: not when it works, not when it is refused, not when it is misspelt.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refusedUrl } from '../support/http.ts';
import { beside, doctor } from './support.ts';

const SECRET = 'XyZZy-never-to-be-seen-42';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

function file(text: string): string {
  const path = join(folder(), 'secret');
  writeFileSync(path, text);
  return path;
}

/** Each way in: flags and environment. */
type WayIn = (url: string) => { argv?: readonly string[]; env?: Record<string, string> };

const store = (scheme: string, url: string) => url.replace('http://', `${scheme}://u:${SECRET}@`);

const WAYS: Readonly<Record<string, WayIn>> = {
  'a variable': () => ({ env: { APPSMITH_EXPORTER_SUPERVISOR_PASSWORD: SECRET } }),
  'a variable of Appsmith': () => ({ env: { APPSMITH_INTERNAL_PASSWORD: SECRET } }),
  'a file that a variable names': () => ({
    env: { APPSMITH_EXPORTER_SUPERVISOR_PASSWORD_FILE: file(SECRET) },
  }),
  'a secret where a path belongs': () => ({
    env: { APPSMITH_EXPORTER_SUPERVISOR_PASSWORD_FILE: SECRET },
  }),
  'a MongoDB URL': (url) => ({ env: { APPSMITH_DB_URL: `${store('mongodb', url)}/appsmith` } }),
  'a MongoDB URL that cannot be read': () => ({
    env: { APPSMITH_DB_URL: `mongodb://u:${SECRET}@@@/x` },
  }),
  'a Redis URL': (url) => ({ env: { APPSMITH_REDIS_URL: store('redis', url) } }),
  'a Redis URL that cannot be read': () => ({ env: { APPSMITH_REDIS_URL: `rdis//:${SECRET}` } }),
  'a URL that is none': () => ({
    env: { APPSMITH_EXPORTER_BACKEND_URL: `ftp://u:${SECRET}@host/` },
  }),
  'the command line': () => ({ argv: [`--supervisord.password=${SECRET}`] }),
  'the configuration file': () => ({
    argv: [`--config.file=${file(`supervisord: { password: '${SECRET}' }\n`)}`],
  }),
  'a misspelt key of the file': () => ({
    argv: [`--config.file=${file(`supervisord: { pasword: '${SECRET}' }\n`)}`],
  }),
  'a file that is no YAML': () => ({
    argv: [`--config.file=${file(`supervisord: { password: '${SECRET}\n`)}`],
  }),
};

describe('a secret does not come out', () => {
  it.each(Object.keys(WAYS))('%s', async (name) => {
    const url = await refusedUrl();
    const { argv = [], env = {} } = WAYS[name]!(url);
    const nothing = {
      APPSMITH_EXPORTER_STACKS_DIR: '/nonexistent',
      APPSMITH_EXPORTER_BACKEND_URL: url,
      APPSMITH_EXPORTER_PUBLIC_URL: url,
      APPSMITH_EXPORTER_RTS_URL: url,
      APPSMITH_EXPORTER_SUPERVISOR_URL: url,
    };
    for (const format of [[], ['--json']]) {
      const { out, err } = await doctor([...argv, ...format], { ...nothing, ...env });
      expect(out.length).toBeGreaterThan(50);
      expect(`${out}${err}`.includes(SECRET)).toBe(false);
    }
  });

  it('nor one that the server refuses', async () => {
    const wrong = {
      APPSMITH_EXPORTER_SUPERVISOR_PASSWORD: SECRET,
      APPSMITH_EXPORTER_INTERNAL_PASSWORD: SECRET,
    };
    for (const format of [[], ['--json']]) {
      const { raw, err } = await beside({}, format, wrong);
      expect(`${raw}${err}`.includes(SECRET)).toBe(false);
    }
  });
});
