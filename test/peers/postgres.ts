// Starts a real PostgreSQL on a free port, in a folder of its own; as root it runs as another user, as it demands.
import { execFile } from 'node:child_process';
import { appendFileSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool, needThat } from './need.ts';
import { type Peer, startPeer } from './process.ts';

const run = promisify(execFile);

export interface PostgresOptions {
  /** Lines of pg_hba.conf; by default everybody from this machine needs no password. */
  readonly hba?: readonly string[];
  /** Settings, e.g. `max_connections=20`. */
  readonly settings?: readonly string[];
  /** Serves TLS too, with a certificate of its own making. */
  readonly tls?: boolean;
}

export interface Postgres extends Peer {
  /** Runs SQL as the superuser over the Unix socket; unaligned, without headings. */
  sql(text: string, database?: string): Promise<string>;
}

/** Debian keeps the server out of PATH, one folder for each version; the newest counts. */
function binaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    const found = versions.map((version) => join(root, version, 'bin'));
    return found.find((bin) => readdirSync(bin).includes('initdb'));
  } catch {
    const initdb = findTool('initdb');
    return initdb === undefined ? undefined : join(initdb, '..');
  }
}

export const needPostgres = (): boolean =>
  needThat(binaries() !== undefined, 'postgresql', 'apt-get install postgresql');

const isRoot = process.getuid?.() === 0;
const USER = 'postgres';
/** The kernel ends it when the test run is killed; set after the change of user, which would clear it. */
const AS_USER = findTool('setpriv')
  ? [
      'setpriv',
      ...(isRoot ? ['--reuid', USER, '--regid', USER, '--init-groups'] : []),
      '--pdeathsig',
      'INT',
    ]
  : [];

/** Starts it and waits until it lets somebody in. `url` is the superuser's, without a password. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const bin = binaries() ?? '';
  const peer = await startPeer('postgres', async (port, dir) => {
    if (isRoot) await giveAway(dir);
    await initialise(bin, dir, options);
    const [command = '', ...args] = [...AS_USER, join(bin, 'postgres'), '-D', join(dir, 'data')];
    return {
      command,
      args: [...args, '-p', String(port), '-k', dir],
      ready: async () => (await sqlOf(bin, dir, port)('select 1')) === '1',
      url: `postgresql://${USER}@127.0.0.1:${port}/postgres`,
      stopSignal: 'SIGINT' as const,
    };
  });
  return { ...peer, sql: sqlOf(bin, peer.dir, peer.port) };
}

async function initialise(bin: string, dir: string, options: PostgresOptions): Promise<void> {
  const data = join(dir, 'data');
  const flags = ['-U', USER, '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  const [command = '', ...args] = [...AS_USER, join(bin, 'initdb'), '-D', data, ...flags];
  await run(command, args, { cwd: dir });
  const settings = [
    "listen_addresses='127.0.0.1'",
    'shared_buffers=16MB',
    'fsync=off',
    'max_wal_size=64MB',
    'min_wal_size=32MB',
    'wal_level=logical',
    "lc_messages='C'",
    ...(options.settings ?? []),
  ];
  if (options.tls) settings.push(...(await certificate(data)));
  appendFileSync(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
  const local = ['local all all trust', 'local replication all trust'];
  const hosts = options.hba ?? ['host all all 127.0.0.1/32 trust'];
  writeFileSync(join(data, 'pg_hba.conf'), `${[...local, ...hosts].join('\n')}\n`);
}

async function certificate(data: string): Promise<string[]> {
  const [command = '', ...args] = [
    ...AS_USER,
    'openssl',
    ...['req', '-x509', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-keyout', 'server.key', '-out', 'server.crt'],
  ];
  await run(command, args, { cwd: data });
  return ['ssl=on'];
}

async function giveAway(dir: string): Promise<void> {
  const { stdout } = await run('id', ['-u', USER]);
  const { stdout: group } = await run('id', ['-g', USER]);
  chownSync(dir, Number(stdout), Number(group));
}

function sqlOf(bin: string, dir: string, port: number): Postgres['sql'] {
  return async (text, database = 'postgres') => {
    const where = ['-h', dir, '-p', String(port), '-U', USER, '-d', database];
    const flags = ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-c', text];
    const { stdout } = await run(join(bin, 'psql'), [...where, ...flags]);
    return stdout.trim();
  };
}
