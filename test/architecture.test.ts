// Holds the sources to the rules of the architecture, and shows on bad examples that each rule bites.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { architectureViolations } from './support/architecture.ts';
import { importsOf, readSources } from './support/imports.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  dependencies: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
const packages = new Set(
  Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
);

describe('the sources', () => {
  const sources = readSources(`${root}src`);

  it('keep the rules', () => {
    expect(architectureViolations(sources, packages)).toEqual([]);
  });

  it('were really resolved', () => {
    const imports = [...sources.keys()].flatMap((path) => importsOf(sources, path, packages));
    expect(imports.filter(({ kind }) => kind === 'file').length).toBeGreaterThan(sources.size);
    expect(imports.some(({ dynamic }) => dynamic)).toBe(true);
    const used = new Set(imports.filter(({ kind }) => kind === 'package').map(({ to }) => to));
    for (const name of used) expect(existsSync(`${root}node_modules/${name}`), name).toBe(true);
    expect([...used].sort()).toEqual(expect.arrayContaining(['express', 'mongodb', 'pino']));
  });
});

/** A tree in which only the given files can be wrong. */
function violations(files: Record<string, string>): string[] {
  const good: Record<string, string> = {
    'metrics/a.ts': 'export const a = 1;',
    'exposition/a.ts': "import { a } from '../metrics/a.ts';\nexport const b = a;",
    'commands/serve.ts': "import '../exposition/a.ts';",
  };
  const commented = Object.entries({ ...good, ...files }).map(([path, text]): [string, string] => [
    path,
    text.startsWith('#') ? text : `// For.\n${text}`,
  ]);
  return architectureViolations(
    new Map(commented),
    new Set(['mongodb', 'pino', '@grafana/grafana-foundation-sdk']),
  );
}

describe('each rule bites', () => {
  it('passes a good tree', () => {
    const files = {
      'components/mongodb/collect.ts':
        "import type { Db } from 'mongodb';\nimport '../../scrape/errors.ts';\nawait import('mongodb');",
      'scrape/errors.ts': "import pino from 'pino';\nimport 'node:fs';",
      'components/mongodb/panels.ts': "import '../../promql/a.ts';",
      'promql/a.ts': '',
      'config/a.ts': 'process.env.HOME;',
    };
    expect(violations(files)).toEqual([]);
  });

  it('finds no import at all', () => {
    expect(architectureViolations(new Map([['a.ts', '// For.\n']]), packages)).toEqual([
      'no import was resolved: the check itself is broken',
    ]);
  });

  it.each([
    [
      'metrics importing ours',
      'metrics/b.ts',
      "export { b } from '../exposition/a.ts';",
      /must not/,
    ],
    [
      'a type import upwards',
      'metrics/b.ts',
      "import type { b } from '../exposition/a.ts';",
      /must/,
    ],
    ['a dynamic import upwards', 'metrics/b.ts', "await import('../exposition/a.ts');", /must not/],
    ['a sibling', 'components/x/a.ts', "import '../mongodb/a.ts';", /must not import components/],
    ['the whole of scrape', 'components/x/a.ts', "import '../../scrape/target.ts';", /must not/],
    ['promql at run time', 'components/x/collect.ts', "import '../../promql/a.ts';", /must not/],
    ['a file that is not there', 'metrics/b.ts', "import './c.ts';", /leads nowhere/],
    ['a package not declared', 'metrics/b.ts', "import 'left-pad';", /leads nowhere/],
    ['a computed import', 'metrics/b.ts', 'await import(name);', /leads nowhere/],
    ['a driver, eagerly', 'components/mongodb/b.ts', "import { a } from 'mongodb';", /lazily/],
    [
      'a driver by an inline type, which still loads it',
      'components/mongodb/b.ts',
      "import { type Db } from 'mongodb';",
      /lazily/,
    ],
    ['a driver elsewhere', 'scrape/b.ts', "await import('mongodb');", /must not import mongodb/],
    [
      'the dashboards’ builders elsewhere',
      'bundle/b.ts',
      "import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';",
      /must not import @grafana/,
    ],
    ['a command imported', 'scrape/b.ts', "import '../commands/serve.ts';", /must not/],
    [
      'panels in serve',
      'commands/serve.ts',
      "import '../components/x/panels.ts';",
      /serve reaches/,
    ],
    ['the bundle in serve', 'exposition/b.ts', "import '../bundle/a.ts';", /must not/],
    ['process.env', 'scrape/b.ts', 'const home = process.env.HOME;', /environment/],
    ['process["env"]', 'scrape/b.ts', "const home = process['env'];", /environment/],
    ['env of process', 'scrape/b.ts', 'const { env } = process;', /environment/],
    ['env of node:process', 'scrape/b.ts', "import { env } from 'node:process';", /environment/],
    ['a composite signal', 'scrape/b.ts', 'const s = AbortSignal.any([a, b]);', /AbortSignal.any/],
    ['a timeout signal', 'scrape/b.ts', 'AbortSignal.timeout(5);', /patience/],
    ['no opening comment', 'scrape/b.ts', '#!/usr/bin/env node\nconst a = 1;', /opens? with/],
    ['too long', 'scrape/b.ts', '\n'.repeat(250).concat('0;'), /has 25\d lines/],
  ])('%s', (_what, path, text, expected) => {
    const others = {
      'components/mongodb/a.ts': '',
      'components/x/panels.ts': '',
      'scrape/target.ts': '',
      'promql/a.ts': '',
      'bundle/a.ts': '',
    };
    const found = violations({ ...others, [path]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });
});
