// What is shown of a configuration: origins always, secrets never.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema, loadConfig, printConfig, redactUrl } from '../../src/config/index.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const components = [mongo, rtsLike];
const YAML = `
log:
  format: json
targets:
  shop:
    rts: { url: "http://shop:1" }
`;

describe('printConfig', () => {
  it('is YAML that says where each value is from', async () => {
    const config = await loadConfig({
      argv: ['--config.file=/c.yml', '--web.listen-address=:0'],
      env: {
        APPSMITH_DB_URL: 'mongodb://u:hunter2@h1,h2/db?tlsCertificateKeyFilePassword=hunter2',
      },
      components,
      readFile: fakeFiles({ '/c.yml': YAML }),
    });
    const text = printConfig(config);
    expect(text).not.toContain('hunter2');
    expect(text).toMatch(/^ {2}listen_address: ":0" {2}# --web.listen-address$/m);
    expect(text).toMatch(/^ {2}format: json {2}# \/c.yml:3$/m);
    expect(text).toMatch(/^ {2}timeout: 6s {2}# default$/m);
    expect(text).toMatch(/^ {2}# password: not set \(APPSMITH_PASSWORD\)$/m);
    expect(text).toContain(
      'url: "mongodb://u:***@h1,h2/db?tlsCertificateKeyFilePassword=***"  # APPSMITH_DB_URL',
    );
    expect(parse(text)).toMatchObject({
      web: { listen_address: ':0' },
      stacks_dir: '/appsmith-stacks',
      mongodb: { enabled: true, top: 5 },
      targets: { shop: { rts: { url: 'http://shop:1' } } },
    });
  });

  it('can be read back, but for the secrets', async () => {
    const first = await loadConfig({ argv: [], env: {}, components, readFile: fakeFiles({}) });
    const text = printConfig(first);
    const readFile = fakeFiles({ '/c.yml': text });
    const second = await loadConfig({
      argv: ['--config.file=/c.yml'],
      env: {},
      components,
      readFile,
    });
    const bare = (printed: string) => printed.replace(/ +#.*$/gm, '');
    expect(bare(printConfig(second))).toBe(bare(text));
  });
});

describe('redactUrl', () => {
  it.each([
    ['mongodb://user:p@ss:w/rd@host:1/db', 'mongodb://user:***@host:1/db'],
    ['redis://:pw@host', 'redis://:***@host'],
    ['redis://token@host', 'redis://***@host'],
    ['redis://host:6379/0', 'redis://host:6379/0'],
    [
      'jdbc:postgresql://h/db?user=u&password=p&ssl=true',
      'jdbc:postgresql://h/db?user=u&password=***&ssl=true',
    ],
  ])('%s is shown as %s', (url, shown) => expect(redactUrl(url)).toBe(shown));

  it('never lets a password through, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (tail) => {
        const password = `hunter2${tail}`;
        expect(redactUrl(`mongodb://user:${password}@host/db`)).not.toContain('hunter2');
      }),
    );
  });
});

describe('jsonSchema', () => {
  const schema = jsonSchema(components);
  const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

  it.each([
    YAML,
    'mongodb: { url: "mongodb://h/", password_file: /run/secrets/x, timeout: 5s, top: 3, tls: true }',
    'mongodb: { timeout: 1m30s }\nlog: { level: debug }\nlimits:',
    'targets: { a: , b: { stacks_dir: /x } }',
    'default_target: false',
  ])('accepts %j', (text) => {
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  it.each([
    'mongdb: {}',
    'mongodb: { top: 101 }',
    'mongodb: { timeout: soon }',
    'log: { level: loud }',
    'targets: { default: {} }',
    'targets: { a: { log: { level: info } } }',
    'rts: { url: "rts:8091" }',
    'rts: { url_file: /x }',
  ])('refuses %j', (text) => expect(validate(parse(text))).toBe(false));
});
