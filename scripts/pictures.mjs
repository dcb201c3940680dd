// Builds and runs pictures/, a package of its own since Grafana's components are large; installs it if needed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}pictures`;

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(`${folder}/node_modules/@grafana/ui`)) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}
const common = { bundle: true, format: 'esm', logLevel: 'error' };
await build({
  ...common,
  entryPoints: [`${folder}/src/main.ts`],
  outfile: `${root}build/pictures/main.mjs`,
  platform: 'node',
  packages: 'external',
});
await build({
  ...common,
  entryPoints: [`${folder}/page/index.tsx`],
  outdir: `${root}build/pictures/page`,
  platform: 'browser',
  jsx: 'automatic',
  minify: true,
  loader: { '.woff2': 'dataurl', '.svg': 'dataurl' },
  alias: { 'monaco-editor': `${folder}/page/nothing.cjs` },
  define: { 'process.env.NODE_ENV': '"production"' },
});
run(process.execPath, [`${root}build/pictures/main.mjs`, ...process.argv.slice(2)], root);
