// Writes the bill of materials (CycloneDX) of what users run, the same bytes for the same lock file.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const outfile = process.argv[2] ?? 'build/sbom.cdx.json';
const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

// From the lock file alone: what happens to be installed here says nothing about the release.
const { stdout } = await promisify(execFile)(
  'npm',
  [
    'sbom',
    '--package-lock-only',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--loglevel=error',
  ],
  { maxBuffer: 64 << 20 },
);

/** What is not for development alone. npm's own --omit=dev also drops what users and developers share. */
const { packages } = await json('package-lock.json');
const production = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([path, { version }]) => `${path.replace(/^(?:.*\/)?node_modules\//, '')}@${version}`),
);

const { serialNumber: _, metadata, components, dependencies, ...head } = JSON.parse(stdout);
// The time, the serial number and npm's own version are those of the run, not of the software.
const { timestamp: __, tools: ___, ...described } = metadata;
// npm calls it what the folder is called.
const { name, dependencies: needed, optionalDependencies: wanted } = await json('package.json');
described.component.name = name;
const root = described.component['bom-ref'];
const kept = (reference) => reference === root || production.has(reference.split('|')[0]);
const direct = new Set(Object.keys({ ...needed, ...wanted }));
const used = (ref) => (to) =>
  kept(to) && (ref !== root || direct.has(to.slice(0, to.lastIndexOf('@'))));
const byText = (a, b) => (a < b ? -1 : Number(a > b));
const sbom = {
  ...head,
  metadata: described,
  components: components
    .filter((component) => kept(component['bom-ref']))
    .sort((a, b) => byText(a['bom-ref'], b['bom-ref'])),
  dependencies: dependencies
    .filter(({ ref }) => kept(ref))
    .map(({ ref, dependsOn = [] }) => ({
      ref,
      dependsOn: dependsOn.filter(used(ref)).sort(byText),
    }))
    .sort((a, b) => byText(a.ref, b.ref)),
};
await mkdir(dirname(outfile), { recursive: true });
await writeFile(outfile, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${outfile}: CycloneDX ${sbom.specVersion}, ${sbom.components.length} components`);
