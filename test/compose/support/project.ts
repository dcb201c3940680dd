// One Appsmith of the tutorial's docker-compose.yml in a folder of its own, with the add-on's files as they are shipped.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Container, docker, eventually, inspect } from './engine.ts';
import { APPSMITH } from './images.ts';

const SHIPPED = fileURLToPath(new URL('../../../compose/', import.meta.url));

/** As the tutorial has it, but for the ports: any free ones instead of 80 and 443. */
export const tutorial = (more = '') =>
  `services:
  appsmith:
    image: ${APPSMITH}
    container_name: appsmith-of-compose-test
    ports: ["80", "443"]
    volumes: ["./stacks:/appsmith-stacks"]
    restart: unless-stopped
${more}`;

/** Free ports, so that nothing else on the machine is in the way. */
const ENV = { PROMETHEUS_PORT: '0', ALERTMANAGER_PORT: '0', GRAFANA_PORT: '0' };

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

export class Project {
  readonly dir = mkdtempSync(join(tmpdir(), 'appsmith-compose-'));
  /** The user's settings, as they would stand in .env. */
  readonly env: Record<string, string> = { ...ENV };
  /** Files behind Appsmith's own: names of the add-on's, or whole paths. */
  files: readonly string[] = ['compose.yml'];

  constructor(compose = tutorial()) {
    this.write('docker-compose.yml', compose);
  }

  write(path: string, text: string): string {
    const full = join(this.dir, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  /** `docker compose` with Appsmith's file and the add-on's. */
  compose(...args: string[]): Promise<string> {
    const files = this.files.flatMap((name) => ['-f', resolve(SHIPPED, name)]);
    return this.alone(...files, ...args);
  }

  /** `docker compose` with Appsmith's own file, followed by what is given. */
  alone(...args: string[]): Promise<string> {
    const env = { ...this.env, COMPOSE_PROJECT_NAME: 'appsmith-compose-test' };
    return docker(['compose', '-f', 'docker-compose.yml', ...args], { cwd: this.dir, env });
  }

  /** Everything gone, data too. */
  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans', '--timeout', '3');
    rmSync(this.dir, { recursive: true, force: true });
  }

  async id(service: string): Promise<string> {
    return (await this.compose('ps', '--all', '--quiet', service)).trim();
  }

  async container(service: string): Promise<Container> {
    return inspect(await this.id(service));
  }

  /** What the services' logs say. */
  logs(service: string): Promise<string> {
    return this.compose('logs', '--no-color', '--no-log-prefix', service);
  }

  async get(service: string, port: number, path: string): Promise<Response> {
    const address = (await this.compose('port', service, String(port))).trim();
    return fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(10_000) });
  }

  async query(text: string): Promise<readonly Sample[]> {
    const path = `/api/v1/query?query=${encodeURIComponent(text)}`;
    const answer = await this.get('prometheus', 9090, path);
    return ((await answer.json()) as { data: { result: Sample[] } }).data.result;
  }

  /** Resolves once the query has samples that satisfy `accept`. */
  until(
    text: string,
    accept: (samples: readonly Sample[]) => boolean,
    seconds = 60,
  ): Promise<readonly Sample[]> {
    return eventually(text, seconds, async () => {
      const samples = await this.query(text);
      return accept(samples) ? samples : undefined;
    });
  }
}
