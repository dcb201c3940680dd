// Brings the whole compose stack up with an embedded Appsmith in Appsmith's place: `npm run demo:stack`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PROJECT = 'appsmith-demo';
const USAGE = `Usage: npm run demo:stack -- [flags]

Builds the exporter's image and starts Prometheus, Alertmanager, Grafana, the exporter and an embedded Appsmith.

  --incident NAME   play an incident, in real time; \`npm run demo -- --help\` names them
  --no-grafana      without Grafana
  --no-build        take the image as it is
  --down            remove everything, data too`;

const { values } = parseArgs({
  options: {
    incident: { type: 'string' },
    'no-grafana': { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    down: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Ends this process with the command's code if it fails. */
function docker(args, options = {}) {
  const { status, stdout, error } = spawnSync('docker', args, {
    cwd: ROOT,
    stdio: options.quiet ? ['ignore', 'pipe', 'inherit'] : 'inherit',
    encoding: 'utf8',
    env: {
      ...process.env,
      APPSMITH_DEMO_ARGUMENTS: values.incident === undefined ? '' : `--incident ${values.incident}`,
    },
  });
  if (error) {
    console.error(`docker cannot be run: ${error.message}`);
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}

const files = [
  'demo/docker-compose.yml',
  'compose.yml',
  ...(values['no-grafana'] ? ['no-grafana.yml'] : []),
];
const compose = (...args) => [
  'compose',
  '-p',
  PROJECT,
  ...files.flatMap((name) => ['-f', `compose/${name}`]),
  ...args,
];
const address = (service, port) =>
  `http://${docker(compose('port', service, port), { quiet: true }).trim()}/`;

function start() {
  if (!values['no-build']) docker(['build', '-t', 'appsmith-exporter:0.1.0', '.']);
  docker(compose('up', '-d'));
  const lines = [
    ['Prometheus', address('prometheus', '9090')],
    ['Alertmanager', address('alertmanager', '9093')],
    ['Appsmith', address('appsmith', '80')],
  ];
  if (!values['no-grafana']) {
    const cat = compose('exec', '-T', 'grafana', 'cat', '/secrets/grafana-admin-password');
    lines.unshift([
      'Grafana',
      `${address('grafana', '3000')}  admin, ${docker(cat, { quiet: true })}`,
    ]);
  }
  for (const [name, where] of lines) console.log(`  ${name.padEnd(13)} ${where}`);
  console.log(`  ${'To end it'.padEnd(13)} npm run demo:stack -- --down`);
}

if (values.help) console.log(USAGE);
else if (values.down) docker(compose('down', '--volumes', '--remove-orphans'));
else start();
