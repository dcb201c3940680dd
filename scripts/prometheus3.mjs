// `npm run test:prometheus3`: the committed bundle, its proofs, the incidents and the live test on Prometheus 3.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const HOWTO = 'docs/prometheus3.md says how to get them';
const folder = process.env.PROMETHEUS3_BIN ?? join(homedir(), '.cache/stack/bin');

/** By the name under which tests look for them; Debian calls Alertmanager by a longer one. */
const TOOLS = {
  prometheus: { file: 'prometheus', from: [3, 0] },
  promtool: { file: 'promtool', from: [3, 0] },
  'prometheus-alertmanager': { file: 'alertmanager', from: [0, 28] },
  amtool: { file: 'amtool' },
};

/** What vitest runs with these tools in PATH. The committed proofs are not among them: promtool gets them directly. */
const TESTS = [
  'test/peers/prometheus.test.ts',
  'test/promql/promtool.test.ts',
  'test/bundle/alertmanager',
  'test/e2e/bundle-live.test.ts',
  'test/e2e/tutorial.test.ts',
];
const INCIDENTS = ['--config', 'vitest.rules.config.ts', 'test/simulation/incidents.test.ts'];

function run(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ code: -1, output: String(error) }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Why a tool cannot be used, if so; amtool may be built without a version. */
async function faultOf({ file, from }) {
  const path = join(folder, file);
  if (!existsSync(path)) return `${file} is missing`;
  const { output } = await run(path, ['--version']);
  const version = /version (\d+)\.(\d+)\.\d+/.exec(output);
  if (version === null) return from ? `${file} does not say its version` : undefined;
  const [major, minor] = version.slice(1).map(Number);
  const old = from && (major < from[0] || (major === from[0] && minor < from[1]));
  if (old) return `${file} is ${major}.${minor}, older than ${from.join('.')}`;
  process.stdout.write(`${file} ${major}.${minor}\n`);
  return undefined;
}

const yaml = (dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${dir}/${name}`);
const isRules = (file) => /\/appsmith-[^/]*$/.test(file);

function checks() {
  const rules = yaml('alerts').filter(isRules);
  const configs = ['alerts/alertmanager.yml', ...yaml('alerts/examples')];
  return [
    ['promtool', 'check', 'rules', ...rules],
    ['promtool', 'check', 'config', 'compose/stack/prometheus.yml'],
    ...configs.map((file) => ['amtool', 'check-config', file]),
    ...yaml('alerts/tests').map((file) => ['promtool', 'test', 'rules', file]),
  ];
}

/** One after the other: each uses every core. True if all passed. */
async function checked(env) {
  let passed = true;
  for (const [tool, ...args] of checks()) {
    const started = performance.now();
    const { code, output } = await run(tool, args, env);
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${tool} ${args.join(' ')} (${took})\n`,
    );
    if (code !== 0) process.stdout.write(output);
    passed &&= code === 0;
  }
  return passed;
}

function tested(tests, env) {
  return new Promise((resolve) => {
    const vitest = 'node_modules/vitest/vitest.mjs';
    // A tool that is not found is a failure here, not a skipped test.
    const strict = { ...env, CI: 'true' };
    const child = spawn(process.execPath, [vitest, 'run', ...tests], {
      env: strict,
      stdio: 'inherit',
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

const faults = (await Promise.all(Object.values(TOOLS).map(faultOf))).filter(Boolean);
if (faults.length > 0) {
  process.stderr.write(`In ${folder}: ${faults.join('; ')}.\n`);
  process.stderr.write(
    `Needed: prometheus and promtool 3.x, alertmanager and amtool 0.28 or newer, in one folder\n`,
  );
  process.stderr.write(`that PROMETHEUS3_BIN names. ${HOWTO}.\n`);
  process.exit(1);
}
const links = mkdtempSync(join(tmpdir(), 'prometheus3-'));
try {
  for (const [name, { file }] of Object.entries(TOOLS))
    symlinkSync(join(folder, file), join(links, name));
  const env = { ...process.env, PATH: `${links}${delimiter}${process.env.PATH}` };
  const outcomes = [await checked(env), await tested(TESTS, env), await tested(INCIDENTS, env)];
  process.exitCode = outcomes.every(Boolean) ? 0 : 1;
} finally {
  rmSync(links, { recursive: true, force: true });
}
