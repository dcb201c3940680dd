// The declarations of the real components: nothing is declared twice, and every default is a valid value.
import { describe, expect, it } from 'vitest';
import { components } from '../../src/components/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import {
  isSecret,
  type Option,
  PROCESS_OPTIONS,
  pathOf,
  targetOptions,
} from '../../src/config/option.ts';
import { parseValue } from '../../src/config/values.ts';
import { fakeFiles } from './support.ts';

const options: readonly Option[] = [...PROCESS_OPTIONS, ...targetOptions(components)];

function twice(names: readonly string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

describe('the declared options', () => {
  it('have a key and a flag of their own', () => {
    expect(twice(options.map(pathOf))).toEqual([]);
    expect(twice(options.flatMap(({ flags }) => flags))).toEqual([]);
    expect(
      options.map(pathOf).filter((path) => !/^[a-z][a-z_]*(\.[a-z][a-z0-9_]*)?$/.test(path)),
    ).toEqual([]);
  });

  it('keep clear of the keys that stand for files', () => {
    const files = options.filter(isSecret).map((option) => `${pathOf(option)}_file`);
    expect(options.map(pathOf).filter((path) => files.includes(path))).toEqual([]);
  });

  it.each(
    options.filter((option) => 'default' in option).map((option) => [pathOf(option), option]),
  )('%s has a default of its kind and range', (_, option) => {
    expect(parseValue(String(option.default), option)).toHaveProperty('value');
    expect(option.help).toMatch(/[.!]$/);
  });

  it('configure without any I/O and without anything given', async () => {
    const config = await loadConfig({ argv: [], env: {}, components, readFile: fakeFiles({}) });
    for (const component of components) {
      expect(component.configure(config.targets[0]!.settings(component.name), {})).toBeDefined();
    }
  });
});
