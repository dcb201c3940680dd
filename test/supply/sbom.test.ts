// The bill of materials: every production package of the lock file, nothing of the run that wrote it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedPackages, manifest, run } from './run.ts';

/** Licences that ask for no more than to be named. */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string }[];
  readonly licenses?: readonly { readonly license: { readonly id?: string } }[];
}

const dir = mkdtempSync(join(tmpdir(), 'exporter-sbom-'));
const files = ['one', 'two'].map((name) => join(dir, `${name}.cdx.json`));
let components: Component[] = [];

beforeAll(async () => {
  await Promise.all(files.map((file) => run(['scripts/sbom.mjs', file])));
  components = JSON.parse(readFileSync(files[0]!, 'utf8')).components;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the bill of materials', () => {
  it('is CycloneDX of this project, with neither time nor serial number', () => {
    const [one, two] = files.map((file) => readFileSync(file, 'utf8'));
    expect(one).toBe(two);
    const { metadata, ...head } = JSON.parse(one!);
    expect(head).toMatchObject({ bomFormat: 'CycloneDX', version: 1 });
    expect(head).not.toHaveProperty('serialNumber');
    expect(Object.keys(metadata).sort()).toEqual(['component', 'lifecycles']);
    expect(metadata.component).toMatchObject({ type: 'application', name: manifest.name });
  });

  it('names every package of the lock file that users may run, and no other', () => {
    const production = [...lockedPackages()]
      .filter(([, { dev }]) => !dev)
      .map(([name, { version }]) => `${name}@${version}`);
    const named = components.map(({ name, version }) => `${name}@${version}`);
    expect(new Set(named)).toEqual(new Set(production));
  });

  it('has a hash, a package URL and a known licence for each', () => {
    for (const { name, purl, hashes, licenses } of components) {
      expect(purl, name).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d/);
      expect(
        hashes?.map(({ alg }) => alg),
        name,
      ).toContain('SHA-512');
      expect(LICENCES, name).toContain(licenses?.[0]?.license.id);
    }
  });
});
