// Bundles the production code into ONE file without dependencies, the same bytes for the same commit wherever it is built.
import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { notices } from './bundle-notices.mjs';
import { bundleOptions, INSIDE_TEXTS } from './bundle-options.mjs';

const outfile = process.argv[2] ?? 'build/appsmith-exporter.mjs';
const { outputFiles, metafile } = await build({
  ...bundleOptions(),
  entryPoints: ['src/main.ts'],
  outfile,
  write: false,
  metafile: true,
});
const [{ contents }] = outputFiles;
await mkdir(dirname(outfile), { recursive: true });
await writeFile(outfile, contents);
await chmod(outfile, 0o755);
const { text, packages } = await notices([...Object.keys(metafile.inputs), ...INSIDE_TEXTS]);
await writeFile(join(dirname(outfile), 'THIRD_PARTY_NOTICES.txt'), text);
const sha256 = createHash('sha256').update(contents).digest('hex');
console.log(`${outfile}: ${contents.length} bytes, ${packages} packages inside, sha256 ${sha256}`);
