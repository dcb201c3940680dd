// The rule files and proofs as they are committed, by the real promtool.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { needPromtool, pipeInto } from '../../peers/promtool.ts';

const folder = fileURLToPath(new URL('../../../alerts/', import.meta.url));
const files = (sub: string, pattern: RegExp) =>
  readdirSync(folder + sub)
    .filter((name) => pattern.test(name))
    .map((name) => folder + sub + name);

describe.skipIf(!needPromtool())('the committed files', () => {
  it.each(files('', /^appsmith-.*\.yml$/))('%s can be loaded', async (file) => {
    const { output, code } = await pipeInto('promtool', ['check', 'rules', file], '');
    expect(code, output).toBe(0);
  });

  it.each(files('tests/', /\.yml$/))(
    '%s hold, texts and links included',
    async (file) => {
      const { output, code } = await pipeInto('promtool', ['test', 'rules', file], '');
      expect(code, output).toBe(0);
    },
    120_000,
  );
});
