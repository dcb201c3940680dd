// The servers that the secrets open, behind proxies: they accept, refuse, repeat what they are sent, hang, or are gone.
import { createServer } from 'node:http2';
import type { Socket } from 'node:net';
import { backendHandler } from '../../src/demo/backend.ts';
import { frontHandler } from '../../src/demo/front.ts';
import { listen } from '../../src/demo/listen.ts';
import { AppsmithModel } from '../../src/demo/model/appsmith.ts';
import { PostgresModel } from '../../src/demo/model/postgres.ts';
import { mongoHandlers } from '../../src/demo/mongo/handlers.ts';
import { startMongoWire } from '../../src/demo/mongo-wire/index.ts';
import { postgresAnswers } from '../../src/demo/postgres/answers.ts';
import { Failure, startPostgresWire } from '../../src/demo/postgres-wire/index.ts';
import { errorMessage, wantsPassword } from '../../src/demo/postgres-wire/messages.ts';
import { startRedisWire } from '../../src/demo/redis-wire/index.ts';
import { rtsHandler } from '../../src/demo/rts.ts';
import { supervisordHandler } from '../../src/demo/supervisord.ts';
import { TemporalProcess } from '../../src/demo/temporal/process.ts';
import { startTemporalServer } from '../../src/demo/temporal/server.ts';
import { startForwardProxy } from '../components/cloud-services/forward-proxy.ts';
import { type FaultyProxy, startProxy } from '../peers/proxy.ts';
import type { Canaries } from './ways-in.ts';

const PARTS = [
  'mongodb',
  'redis',
  'git',
  'backend',
  'supervisord',
  'postgres',
  'temporal',
  'proxy',
] as const;
type Part = (typeof PARTS)[number];
type Ports = Readonly<Record<Part, number>>;

/** `wrong`: other passwords are the right ones. `echo`: everything sent comes back in an error. */
export const STATES = ['right', 'wrong', 'echo', 'refused', 'hanging'] as const;
export type State = (typeof STATES)[number];

/** The servers and the passwords that open them; several exporters can share what needs none. */
async function servers(model: AppsmithModel, cloud: number, password: (part: Part) => string) {
  const life = new PostgresModel(model.clock.now);
  const [mongodb, redis, git, backend, supervisord, postgres, temporal, proxy] = await Promise.all([
    startMongoWire({
      user: 'exporter',
      password: password('mongodb'),
      handlers: mongoHandlers(model),
    }),
    startRedisWire({ password: 'somebody-else’s', users: { exporter: password('redis') } }),
    startRedisWire({ password: password('git') }),
    listen(backendHandler({ model, actuator: { access: 'open', password: password('backend') } })),
    listen(supervisordHandler({ model, user: 'appsmith', password: password('supervisord') })),
    startPostgresWire({
      password: password('postgres'),
      answers: postgresAnswers(model, () => life),
    }),
    startTemporalServer(new TemporalProcess(model), 0, password('temporal')),
    startForwardProxy({ to: cloud, credentials: `exporter:${password('proxy')}` }),
  ]);
  return { mongodb, redis, git, backend, supervisord, postgres, temporal, proxy };
}

/** What all exporters of the tests share: the model, servers with other passwords, the open ports. */
export async function startShared() {
  const start = Date.now() - 600_000;
  const model = new AppsmithModel({ seed: 1, start, histograms: true, knobs: {}, stepSeconds: 5 });
  // Caddy's own port is none of these servers'.
  model.programs.leaveOut('editor');
  model.advance(600);
  const cloud = await listen(() => ({ status: 200, type: 'text/plain', body: '192.0.2.1' }));
  const wrong = await servers(model, cloud.port, () => 'another password');
  const rts = await listen(rtsHandler(model));
  const backend = backendHandler({ model, actuator: { access: 'closed', password: '' } });
  const front = await listen(frontHandler(backend));
  const stop = () =>
    Promise.all([...Object.values(wrong), rts, front, cloud].map((server) => server.stop()));
  return { model, cloud: cloud.port, wrong: portsOf(wrong), rts: rts.url, front: front.url, stop };
}

