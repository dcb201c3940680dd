// Runs every check of the sources at once and prints one line for each: format and lint, types, architecture, drift.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

/** Each in its own process; a list runs one after the other. */
const CHECKS = [
  ['format, lint', [[bin('@biomejs/biome/bin/biome'), 'check', '.']]],
  ['types', [[bin('typescript/bin/tsc'), '--noEmit']]],
  ['architecture', [[bin('vitest/vitest.mjs'), 'run', 'test/architecture.test.ts']]],
  ['generated files', [['scripts/build.mjs'], ['dist/main.js', 'generate', '--check']]],
];

/** Runs a script with this Node; resolves with its exit code and everything it said. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ ok: false, output: String(error) }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

async function check([name, steps]) {
  const start = performance.now();
  let result = { ok: true, output: '' };
  for (const step of steps) {
    if (result.ok) result = await run(step);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s`);
  return { name, ...result };
}

const results = await Promise.all(CHECKS.map(check));
for (const { name, output } of results.filter(({ ok }) => !ok)) {
  console.log(`\n--- ${name} ---\n${output.trimEnd()}`);
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
