// The add-on's other files, each on the engine: what it leaves out, what it adds, and that nothing else suffers.
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { needOpenssl } from '../peers/certificates.ts';
import { docker, eventually, needEngine } from './support/engine.ts';
import { APPSMITH } from './support/images.ts';
import { Project, tutorial } from './support/project.ts';

const PASSWORD = 'kept-in-a-file-4711';
let project: Project;

/** Brings a variant up and waits until these components are. */
async function up(files: readonly string[], components: readonly string[]): Promise<void> {
  project.files = files;
  await project.compose('up', '-d');
  for (const component of components) {
    const is = `appsmith_component_up{component="${component}"} == 1`;
    await project.until(is, (found) => found.length === 1);
  }
}

const running = async () =>
  (await project.compose('ps', '--services', '--status', 'running')).trim().split('\n').sort();

const INSIDE = ['backend', 'rts', 'mongodb', 'redis', 'supervisord'];

describe.runIf(needEngine())('a variant of the add-on', () => {
  afterEach(async () => {
    if (!process.env.COMPOSE_TEST_KEEP) await project.remove();
  });

  it('no-recreation leaves Appsmith’s container as it is; all but the backend’s metrics work', async () => {
    project = new Project();
    await project.alone('up', '-d');
    const before = await project.id('appsmith');
    await up(['compose.yml', 'no-recreation.yml'], INSIDE);
    expect(await project.id('appsmith')).toBe(before);
    expect(await project.query('jvm_memory_used_bytes')).toEqual([]);
    expect(await project.query('appsmith_up == 1')).toHaveLength(1);
  });

  it('own-password leaves a password that is in docker.env already where it is', async () => {
    project = new Project();
    project.write('stacks/configuration/docker.env', existing(PASSWORD));
    await up(['compose.yml', 'own-password.yml'], INSIDE);
    await project.until('count(jvm_memory_used_bytes)', (found) => found.length === 1);
    for (const name of ['appsmith', 'appsmith-exporter']) {
      expect(await docker(['inspect', await project.id(name)])).not.toContain(PASSWORD);
    }
  });

  it('no-grafana leaves Grafana out', async () => {
    project = new Project();
    await up(['compose.yml', 'no-grafana.yml'], INSIDE);
    expect(await running()).toEqual([
      'alertmanager',
      'appsmith',
      'appsmith-exporter',
      'prometheus',
    ]);
  });

  it('external-prometheus runs the exporter alone, on loopback of the host', async () => {
    project = new Project();
    project.env.APPSMITH_EXPORTER_PORT = '0';
    project.files = ['compose.yml', 'external-prometheus.yml'];
    await project.compose('up', '-d');
    expect(await running()).toEqual(['appsmith', 'appsmith-exporter']);
    const address = (await project.compose('port', 'appsmith', '9564')).trim();
    expect(address).toMatch(/^127\.0\.0\.1:/);
    const text = await eventually('the exporter answers the host', 60, async () =>
      (await fetch(`http://${address}/metrics`)).text(),
    );
    expect(text).toMatch(/^appsmith_up 1$/m);
  });

  it('a fleet: a file in the targets folder is a further Appsmith, without a restart', async () => {
    project = new Project();
    project.write('targets/first.yml', '[]\n');
    project.env.APPSMITH_OBSERVABILITY_TARGETS = './targets';
    await up(['compose.yml'], INSIDE);
    project.write(
      'targets/second.yml',
      '- targets: ["appsmith:9564"]\n  labels: { instance: second }\n',
    );
    await project.until('appsmith_up == 1', (found) => found.length === 2, 90);
  });

  it('a brand-new Appsmith that writes its docker.env late is found all the same', async () => {
    const late = 'data:text/javascript,await new Promise((go) => setTimeout(go, 6000))';
    const entrypoint = ['/usr/local/bin/node', '--import', late, '/app/appsmith-exporter.mjs'];
    const command = ['demo', '--container', '--stacks', '/appsmith-stacks'];
    project = new Project(
      tutorial(
        `    entrypoint: ${JSON.stringify(entrypoint)}\n    command: ${JSON.stringify(command)}\n`,
      ),
    );
    await up(['compose.yml'], INSIDE);
    expect(await project.logs('appsmith-exporter')).toContain('written its settings');
  });

  it.skipIf(!needOpenssl())('HTTPS with a domain of its own and a private authority', async () => {
    project = new Project(tutorial(edge()));
    const key = project.write('edge/key.pem', '');
    const cert = project.write('edge/cert.pem', '');
    const names = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=DNS:${DOMAIN}`];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync(
      'openssl',
      ['req', '-x509', ...curve, '-days', '2', ...names, '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    );
    chmodSync(key, 0o644);
    project.env.APPSMITH_EXPORTER_PUBLIC_URL = `https://${DOMAIN}`;
    // The authority is not known yet: the version is missing, and nothing else.
    await up(['compose.yml'], INSIDE);
    expect(await project.query('appsmith_info')).toEqual([]);
    const ours = project.write('own-ca.yml', OWN_CA);
    await up(['compose.yml', ours], INSIDE);
    await project.until('appsmith_info', (found) => found.length === 1);
  });

  it('external stores: doctor says what to do, the addresses come as files, and inspect shows none', async () => {
    project = new Project(elsewhere());
    await up(['compose.yml'], ['backend', 'rts', 'supervisord']);
    expect(await project.query('appsmith_component_up{component="mongodb"}')).toEqual([]);
    const doctor = await project
      .compose('exec', '-T', 'appsmith-exporter', ...CLI, 'doctor')
      .catch((error: Error) => error.message);
    expect(doctor.replaceAll(/\s+/g, ' ')).toMatch(
      /external MongoDB, give the exporter the same variable/,
    );
    project.write('secrets/db', `mongodb://appsmith:${PASSWORD}@stores:27017/appsmith\n`);
    project.write('secrets/redis', 'redis://stores:6379\n');
    project.env.APPSMITH_DB_URL_FILE = './secrets/db';
    project.env.APPSMITH_REDIS_URL_FILE = './secrets/redis';
    await up(['compose.yml', 'external-stores.yml'], ['backend', 'mongodb', 'redis']);
    expect(await docker(['inspect', await project.id('appsmith-exporter')])).not.toContain(
      PASSWORD,
    );
    expect(await project.logs('appsmith-exporter')).not.toContain(PASSWORD);
  });

  it('one external store: the other stays found in docker.env', async () => {
    project = new Project(elsewhere(false));
    project.write('secrets/db', `mongodb://appsmith:${PASSWORD}@stores:27017/appsmith\n`);
    project.env.APPSMITH_DB_URL_FILE = './secrets/db';
    await up(['compose.yml', 'external-stores.yml'], INSIDE);
  });
});

