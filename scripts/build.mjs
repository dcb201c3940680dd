// Bundles src/main.ts into dist/: one entry, with commands and drivers as chunks loaded when first used.
import { existsSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { bundleOptions } from './bundle-options.mjs';

let esbuild;
try {
  esbuild = await import('esbuild');
} catch {
  // `npm ci --omit=dev` has no esbuild: then a dist/ that came with the package must be there already.
  if (existsSync('dist/main.js')) process.exit(0);
  console.error(
    'build: esbuild is not installed and dist/ is empty; run `npm ci` with devDependencies',
  );
  process.exit(1);
}

const outdir = process.argv[2] ?? 'dist';
rmSync(outdir, { recursive: true, force: true });
await esbuild.build({
  ...bundleOptions(),
  entryPoints: { main: 'src/main.ts' },
  outdir,
  splitting: true,
  sourcemap: 'linked',
  sourcesContent: false,
});
await chmod(`${outdir}/main.js`, 0o755);
