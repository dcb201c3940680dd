// The command line: both spellings of a value, switches, and what is refused with a way out.
import { describe, expect, it } from 'vitest';
import { ConfigError, flagHelp, loadConfig } from '../../src/config/index.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const components = [mongo, rtsLike];
const load = (argv: string[], env = {}) =>
  loadConfig({ argv, env, components, readFile: fakeFiles({ '/s': 'from a file\r\n' }) });

async function refusal(...argv: string[]): Promise<string> {
  const error = await load(argv).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).message;
}

describe('flags', () => {
  it.each([
    [['--web.listen-address=127.0.0.1:0'], { host: '127.0.0.1', port: 0 }],
    [['--web.listen-address', ':1'], { host: '', port: 1 }],
    [['--web.listen-address', '[::1]:9'], { host: '::1', port: 9 }],
    [['--web.listen-address=9564'], { host: '', port: 9564 }],
    [['--web.listen-address=localhost:80'], { host: 'localhost', port: 80 }],
    [['--web.listen-address='], { host: '', port: 9564 }],
  ])('%j listens there', async (argv, listen) => {
    expect((await load(argv)).listen).toEqual(listen);
  });

  it('switches components and options on and off', async () => {
    const config = await load([
      '--no-collector.mongodb',
      '--collector.rts',
      '--mongodb.tls',
      '--once',
    ]);
    const [target] = config.targets;
    expect([target!.enabled('mongodb'), target!.enabled('rts')]).toEqual([false, true]);
    expect(target!.settings('mongodb').boolean('tls')?.value).toBe(true);
    expect(config).toMatchObject({ once: true, check: false, print: false });
    const off = await load([
      '--collector.rts=false',
      '--no-mongodb.tls',
      '--print-config',
      '--config.check',
    ]);
    expect(off.targets[0]!.enabled('rts')).toBe(false);
    expect(off).toMatchObject({ once: false, check: true, print: true });
  });

  it('takes a setting’s own flag and the derived one', async () => {
    for (const flag of ['--rts-url', '--rts.url']) {
      const [target] = (await load([flag, 'http://rts:1/'])).targets;
      expect(target!.settings('rts').url('url')).toEqual({
        value: 'http://rts:1',
        origin: { kind: 'flag', where: flag },
      });
    }
  });

  it('hands a command its own flags', async () => {
    const extraFlags = [{ name: 'actuator', value: 'STATE', help: 'Its state.' }];
    const config = await loadConfig({
      argv: ['--actuator', 'closed'],
      env: {},
      components,
      extraFlags,
      readFile: fakeFiles({}),
    });
    expect([...config.extra]).toEqual([['actuator', 'closed']]);
  });

  it.each([
    [['--log.levle=debug'], '--log.levle: unknown flag; did you mean "--log.level"?'],
    [['--no-colector.rts'], '--no-colector.rts: unknown flag; did you mean "--no-collector.rts"?'],
    [['--what-is-this'], '--what-is-this: unknown flag; --help lists all flags'],
    [['--log.level'], '--log.level: needs a value; write --log.level=VALUE'],
    [['--log.level', '--once'], '--log.level: needs a value; write --log.level=VALUE'],
    [['--once', '--once'], '--once: given more than once; keep one of them'],
    [['serve'], 'command line: an argument is not a flag; flags begin with --'],
    [['--no-once=true'], '--no-once: takes no value; write --no-once'],
    [
      ['--log.level=x'],
      '--log.level: log.level = "x": must be one of debug, info, warn, error; unless you need another, leave it at info',
    ],
    [
      ['--config.file=/no'],
      '--config.file (/no): there is no such file; give the path of a readable YAML file',
    ],
    [
      ['--mongodb.url=mongodb://a:hunter2@h/'],
      '--mongodb.url: mongodb.url = ***: a secret on the command line can be read by everybody on the machine; set APPSMITH_EXPORTER_MONGODB_URL, or APPSMITH_EXPORTER_MONGODB_URL_FILE to a file that holds it',
    ],
    [
      ['--mongodb.password', 'hunter2'],
      '--mongodb.password: mongodb.password = ***: a secret on the command line can be read by everybody on the machine; set APPSMITH_PASSWORD, or APPSMITH_PASSWORD_FILE to a file that holds it',
    ],
  ])('refuses %j', async (argv, message) => {
    expect(await refusal(...argv)).toBe(message);
  });

  it('lists all mistakes at once', async () => {
    expect((await refusal('--a=1', '--log.level=x', '--rts.url=y')).split('\n')).toHaveLength(3);
  });
});

describe('the environment', () => {
  it('reads _FILE, without the newline at its end', async () => {
    const [target] = (await load([], { APPSMITH_PASSWORD_FILE: '/s' })).targets;
    const { value, origin } = target!.settings('mongodb').secret('password')!;
    expect(value.reveal()).toBe('from a file');
    expect(origin).toEqual({ kind: 'appsmith-env', where: 'APPSMITH_PASSWORD_FILE (/s)' });
  });

  it.each([
    [
      { APPSMITH_EXPORTER_RTS_URL: 'http://a', APPSMITH_EXPORTER_RTS_URL_FILE: '/s' },
      'APPSMITH_EXPORTER_RTS_URL: rts.url: both APPSMITH_EXPORTER_RTS_URL and APPSMITH_EXPORTER_RTS_URL_FILE are set; unset one',
    ],
    [
      { APPSMITH_EXPORTER_MONGODB_URL_FILE: 'hunter2' },
      'APPSMITH_EXPORTER_MONGODB_URL_FILE: mongodb.url = ***: there is no such file; put the value into that file and let the exporter read it',
    ],
    [
      { APPSMITH_EXPORTER_MONGODB_URL: 'hunter2' },
      'APPSMITH_EXPORTER_MONGODB_URL: mongodb.url = ***: must be a connection string without spaces; write scheme://user:password@host:port/…, special characters percent-encoded',
    ],
  ])('refuses %j', async (env, message) => {
    await expect(load([], env)).rejects.toThrow(new ConfigError([]).constructor as never);
    await expect(load([], env)).rejects.toHaveProperty('message', message);
  });

  it('warns of a variable that looks mistyped, and leaves Kubernetes’ own alone', async () => {
    const { notes } = await load([], {
      APPSMITH_EXPORTER_LISTN: ':1',
      APPSMITH_EXPORTER_PORT: 'tcp://10.0.0.1:9564',
      APPSMITH_EXPORTER_PORT_9564_TCP_ADDR: '10.0.0.1',
      APPSMITH_EXPORTER_SERVICE_HOST: '10.0.0.1',
    });
    expect(notes).toMatchObject([
      { code: 'unknown-variable', remedy: 'did you mean APPSMITH_EXPORTER_LISTEN?' },
    ]);
  });

  it('does not fail for a variable of Appsmith that it cannot use', async () => {
    const [target] = (await load([], { APPSMITH_DB_URL: 'hunter2', APPSMITH_PASSWORD: '' }))
      .targets;
    expect(target!.settings('mongodb').secret('url')).toBeUndefined();
    expect(target!.notes.map(({ code }) => code)).toEqual([
      'docker-env-missing',
      'appsmith-variable-unusable',
      'empty-variable',
    ]);
    expect(JSON.stringify(target!.notes)).not.toContain('hunter2');
  });
});

describe('flagHelp', () => {
  it('shows every flag but those that would carry secrets', () => {
    const help = flagHelp(components);
    expect(help).toContain('--no-collector.mongodb');
    expect(help).toContain('--web.listen-address=LISTEN');
    expect(help).not.toContain('mongodb.url');
  });
});
