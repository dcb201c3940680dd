// Writes the bill of materials (CycloneDX) of what users run, the same bytes for the same lock file.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const outfile = process.argv[2] ?? 'build/sbom.cdx.json';
// From the lock file alone: what happens to be installed here says nothing about the release.
const args = [
  'sbom',
  '--package-lock-only',
  '--omit=dev',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
];
const { stdout } = await promisify(execFile)('npm', [...args, '--loglevel=error'], {
  maxBuffer: 64 << 20,
});
const { serialNumber: _, metadata, components, dependencies, ...head } = JSON.parse(stdout);
// The time, the serial number and npm's own version are those of the run, not of the software.
const { timestamp: __, tools: ___, ...described } = metadata;
// npm calls it what the folder is called.
described.component.name = JSON.parse(await readFile('package.json', 'utf8')).name;
const byReference = (a, b) => (a < b ? -1 : Number(a > b));
const sbom = {
  ...head,
  metadata: described,
  components: components.sort((a, b) => byReference(a['bom-ref'], b['bom-ref'])),
  dependencies: dependencies
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: [...dependsOn].sort(byReference) }))
    .sort((a, b) => byReference(a.ref, b.ref)),
};
await mkdir(dirname(outfile), { recursive: true });
await writeFile(outfile, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${outfile}: CycloneDX ${sbom.specVersion}, ${sbom.components.length} components`);
