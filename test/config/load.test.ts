// The way of a value: which source wins, what each kind accepts, what the whole comes to.
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const STACKS = '/appsmith-stacks/configuration/docker.env';

async function load(
  argv: readonly string[] = [],
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  return loadConfig({ argv, env, components: [mongo, rtsLike], readFile: fakeFiles(files) });
}

describe('loadConfig', () => {
  it('works with nothing at all and says what is missing', async () => {
    const config = await load();
    expect(config.listen).toEqual({ host: '', port: 9564 });
    expect(config.log).toEqual({ level: 'info', format: 'logfmt' });
    const [target] = config.targets;
    expect(target).toMatchObject({
      name: 'default',
      stacksDir: '/appsmith-stacks',
      dockerEnv: { found: false, path: STACKS },
    });
    expect(target!.notes.map((note) => note.code)).toEqual(['docker-env-missing']);
    expect(target!.settings('rts').url('url')?.value).toBe('http://127.0.0.1:8091');
    expect(target!.settings('mongodb').secret('url')).toBeUndefined();
    expect(target!.enabled('mongodb')).toBe(true);
  });

  it('finds Appsmith’s own settings in docker.env', async () => {
    const text = "# by Appsmith\nAPPSMITH_DB_URL='mongodb://a:pw@localhost:27017/appsmith'\n";
    const [target] = (await load([], {}, { [STACKS]: text })).targets;
    const url = target!.settings('mongodb').secret('url')!;
    expect(url.value.reveal()).toBe('mongodb://a:pw@localhost:27017/appsmith');
    expect(url.origin).toEqual({
      kind: 'docker.env',
      where: 'docker.env line 2, APPSMITH_DB_URL',
    });
  });

  it('asks flag, own variable, file, Appsmith’s variable, docker.env, default in this order', async () => {
    const argv = ['--mongodb.timeout=1s', '--config.file=/c.yml'];
    const env: Record<string, string> = {
      APPSMITH_EXPORTER_MONGODB_TIMEOUT: '2s',
      APPSMITH_T: '4s',
    };
    const files: Record<string, string> = {
      '/c.yml': 'mongodb:\n  timeout: 3s\n',
      [STACKS]: 'APPSMITH_T=5s\n',
    };
    const timeout = async () => {
      const [target] = (await load(argv, env, files)).targets;
      const { value, origin } = target!.settings('mongodb').number('timeout')!;
      return [value, origin.kind, origin.where];
    };
    expect(await timeout()).toEqual([1, 'flag', '--mongodb.timeout']);
    argv.shift();
    expect(await timeout()).toEqual([2, 'env', 'APPSMITH_EXPORTER_MONGODB_TIMEOUT']);
    env.APPSMITH_EXPORTER_MONGODB_TIMEOUT = '';
    expect(await timeout()).toEqual([3, 'file', '/c.yml:2']);
    argv.shift();
    expect(await timeout()).toEqual([4, 'appsmith-env', 'APPSMITH_T']);
    delete env.APPSMITH_T;
    expect(await timeout()).toEqual([5, 'docker.env', 'docker.env line 1, APPSMITH_T']);
    delete files[STACKS];
    expect(await timeout()).toEqual([6, 'default', 'default']);
  });

  it('asks for a variable everywhere before it asks for its alias, as Appsmith does', async () => {
    const url = async (env: Record<string, string>, text: string) => {
      const [target] = (await load([], env, { [STACKS]: text })).targets;
      return target!.settings('mongodb').secret('url')?.origin.where;
    };
    const alias = { APPSMITH_MONGODB_URI: 'mongodb://alias/' };
    expect(await url(alias, 'APPSMITH_DB_URL=mongodb://main/')).toContain('docker.env line 1');
    expect(await url(alias, 'APPSMITH_DB_URL=')).toBe('APPSMITH_MONGODB_URI');
    const both = { ...alias, APPSMITH_DB_URL: 'mongodb://main/' };
    expect(await url(both, 'APPSMITH_DB_URL=mongodb://old/')).toBe('APPSMITH_DB_URL');
  });

  it('keeps a message on one line, whatever is in a name', async () => {
    const error = await load(['--a\n\u001b[31m']).catch((reason: Error) => reason);
    expect((error as Error).message).toBe('--a  [31m: unknown flag; --help lists all flags');
  });
});
