// Bundles bench/ with the sources it measures and runs it; the flags after it are the benchmark's own.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

/** A bundle has one `import.meta.url`; the peers look for files beside their own sources. */
const ownUrl = {
  name: 'own-url',
  setup({ onLoad }) {
    onLoad({ filter: /\/(bench|test)\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

const outfile = resolve('node_modules/.cache/appsmith-observability/bench.mjs');
await build({
  entryPoints: ['bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
  plugins: [ownUrl],
});
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');
await import(pathToFileURL(outfile).href);