describe.runIf(needEngine())('the add-on over its life', () => {
  const NEXT = 'appsmith-exporter:next-of-compose-test';

  it('keeps data and settings over an upgrade, and is gone with one command', async () => {
    project = new Project();
    project.write('observability.yml', 'version: 1\nalerts:\n  RtsDown:\n    for: 7m\n');
    project.env.APPSMITH_OBSERVABILITY_CONFIG = './observability.yml';
    await up(['compose.yml'], INSIDE);
    const appsmith = await project.id('appsmith');
    const password = await grafanaPassword();
    const until = Date.now() / 1000;

    await docker([
      'build',
      '-q',
      '-t',
      NEXT,
      '--label',
      'version=next',
      '-f',
      await nextImage(),
      project.dir,
    ]);
    project.env.APPSMITH_EXPORTER_IMAGE = NEXT;
    const exporter = await project.id('appsmith-exporter');
    await project.compose('up', '-d');
    expect(await project.id('appsmith-exporter')).not.toBe(exporter);
    expect(await project.id('appsmith')).toBe(appsmith);
    expect(await grafanaPassword()).toBe(password);
    await project.until('up{job="appsmith"} == 1', (found) => found.length === 1);
    const old = await project.query(
      `timestamp(appsmith_up offset ${Math.ceil(Date.now() / 1000 - until)}s)`,
    );
    expect(old).toHaveLength(1);
    const rules = await (await project.get('prometheus', 9090, '/api/v1/rules')).json();
    expect(durationOf(rules, 'RtsDown')).toBe(420);

    // Settings that change are taken up by themselves.
    project.write('observability.yml', 'version: 1\nalerts:\n  RtsDown:\n    for: 9m\n');
    await project.compose('up', '-d');
    await eventually('Prometheus has read its rules anew', 90, async () => {
      const anew = await (await project.get('prometheus', 9090, '/api/v1/rules')).json();
      return durationOf(anew, 'RtsDown') === 540 ? true : undefined;
    });

    await project.alone('up', '-d', '--remove-orphans');
    expect(await running()).toEqual(['appsmith']);
    const { Config } = await project.container('appsmith');
    expect(Config.Env?.filter((one) => /^(MANAGEMENT|APPSMITH_INTERNAL)/.test(one))).toEqual([]);
  });

  afterEach(async () => {
    if (!process.env.COMPOSE_TEST_KEEP) await project.remove();
    await docker(['image', 'rm', '-f', NEXT]);
  });
});

