// Starts a real Keycloak in development mode, fetched with Maven once, as Appsmith runs it: below /auth.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtOnce } from './cache.ts';
import { need } from './need.ts';
import { freePort, httpStatus, type Peer, startPeer } from './process.ts';

const run = promisify(execFile);
export const KEYCLOAK_VERSION = '26.7.3';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${KEYCLOAK_VERSION}:tar.gz`;
const INSTALL = 'apt-get install openjdk-17-jdk-headless maven; 176 MB are fetched once';

export const ADMIN = { user: 'admin', password: 'admin-pass' } as const;

export interface Keycloak extends Peer {
  /** With the relative path. */
  readonly managementUrl: string;
}

export interface KeycloakOptions {
  /** Health and metrics on. Default true. */
  readonly observed?: boolean;
}

export function needKeycloak(): boolean {
  const java = need('java', INSTALL);
  return need('mvn', INSTALL) && java;
}

/** Resolves once its discovery document is served; `url` ends in `/auth`. */
export async function startKeycloak({ observed = true }: KeycloakOptions = {}): Promise<Keycloak> {
  const folder = await builtOnce('keycloak', [ARTIFACT], fetchInto);
  const management = await freePort();
  const peer = await startPeer('keycloak', (port, dir) => {
    // It writes into its own folder: a copy for each.
    const home = join(dir, 'keycloak');
    cpSync(join(folder, `keycloak-${KEYCLOAK_VERSION}`), home, { recursive: true });
    const url = `http://127.0.0.1:${port}/auth`;
    const args = [
      'start-dev',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      '--http-relative-path=/auth',
      `--http-management-port=${management}`,
      `--health-enabled=${observed}`,
      `--metrics-enabled=${observed}`,
      ...(observed ? ['--event-metrics-user-enabled=true'] : []),
    ];
    return {
      command: join(home, 'bin/kc.sh'),
      args,
      env: {
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.user,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx384m',
      },
      url,
      ready: async () =>
        (await httpStatus(`${url}/realms/master/.well-known/openid-configuration`)) === 200,
      timeoutMs: 600_000,
      graceMs: 15_000,
    };
  });
  return { ...peer, managementUrl: `http://127.0.0.1:${management}/auth` };
}

async function fetchInto(target: string): Promise<void> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
  const args = ['-q', '-B', goal, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${target}`];
  await run('mvn', args, { cwd: target, maxBuffer: 1 << 24 });
  const archive = readdirSync(target).find((name) => name.endsWith('.tar.gz'));
  if (!archive) throw new Error('Maven fetched no archive of Keycloak');
  await run('tar', ['xzf', archive], { cwd: target });
  rmSync(join(target, archive));
}