export type Shared = Awaited<ReturnType<typeof startShared>>;

export interface Upstreams {
  readonly ports: Ports;
  become(state: State): Promise<void>;
  stop(): Promise<unknown>;
}

export async function startUpstreams(shared: Shared, canaries: Canaries): Promise<Upstreams> {
  const passwords: Record<Part, string> = {
    mongodb: canaries['MongoDB password in the URL'].value,
    redis: canaries['Redis password in the URL'].value,
    git: canaries['Redis password alone before the @'].value,
    backend: canaries['internal password of the backend'].value,
    supervisord: canaries['password of supervisord'].value,
    postgres: canaries['PostgreSQL password in the URL'].value,
    temporal: canaries['token of Temporal'].core,
    proxy: canaries['password of the proxy to the cloud services'].value,
  };
  const right = await servers(shared.model, shared.cloud, (part) => passwords[part]);
  const rightPorts = portsOf(right);
  const proxies = Object.fromEntries(
    await Promise.all(
      PARTS.map(async (part) => [part, await startProxy({ to: rightPorts[part] })] as const),
    ),
  ) as Record<Part, FaultyProxy>;
  const each = (action: (proxy: FaultyProxy, part: Part) => unknown) =>
    Promise.all(PARTS.map((part) => action(proxies[part], part)));
  return {
    ports: portsOf(proxies),
    async become(state) {
      await each((proxy) => proxy.heal());
      const ports = state === 'wrong' ? shared.wrong : rightPorts;
      await each((proxy, part) => proxy.redirect(ports[part]));
      if (state === 'refused') await each((proxy) => proxy.fault({ kind: 'refuse' }));
      if (state === 'hanging') await each((proxy) => proxy.fault({ kind: 'mute' }));
      if (state === 'echo') {
        await each((proxy, part) => proxy.fault({ kind: 'impostor', serve: echo(part) }));
      }
    },
    stop: () =>
      Promise.all([...Object.values(right), ...Object.values(proxies)].map((one) => one.stop())),
  };
}

/** Servers that repeat what they do not like: old versions and debugging proxies do. */
function echo(part: Part) {
  if (part === 'temporal') return (client: Socket) => void grpcEcho.emit('connection', client);
  return (client: Socket) => {
    client.on('data', (chunk: Buffer) => client.write(spoken(part, chunk)));
  };
}

/** Says what it was shown where gRPC has words for a refusal. */
const grpcEcho = createServer().on('stream', (stream, { authorization = '' }) => {
  stream.on('error', () => {});
  const refusal = { 'grpc-status': '16', 'grpc-message': `no such ${authorization}` };
  const head = { ':status': 200, 'content-type': 'application/grpc', ...refusal };
  stream.respond(head, { endStream: true });
});

function spoken(part: Part, chunk: Buffer): Buffer | string {
  if (part === 'mongodb') return chunk;
  if (part === 'postgres') return postgresEcho(chunk);
  const text = chunk.toString().replaceAll(/[\r\n]+/g, ' ');
  if (part === 'redis' || part === 'git') return `-ERR unknown command: ${text}\r\n`;
  const basic = /basic (\S+)/i.exec(text)?.[1] ?? '';
  const body = `${text} ${Buffer.from(basic, 'base64')}`;
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 500 ${basic}\r\nContent-Type: text/${basic}\r\nX-You: ${basic}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

/** Asks for the password, and says it back where PostgreSQL would say what is wrong. */
function postgresEcho(chunk: Buffer): Buffer {
  if (chunk[0] !== 'p'.charCodeAt(0)) return wantsPassword();
  const text = chunk.subarray(5).toString();
  return errorMessage(new Failure('28P01', `no log-in for ${text}`, 'FATAL'));
}

function portsOf<K extends string>(of: Readonly<Record<K, { readonly port: number }>>) {
  return Object.fromEntries(
    Object.entries<{ readonly port: number }>(of).map(([name, { port }]) => [name, port]),
  ) as Record<K, number>;
}