interface Rules {
  readonly data: { readonly groups: { readonly rules: { name: string; duration?: number }[] }[] };
}

/** Seconds of a rule's `for`. */
function durationOf(answer: unknown, name: string): number | undefined {
  const rules = (answer as Rules).data.groups.flatMap((group) => group.rules);
  return rules.find((rule) => rule.name === name)?.duration;
}

const DOMAIN = 'appsmith.example.test';

/** What docs/compose.md tells to write. */
const OWN_CA = `services:
  appsmith-exporter:
    environment: { NODE_EXTRA_CA_CERTS: /etc/own-ca.pem }
    volumes: ["./edge/cert.pem:/etc/own-ca.pem:ro"]
`;

/** A server under the domain that answers with TLS and passes /info on, as Caddy does. */
function edge(): string {
  const script = [
    "const { readFileSync: r } = require('fs');",
    "require('https').createServer({ key: r('/edge/key.pem'), cert: r('/edge/cert.pem') }, async (q, s) => {",
    "const a = await fetch('http://appsmith' + q.url); s.writeHead(a.status, { 'content-type': a.headers.get('content-type') });",
    's.end(await a.text()); }).listen(443);',
  ].join(' ');
  return `  edge:
    image: ${APPSMITH}
    entrypoint: ${JSON.stringify(['/usr/local/bin/node', '-e', script])}
    volumes: ["./edge:/edge:ro"]
    networks: { default: { aliases: [${DOMAIN}] } }
`;
}

const CLI = ['/usr/local/bin/node', '/app/appsmith-exporter.mjs'];

async function nextImage(): Promise<string> {
  return project.write('Dockerfile.next', 'FROM appsmith-exporter:0.1.0\nENV NEXT=1\n');
}

/** As an admin would look it up. */
async function grafanaPassword(): Promise<string> {
  const path = '/secrets/grafana-admin-password';
  return project.compose('exec', '-T', 'grafana', 'cat', path);
}

/** A docker.env of an Appsmith that has run before, and whose admin has set a password. */
const existing = (
  password: string,
) => `APPSMITH_DB_URL=mongodb://appsmith:aaaaaaaaaaaaa@localhost:27017/appsmith
APPSMITH_REDIS_URL=redis://127.0.0.1:6379
APPSMITH_SUPERVISOR_USER=appsmith
APPSMITH_SUPERVISOR_PASSWORD=bbbbbbbbbbbbb
APPSMITH_ENCRYPTION_PASSWORD=ccccccccccccc
APPSMITH_ENCRYPTION_SALT=ddddddddddddd
APPSMITH_INTERNAL_PASSWORD=${password}
`;

/** Appsmith with its stores on another machine, as its own \`environment:\` says. */
function elsewhere(redisToo = true): string {
  return tutorial(`    environment:
      APPSMITH_DB_URL: mongodb://appsmith:${PASSWORD}@stores:27017/appsmith
${redisToo ? '      APPSMITH_REDIS_URL: redis://stores:6379\n' : ''}  stores:
    image: ${APPSMITH}
    command: [demo, --container, --stacks, /appsmith-stacks, --stores-host, 0.0.0.0]
    environment:
      APPSMITH_DB_URL: mongodb://appsmith:${PASSWORD}@localhost:27017/appsmith
`);
}
