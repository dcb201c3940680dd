// Bundles src/main.ts into dist/: one entry, with commands and drivers as chunks loaded when first used.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { isBuiltin } from 'node:module';

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

/** Optional native helpers of the mongodb driver: never needed here, and not installed. */
const NEVER_BUNDLED = [
  'kerberos',
  '@mongodb-js/zstd',
  '@aws-sdk/credential-providers',
  'gcp-metadata',
  'snappy',
  'socks',
  'aws4',
  'mongodb-client-encryption',
  'esbuild',
];

/** The commit, where there is one: a build from a tarball or an image may say it in REVISION. */
function revision() {
  if (process.env.REVISION) return process.env.REVISION;
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * A CommonJS package that is imported lazily would become a chunk with a default export only; Node gives
 * its names too, and the sources rely on them. So such an import goes to a module that names them.
 */
const namedExports = {
  name: 'named-exports',
  setup(build) {
    build.onResolve({ filter: /^[\w@]/ }, async ({ kind, path }) => {
      if (kind !== 'dynamic-import' || NEVER_BUNDLED.includes(path)) return undefined;
      const names = await commonJsNames(path);
      return names && { path, namespace: 'named-exports', pluginData: names };
    });
    build.onLoad({ filter: /./, namespace: 'named-exports' }, ({ path, pluginData }) => ({
      contents: `const whole = require('${path}');
export default whole;
export const { ${pluginData.join(', ')} } = whole;`,
      resolveDir: process.cwd(),
    }));
  },
};

/** The names that Node finds in a CommonJS package; undefined for anything else. */
async function commonJsNames(path) {
  if (isBuiltin(path)) return undefined;
  const { default: whole, ...named } = await import(path);
  const names = Object.keys(named).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  return whole && names.every((name) => whole[name] === named[name]) ? names : undefined;
}

const outdir = process.argv[2] ?? 'dist';
rmSync(outdir, { recursive: true, force: true });
await esbuild.build({
  entryPoints: { main: 'src/main.ts' },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  external: NEVER_BUNDLED,
  plugins: [namedExports],
  define: { __REVISION__: JSON.stringify(revision()) },
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await chmod(`${outdir}/main.js`, 0o755);
