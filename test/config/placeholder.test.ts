// Spring's placeholders, as the backend would resolve them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Spring's placeholders look like them.
import { describe, expect, it } from 'vitest';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { resolvePlaceholders } from '../../src/config/placeholder.ts';
import type { Secret } from '../../src/scrape/secret.ts';

const variables: Record<string, string> = { A: 'one', B: '${A}-two', SELF: '${SELF}' };
const resolve = (text: string) => resolvePlaceholders(text, (name) => variables[name]);

describe('placeholders', () => {
  it.each([
    ['plain', 'plain'],
    ['${A}', 'one'],
    ['x${A}y${A}z', 'xoneyonez'],
    ['${B}', 'one-two'],
    ['${NONE:default}', 'default'],
    ['${NONE:}', ''],
    ['${NONE:${A}}', 'one'],
    ['${NONE:-a:b}', '-a:b'],
    ['${A', '${A'],
    ['${NONE}', undefined],
    ['${NONE:${NEITHER}}', undefined],
    ['${SELF}', undefined],
    ['a}b$c', 'a}b$c'],
  ])('%s', (text, expected) => {
    expect(resolve(text)).toBe(expected);
  });
});

describe('the password of the actuator', () => {
  const load = async (password: string, dockerEnv: string) => {
    const { targets } = await loadConfig({
      argv: [],
      components,
      env: { APPSMITH_INTERNAL_PASSWORD: password },
      readFile: (path) => {
        if (path.endsWith('docker.env')) return dockerEnv;
        throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      },
    });
    return targets[0]!;
  };

  it('is what Appsmith made up at its first start, where it is told so', async () => {
    const target = await load(
      '${APPSMITH_SUPERVISOR_PASSWORD:x}',
      'APPSMITH_SUPERVISOR_PASSWORD=abc\n',
    );
    const entry = target.entries.find(
      ({ option }) => option.path.join('.') === 'backend.internal_password',
    );
    const password = entry?.resolved?.value as Secret;
    expect(password.reveal()).toBe('abc');
  });

  it('is not known where it names what nobody has', async () => {
    const { notes } = await load('${APPSMITH_SUPERVISOR_PASSWORD}', '');
    expect(notes.map(({ code }) => code)).toContain('placeholder-unknown');
  });
});
