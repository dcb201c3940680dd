// Starts real Redis servers: one, a cluster of three masters, or a Sentinel beside a master.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { promisify } from 'node:util';
import { need } from './need.ts';
import { accepts, freePort, type Peer, startPeer, until } from './process.ts';

const run = promisify(execFile);

export interface RedisOptions {
  /** Lines of redis.conf, e.g. `maxmemory 10mb`. */
  readonly config?: readonly string[];
  /** `requirepass`. */
  readonly password?: string;
  /** ACL lines after `user`, e.g. `exporter on >secret +info +ping`. */
  readonly users?: readonly string[];
  /** Serves TLS only, with a certificate for 127.0.0.1 and localhost made for this run. */
  readonly tls?: boolean;
}

export interface Redis extends Peer {
  /** The certificate authority's PEM, where TLS is on. */
  readonly ca?: string;
  /** Runs redis-cli against it, as the default user with its password. */
  cli(...args: string[]): Promise<string>;
}

export const needRedis = (): boolean => need('redis-server', 'apt-get install redis-server');

/** Starts one Redis on 127.0.0.1, without persistence. `url` carries the password, if any. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const peer = await startPeer('redis', async (port, dir) => {
    if (options.tls) await makeCertificate(dir);
    const file = join(dir, 'redis.conf');
    writeFileSync(file, redisConf(port, dir, options));
    const credentials = options.password ? `:${encodeURIComponent(options.password)}@` : '';
    return {
      command: 'redis-server',
      args: [file],
      ready: () => answersPing(port, options.tls ?? false),
      url: `redis${options.tls ? 's' : ''}://${credentials}127.0.0.1:${port}`,
    };
  });
  return { ...peer, ...tlsPart(peer), cli: cliOf(peer, options) };
}

/** Three masters that share the slots, with further lines of redis.conf; `stop` ends them all. */
export async function startRedisCluster(
  lines: readonly string[] = [],
): Promise<{ nodes: Redis[]; stop(): Promise<void> }> {
  const config = async () => ['cluster-enabled yes', `cluster-port ${await freePort()}`, ...lines];
  const nodes = await Promise.all(
    [1, 2, 3].map(async () => startRedis({ config: await config() })),
  );
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    const addresses = nodes.map((node) => `127.0.0.1:${node.port}`);
    await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
    const formed = async (node: Redis) =>
      /cluster_state:ok/.test(await node.cli('cluster', 'info'));
    const allFormed = async () => (await Promise.all(nodes.map(formed))).every(Boolean);
    await until(allFormed, 'the Redis cluster did not form');
    return { nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Sentinel that watches the master under the name `mymaster`; by default it decides alone, and at once. */
export function startSentinel(
  master: Redis,
  { name = 'mymaster', quorum = 1 }: { name?: string; quorum?: number } = {},
): Promise<Peer> {
  return startPeer('sentinel', (port, dir) => {
    const file = join(dir, 'sentinel.conf');
    writeFileSync(
      file,
      [
        ...['bind 127.0.0.1', `port ${port}`, `dir ${dir}`],
        `sentinel monitor ${name} 127.0.0.1 ${master.port} ${quorum}`,
        `sentinel down-after-milliseconds ${name} 1000`,
        `sentinel failover-timeout ${name} 3000`,
        '',
      ].join('\n'),
    );
    return {
      command: 'redis-server',
      args: [file, '--sentinel'],
      ready: () => answersPing(port, false),
      url: `redis+sentinel://127.0.0.1:${port}/${name}`,
    };
  });
}

function redisConf(port: number, dir: string, options: RedisOptions): string {
  const tls = [
    'port 0',
    `tls-port ${port}`,
    `tls-cert-file ${dir}/server.pem`,
    `tls-key-file ${dir}/server.key`,
    `tls-ca-cert-file ${dir}/ca.pem`,
    'tls-auth-clients no',
  ];
  return [
    'bind 127.0.0.1',
    ...(options.tls ? tls : [`port ${port}`]),
    `dir ${dir}`,
    'save ""',
    'appendonly no',
    ...(options.password ? [`requirepass ${JSON.stringify(options.password)}`] : []),
    ...(options.users ?? []).map((user) => `user ${user}`),
    ...(options.config ?? []),
    '',
  ].join('\n');
}

function tlsPart(peer: Peer): { ca?: string } {
  const file = join(peer.dir, 'ca.pem');
  return existsSync(file) ? { ca: readFileSync(file, 'utf8') } : {};
}

function cliOf(peer: Peer, options: RedisOptions): Redis['cli'] {
  const tls = options.tls ? ['--tls', '--cacert', join(peer.dir, 'ca.pem')] : [];
  const auth = options.password ? ['--no-auth-warning', '-a', options.password] : [];
  const base = ['-h', '127.0.0.1', '-p', String(peer.port), ...tls, ...auth];
  return async (...args) => (await run('redis-cli', [...base, ...args])).stdout.trim();
}

/** PING is answered, by `+PONG` or by a demand for a password. */
async function answersPing(port: number, tls: boolean): Promise<boolean> {
  if (!(await accepts(port))) return false;
  return new Promise((resolve) => {
    const socket = tls
      ? tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connect({ port, host: '127.0.0.1' });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (data) => done(/^(\+PONG|-NOAUTH)/.test(data.toString())));
    socket.write('PING\r\n');
  });
}

async function makeCertificate(dir: string): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await openssl(
    'req',
    '-x509',
    ...ec,
    '-subj',
    '/CN=test-ca',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  const san = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const subject = ['-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.pem'];
  await openssl('req', '-x509', ...ec, ...subject, ...san, '-CA', 'ca.pem', '-CAkey', 'ca.key');
}
