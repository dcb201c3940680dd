// What every build of src/main.ts by esbuild has in common, whatever it writes.
import { execFileSync } from 'node:child_process';
import { createRequire, isBuiltin } from 'node:module';

/**
 * OpenTelemetry is an optional dependency: who does not trace carries none of its code. The others are
 * optional helpers of the mongodb driver: never needed here, and not installed.
 */
const NEVER_BUNDLED = [
  '@opentelemetry/sdk-node',
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

/**
 * Large tables that are never or hardly ever looked at: express brings body-parser with every character set (we take
 * no bodies) and every media type there is, the MongoDB driver a parser of URLs that Node has too, and 2 MB of
 * Unicode's tables that are for passwords of SCRAM-SHA-256 alone: read when the first one is prepared.
 */
const LEAN = {
  'body-parser': `for (const kind of ['json', 'raw', 'text', 'urlencoded']) {
  exports[kind] = () => { throw new Error('body-parser is not part of this bundle'); };
}`,
  'mime-db': `module.exports = {
  'application/json': { extensions: ['json'], charset: 'UTF-8' },
  'application/octet-stream': { extensions: ['bin'] },
  'text/html': { extensions: ['html', 'htm'] },
  'text/plain': { extensions: ['txt', 'text'] },
};`,
  'whatwg-url': `const { URL, URLSearchParams } = require('node:url');
module.exports = { URL, URLSearchParams };`,
  '@mongodb-js/saslprep': `exports.saslprep = (...args) => require('./node_modules/@mongodb-js/saslprep/dist/node.js').saslprep(...args);`,
};

const leanPackages = {
  name: 'lean-packages',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(LEAN).join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'lean-packages' }));
    build.onLoad({ filter: /./, namespace: 'lean-packages' }, ({ path }) => ({
      contents: LEAN[path],
      resolveDir: process.cwd(),
    }));
  },
};

/**
 * The thread that compares passwords, as a text of CommonJS that a Worker runs: a bundle has no file to start
 * one from, and a package of its own it must not need.
 */
function bcryptWorker() {
  // Asked for here: without devDependencies this file is imported too, and there is no esbuild.
  const { buildSync } = createRequire(import.meta.url)('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: ['src/server/front-door/bcrypt-worker.js'],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text;
}

/** Packages that are inside a bundle without being among its inputs. */
export const INSIDE_TEXTS = ['node_modules/bcryptjs/index.js'];

/** Options for esbuild: an ES module for Node with every dependency inside. */
export function bundleOptions() {
  return {
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    legalComments: 'none',
    external: NEVER_BUNDLED,
    plugins: [leanPackages, namedExports],
    // Source text stays in memory; identifiers are kept for stack traces.
    minifyWhitespace: true,
    minifySyntax: true,
    define: {
      __REVISION__: JSON.stringify(revision()),
      __BCRYPT_WORKER__: JSON.stringify(bcryptWorker()),
    },
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  };
}
