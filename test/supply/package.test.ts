// What would be published: the built program and its documentation, with nothing of the workshop.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedPackages, manifest, root, run } from './run.ts';

/** Where the package is packed: a copy, so that the checkout's own dist/ stays as it is. */
const copy = mkdtempSync(join(tmpdir(), 'exporter-pack-'));
let paths: string[] = [];

beforeAll(async () => {
  const tracked = (await run(['ls-files', '-z'], 'git')).split('\0');
  for (const path of tracked.filter((name) => name && !name.startsWith('test/fixtures/'))) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  await run(['scripts/build.mjs', join(copy, 'dist')]);
  const flags = ['--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [packed] = JSON.parse(await run(['pack', copy, ...flags], 'npm'));
  paths = packed.files.map(({ path }: { path: string }) => path);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the program, its schema, its documentation and its licence', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/main.js',
        'schema/appsmith-exporter.schema.json',
        'alerts/appsmith-backend.yml',
        'dashboards/appsmith-overview.json',
        'compose/compose.yml',
        'observability.example.yml',
        'docs/metrics.md',
        'docs/configuration.md',
        'docs/least-privilege.md',
        'README.md',
        'CHANGELOG.md',
        'SECURITY.md',
        'LICENSE',
        'package.json',
      ]),
    );
  });

  it('holds nothing else', () => {
    const expected =
      /^(dist\/[\w.-]+\.js(\.map)?|schema\/.+\.json|docs\/.+|(alerts|dashboards|compose)\/.+\.(yml|json)|observability\.example\.yml|[A-Z]+(\.md)?|package\.json)$/;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    expect(paths.filter((path) => /test|fixture|bench|\.ts$|\.env/i.test(path))).toEqual([]);
  });

  it('has maps that name no folder of the machine that built it', () => {
    const maps = paths.filter((path) => path.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(0);
    for (const path of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(copy, path), 'utf8'));
      expect(sourcesContent, path).toBeUndefined();
      // Relative to where it was built, hence only up to the sources: no drive, no URL, no root.
      const absolute = (source: string) => /^(?:\/|[a-z]:|\w+:\/\/)/i.test(source);
      expect(sources.filter(absolute), path).toEqual([]);
    }
  });

  it('links only to documentation that is in it', () => {
    const broken = paths
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => brokenLinks(path).map((link) => `${path}: ${link}`));
    expect(broken).toEqual([]);
  });

  it('asks for provenance when it is published', () => {
    expect(manifest.publishConfig).toMatchObject({ provenance: true });
  });
});

/** Links to documentation that was not packed; those to files only the repository has are fine. */
function brokenLinks(path: string): string[] {
  const text = readFileSync(join(copy, path), 'utf8');
  return [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
    .map(([, link]) => join(dirname(path), link!))
    .filter((target) => target.startsWith('docs/') && !paths.some((p) => p.startsWith(target)));
}

describe('install scripts', () => {
  const rows = [
    ...readFileSync(join(root, 'docs/supply-chain.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \| (?:development|optional):/gm,
    ),
  ].map(([, name]) => name!);
  const withScript = [...lockedPackages()]
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([name]) => name);

  it('of dependencies are those that docs/supply-chain.md explains, and none is allowed', () => {
    expect(rows.sort()).toEqual([...new Set(withScript)].sort());
    expect(manifest.allowScripts).toEqual(Object.fromEntries(rows.map((name) => [name, false])));
  });

  it('belong to no package that every user installs', () => {
    const locked = lockedPackages();
    const always = withScript.filter((name) => {
      const { dev, optional } = locked.get(name)!;
      return !dev && !optional;
    });
    expect(always).toEqual([]);
  });

  it('of ours there are none', () => {
    const names = Object.keys(manifest.scripts).filter((name) => /install|publish/.test(name));
    expect(names).toEqual([]);
  });
});
