// Whatever stands in a file, a variable or on the command line: an answer or a ConfigError, at once, without the secret.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, printConfig } from '../../src/config/index.ts';
import { readAssignments } from '../../src/config/shell/assignments.ts';
import { fakeFiles, mongo, rtsLike } from './support.ts';

const STACKS = '/appsmith-stacks/configuration/docker.env';
const SECRET = 'hunter2hunter2';

/** All that is shown of a configuration: its print, notes and problems. */
async function shown(argv: string[], env: Record<string, string>, files: Record<string, string>) {
  try {
    const config = await loadConfig({
      argv,
      env,
      components: [mongo, rtsLike],
      readFile: fakeFiles(files),
    });
    const { notes, targets } = config;
    return printConfig(config) + JSON.stringify([notes, targets.map((target) => target.notes)]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message + JSON.stringify(error.problems);
  }
}

const yaml = fc.string({
  unit: fc.constantFrom(
    ...' \n\t:-#&*[]{}"\'|>!%@`,?~',
    ...['mongodb:', 'log:', 'targets:', 'url: ', 'enabled: ', '\n  ', '<<: ', '---\n', 'a', '0x1'],
  ),
  maxLength: 40,
});
const around = fc.string({ unit: fc.constantFrom(...'ab-/:@?&=# "\'\\$%.,', '--'), maxLength: 12 });

describe('loadConfig', () => {
  it('survives any file', async () => {
    await fc.assert(
      fc.asyncProperty(yaml, fc.string(), async (text, dockerEnv) => {
        const files = { '/c.yml': text, [STACKS]: dockerEnv };
        expect(await shown(['--config.file=/c.yml'], {}, files)).toBeTypeOf('string');
      }),
      { numRuns: 400 },
    );
  });

  it('survives any command line', async () => {
    const argument = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '--once',
        '--no-once',
        '--log.level',
        '--rts.url=',
        '--',
        '-',
        '--=',
        '--no-',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 5 }), async (argv) => {
        expect(await shown(argv, {}, {})).toBeTypeOf('string');
      }),
    );
  });

  it('shows no secret, however broken the value around it and wherever it is from', async () => {
    await fc.assert(
      fc.asyncProperty(around, around, async (before, after) => {
        const password = `${before}${SECRET}${after}`;
        const url = `mongodb://user:${password}@host/db`;
        const quoted = `'${password.replaceAll("'", "'\\''")}'`;
        const all = await Promise.all([
          shown([], { APPSMITH_DB_URL: url, APPSMITH_PASSWORD: password }, {}),
          shown([], { APPSMITH_EXPORTER_MONGODB_URL: url }, {}),
          shown([`--mongodb.password=${password}`], {}, {}),
          shown(['--mongodb.password', password], {}, {}),
          shown([], {}, { [STACKS]: `APPSMITH_PASSWORD=${quoted}\nAPPSMITH_DB_URL=${password}\n` }),
          shown(
            ['--config.file=/c.yml'],
            {},
            {
              '/c.yml': `mongodb:\n  password: ${JSON.stringify(password)}\n  url: ${JSON.stringify(password)}\n`,
            },
          ),
        ]);
        expect(all.join('\n')).not.toContain(SECRET);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['brackets', `a: ${'['.repeat(100_000)}`],
    ['aliases', `a: &a [1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n`],
  ])('does not choke on %s in the file', async (_, text) => {
    expect(await shown(['--config.file=/c.yml'], {}, { '/c.yml': text })).toContain('/c.yml:1');
  });
});

describe('readAssignments', () => {
  it.each([
    ['many lines', 'A=1\n'.repeat(250_000)],
    ['deep nesting', `A=${'${B:-'.repeat(100_000)}`],
    ['deep substitutions', `A=${'$('.repeat(100_000)}`],
    ['an endless quote', `A="${'\\a'.repeat(400_000)}`],
    ['endless backticks', `A=\`${'\\a'.repeat(400_000)}`],
    ['an endless brace list', `export ${'A={'.repeat(100_000)}`],
  ])('reads %s in no time', (_, text) => {
    const started = performance.now();
    readAssignments(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
