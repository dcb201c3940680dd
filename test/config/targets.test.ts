// A fleet: what a named target takes, and what it never takes from the machine it is not on.
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const YAML = `
default_target: false
targets:
  shop:
    stacks_dir: /mnt/shop
    rts:
      url: http://shop:8091
  lab:
    mongodb:
      url: mongodb://lab/appsmith
      password_file: lab.txt
    rts:
      enabled: false
  bare:
`;

const load = (env: Record<string, string> = {}, argv: string[] = []) =>
  loadConfig({
    argv: ['--config.file=/etc/exporter/c.yml', ...argv],
    env,
    components: [mongo, rtsLike],
    readFile: fakeFiles({
      '/etc/exporter/c.yml': YAML,
      '/etc/exporter/lab.txt': 'secret\n',
      '/mnt/shop/configuration/docker.env':
        'APPSMITH_DB_URL=mongodb://a:b@localhost:27017/appsmith\nAPPSMITH_PASSWORD=pw\n',
    }),
  });

describe('named targets', () => {
  it('are those of the file, without a default one if so wished', async () => {
    const { targets } = await load();
    expect(targets.map(({ name, stacksDir }) => [name, stacksDir])).toEqual([
      ['shop', '/mnt/shop'],
      ['lab', undefined],
      ['bare', undefined],
    ]);
  });

  it('read their own docker.env, but no address on loopback', async () => {
    const [shop] = (await load()).targets;
    expect(shop!.dockerEnv).toEqual({ path: '/mnt/shop/configuration/docker.env', found: true });
    expect(shop!.settings('mongodb').secret('password')?.value.reveal()).toBe('pw');
    expect(shop!.settings('mongodb').secret('url')).toBeUndefined();
    expect(shop!.notes.map(({ code, remedy }) => [code, remedy])).toContainEqual([
      'loopback-elsewhere',
      'set targets.shop.mongodb.url',
    ]);
  });

  it('take nothing from the environment and no default address', async () => {
    const env = { APPSMITH_DB_URL: 'mongodb://x/', APPSMITH_EXPORTER_RTS_URL: 'http://x' };
    const { targets } = await load(env, ['--rts.url=http://y']);
    const [shop, lab, bare] = targets;
    expect(shop!.settings('rts').url('url')?.value).toBe('http://shop:8091');
    expect(bare!.settings('rts').url('url')).toBeUndefined();
    expect(bare!.settings('mongodb').secret('url')).toBeUndefined();
    expect(bare!.settings('mongodb').number('top')?.value).toBe(5);
    expect(lab!.settings('mongodb').secret('password')).toMatchObject({
      origin: { kind: 'file', where: '/etc/exporter/c.yml:11 (/etc/exporter/lab.txt)' },
    });
  });

  it('switch components off one by one, or all by a flag', async () => {
    const enabled = async (argv: string[]) =>
      (await load({}, argv)).targets.map((target) => target.enabled('rts'));
    expect(await enabled([])).toEqual([true, false, true]);
    expect(await enabled(['--no-collector.rts'])).toEqual([false, false, false]);
  });

  it('refuses to be asked for what was never declared', async () => {
    const [shop] = (await load()).targets;
    expect(() => shop!.settings('redis')).toThrow(/no component redis/);
    expect(() => shop!.settings('rts').string('nothing')).toThrow(/not a declared setting/);
  });
});
