// Bundles the production code without dependencies, the same bytes for the same commit wherever it is built: in ONE file,
// or with --split in one folder, where a command reads into memory what it needs and no more.
import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { notices } from './bundle-notices.mjs';
import { bundleOptions, INSIDE_TEXTS } from './bundle-options.mjs';

const args = process.argv.slice(2);
const split = args.includes('--split');
const outfile = args.find((arg) => !arg.startsWith('--')) ?? 'build/appsmith-exporter.mjs';
const outdir = dirname(outfile);
const { outputFiles, metafile } = await build({
  ...bundleOptions(),
  entryPoints: { [basename(outfile, '.mjs')]: 'src/main.ts' },
  outExtension: { '.js': '.mjs' },
  outdir,
  splitting: split,
  write: false,
  metafile: true,
});
await mkdir(outdir, { recursive: true });
for (const { path, contents } of outputFiles) await writeFile(path, contents);
await chmod(outfile, 0o755);
const { text, packages } = await notices([...Object.keys(metafile.inputs), ...INSIDE_TEXTS]);
await writeFile(join(outdir, 'THIRD_PARTY_NOTICES.txt'), text);
const bytes = Buffer.concat(outputFiles.map(({ contents }) => contents));
const sha256 = createHash('sha256').update(bytes).digest('hex');
const what = split ? `${outputFiles.length} files, ` : '';
console.log(
  `${outfile}: ${what}${bytes.length} bytes, ${packages} packages inside, sha256 ${sha256}`,
);
