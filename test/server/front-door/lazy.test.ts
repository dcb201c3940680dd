// Without a web-config file nothing that is there for one may be loaded.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf, readSources } from '../../support/imports.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('serve reaches the front door, YAML and bcrypt only by imports that wait', () => {
  const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const packages = new Set(Object.keys(dependencies as object));
  const sources = readSources(`${root}src`);
  const all = [...sources.keys()].flatMap((path) => importsOf(sources, path, packages));
  const reached = new Set(['commands/serve.ts', 'server/index.ts']);
  for (const path of reached) {
    for (const { from, to, typeOnly, dynamic } of all) {
      if (from === path && to !== undefined && !typeOnly && !dynamic) reached.add(to);
    }
  }
  expect(reached).toContain('server/listen.ts');
  expect(
    [...reached].filter((path) => /front-door|web-config|^yaml$|^bcryptjs$/.test(path)),
  ).toEqual([]);
});
