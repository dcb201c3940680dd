// Every way in: nine secrets, each given in seven ways, as environment and files of one exporter.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Canary } from './canary.ts';

/** What is secret among the settings. */
export const SECRETS = [
  'MongoDB password in the URL',
  'MongoDB key password in the query',
  'Redis password in the URL',
  'Redis password alone before the @',
  'internal password of the backend',
  'password of supervisord',
  'PostgreSQL password in the URL',
  'token of Temporal',
  'password of the proxy to the cloud services',
] as const;
export type SecretName = (typeof SECRETS)[number];

export const SOURCES = [
  'a variable of the exporter',
  'a file named by such a variable',
  'the configuration file',
  'a file named in the configuration file',
  'a variable of Appsmith',
  'a file named by such a variable of Appsmith',
  'docker.env',
] as const;
export type Source = (typeof SOURCES)[number];

/** Ports on loopback that the secrets open. */
export interface Ports {
  readonly mongodb: number;
  readonly redis: number;
  readonly git: number;
  readonly postgres: number;
  readonly proxy: number;
}

export type Canaries = Readonly<Record<SecretName, Canary>>;

export function canariesOf(source: string): Canaries {
  const name = (secret: SecretName) => `${SOURCES.indexOf(source as Source)}${secret}`;
  return Object.fromEntries(
    SECRETS.map((secret, i) => [secret, new Canary(`${name(secret)}${i}`)]),
  ) as Record<SecretName, Canary>;
}

interface Given {
  /** In the configuration file. */
  readonly key: string;
  /** Variable of the exporter; where there is none, Appsmith's is given instead, and the other way round. */
  readonly own?: string;
  /** Variable of Appsmith. */
  readonly appsmith?: string;
  readonly value: string;
}

function values(
  canaries: Canaries,
  { mongodb, redis, git, postgres, proxy }: Ports,
): readonly Given[] {
  const { encoded } = canaries['MongoDB password in the URL'];
  const query = `authSource=admin&tlsCertificateKeyFilePassword=${canaries['MongoDB key password in the query'].encoded}`;
  return [
    {
      key: 'mongodb.url',
      own: 'APPSMITH_EXPORTER_MONGODB_URL',
      appsmith: 'APPSMITH_DB_URL',
      value: `mongodb://exporter:${encoded}@127.0.0.1:${mongodb}/appsmith?${query}`,
    },
    {
      key: 'redis.url',
      own: 'APPSMITH_EXPORTER_REDIS_URL',
      appsmith: 'APPSMITH_REDIS_URL',
      value: `redis://exporter:${canaries['Redis password in the URL'].encoded}@127.0.0.1:${redis}`,
    },
    {
      key: 'redis.git_url',
      own: 'APPSMITH_EXPORTER_REDIS_GIT_URL',
      appsmith: 'APPSMITH_REDIS_GIT_URL',
      value: `redis://${canaries['Redis password alone before the @'].encoded}@127.0.0.1:${git}`,
    },
    {
      key: 'backend.internal_password',
      own: 'APPSMITH_EXPORTER_INTERNAL_PASSWORD',
      appsmith: 'APPSMITH_INTERNAL_PASSWORD',
      value: canaries['internal password of the backend'].value,
    },
    {
      key: 'supervisord.password',
      own: 'APPSMITH_EXPORTER_SUPERVISOR_PASSWORD',
      appsmith: 'APPSMITH_SUPERVISOR_PASSWORD',
      value: canaries['password of supervisord'].value,
    },
    {
      key: 'postgres.url',
      own: 'APPSMITH_EXPORTER_POSTGRES_URL',
      appsmith: 'APPSMITH_KEYCLOAK_DB_URL',
      value: `postgresql://exporter:${canaries['PostgreSQL password in the URL'].encoded}@127.0.0.1:${postgres}/keycloak`,
    },
    {
      key: 'temporal.token',
      own: 'APPSMITH_EXPORTER_TEMPORAL_TOKEN',
      // Of what a header can hold.
      value: canaries['token of Temporal'].core,
    },
    {
      key: 'cloud_services.proxy',
      appsmith: 'HTTPS_PROXY',
      value: `http://exporter:${canaries['password of the proxy to the cloud services'].encoded}@127.0.0.1:${proxy}`,
    },
  ];
}

/** Writes what this way in needs below `dir`; returns the environment of an exporter that takes it. */
export function arrange(
  source: Source,
  canaries: Canaries,
  ports: Ports,
  dir: string,
): Record<string, string> {
  const options = values(canaries, ports);
  const file = (key: string, value: string) => {
    const path = join(dir, key);
    writeFileSync(path, `${value}\n`, { mode: 0o600 });
    return path;
  };
  const env = (name: (option: Given) => string, indirect = false, given = options) =>
    Object.fromEntries(
      given.map((option) => [
        indirect ? `${name(option)}_FILE` : name(option),
        indirect ? file(option.key, option.value) : option.value,
      ]),
    );
  const ofExporter = ({ own, appsmith }: Given) => (own ?? appsmith)!;
  const ofAppsmith = ({ own, appsmith }: Given) => (appsmith ?? own)!;
  const yaml = (indirect: boolean) => {
    const lines = options.map(({ key, value }) => {
      const [section, name] = key.split('.');
      const given = indirect ? [`${name}_file`, file(key, value)] : [name, value];
      return [section, `  ${given[0]}: ${JSON.stringify(given[1])}`] as const;
    });
    const sections = grouped(lines);
    const text = [...sections].flatMap(([section, rows]) => [
      `${section}:`,
      ...rows.map(([, row]) => row),
    ]);
    return { APPSMITH_EXPORTER_CONFIG: file('exporter.yml', text.join('\n')) };
  };
  switch (source) {
    case 'a variable of the exporter':
      return env(ofExporter);
    case 'a file named by such a variable':
      return env(ofExporter, true);
    case 'the configuration file':
      return yaml(false);
    case 'a file named in the configuration file':
      return yaml(true);
    case 'a variable of Appsmith':
      return env(ofAppsmith);
    case 'a file named by such a variable of Appsmith':
      return env(ofAppsmith, true);
    case 'docker.env': {
      mkdirSync(join(dir, 'configuration'));
      const known = options.filter(({ appsmith }) => appsmith !== undefined);
      const lines = known.map(({ appsmith, value }) => `${appsmith}='${value}'`);
      file('configuration/docker.env', lines.join('\n'));
      const others = options.filter((option) => !known.includes(option));
      return { APPSMITH_EXPORTER_STACKS_DIR: dir, ...env(ofExporter, false, others) };
    }
  }
}

function grouped<T extends readonly [string | undefined, string]>(lines: readonly T[]) {
  const sections = new Map<string | undefined, T[]>();
  for (const line of lines) sections.set(line[0], [...(sections.get(line[0]) ?? []), line]);
  return sections;
}
