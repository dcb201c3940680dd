// What a scrape costs beyond its upstreams, with every real server up and about 1 MB from the actuator.
import { request } from 'node:http';
import { components } from '../src/components/index.ts';
import { render } from '../src/exposition/index.ts';
import type { Member } from '../src/scrape/collection.ts';
import { Target } from '../src/scrape/target.ts';
import { startMongoWire } from '../test/peers/mongowire.ts';
import type { Peer } from '../test/peers/process.ts';
import { startRedis } from '../test/peers/redis.ts';
import { internalAuth, type Spring, startSpring } from '../test/peers/spring.ts';
import { startSupervisord } from '../test/peers/supervisord.ts';
import { settingsOf } from '../test/support/component.ts';
import { median, type Row } from './measure.ts';
import { forkStore } from './store.ts';

const PASSWORD = 'bench';
const SCRAPES = 40;

/** The rows `scrape_overhead`, `scrape_cpu` and `connections_per_scrape`. */
export async function scrapeRows(): Promise<Row[]> {
  const redis = await startRedis();
  const mongo = await startMongoWire();
  // The peer's own health check needs a MongoDB that knows `hello`, which the Java one does not.
  const store = await forkStore();
  const spring = await startSpring({
    internalPassword: PASSWORD,
    exposure: 'prometheus,metrics',
    redisUrl: redis.url,
    mongoUrl: `mongodb://127.0.0.1:${store.port}/appsmith?directConnection=true`,
  });
  const supervisord = await startSupervisord();
  const peers: Pick<Peer, 'stop'>[] = [redis, mongo, store, spring, supervisord];
  try {
    await spring.inflate(1700);
    const target = new Target('bench', membersFor(redis, mongo, spring, supervisord));
    try {
      return await measure(target, spring, redis);
    } finally {
      await target.close();
    }
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
  }
}

function membersFor(redis: Peer, mongo: Peer, spring: Peer, supervisord: Peer & Credentials) {
  const values: Record<string, Record<string, string>> = {
    backend: { url: spring.url, public_url: spring.url, internal_password: PASSWORD },
    redis: { url: redis.url },
    mongodb: { url: `mongodb://127.0.0.1:${mongo.port}/appsmith` },
    supervisord: { url: supervisord.url, user: supervisord.user, password: supervisord.password },
    // The peer has no RTS: the backend's own health path stands for one more HTTP upstream.
    rts: { url: spring.url },
  };
  return components.map((component): Member => {
    const target = component.configure(settingsOf(component, values[component.name] ?? {}));
    if ('absent' in target) throw new Error(`${component.name}: ${target.absent}`);
    return { component, configured: { target, collector: target.open() } };
  });
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

async function measure(target: Target, spring: Spring, redis: Peer): Promise<Row[]> {
  for (let i = 0; i < 5; i++) await scrape(target);
  const before = await connectionsReceived(redis);
  const overheads: number[] = [];
  const slowest: number[] = [];
  const cpu = process.cpuUsage();
  for (let i = 0; i < SCRAPES; i++) {
    // One after the other and in turn, so that both see the same machine.
    const upstream = await bodySeconds(spring);
    const whole = await scrape(target);
    slowest.push(upstream);
    overheads.push(whole - upstream);
  }
  const used = process.cpuUsage(cpu);
  const after = await connectionsReceived(redis);
  const peer = { peer: 'the slowest upstream alone', peerValue: median(slowest) * 1000 };
  return [
    { name: 'scrape_overhead', value: median(overheads) * 1000, unit: 'ms', ...peer },
    { name: 'scrape_cpu', value: (used.user + used.system) / 1000 / SCRAPES, unit: 'ms of CPU' },
    {
      name: 'connections_per_scrape',
      // The second reading's own connection counts too.
      value: (after - before - 1) / SCRAPES,
      unit: 'Redis connections',
    },
  ];
}

/** Seconds of one scrape, rendered. */
async function scrape(target: Target): Promise<number> {
  const started = performance.now();
  const { families } = await target.scrape({ timeoutMs: 10_000 });
  for (const _ of render(families, 'text'));
  return (performance.now() - started) / 1000;
}

/** Seconds until the actuator's whole body has arrived, asked by itself. */
function bodySeconds({ url }: Spring): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/actuator/prometheus`,
      { headers: internalAuth(PASSWORD) },
      (body) => {
        body.on('data', () => {});
        body.on('end', () => resolve((performance.now() - started) / 1000));
      },
    );
    sent.on('error', reject).end();
  });
}

async function connectionsReceived({ port }: Peer): Promise<number> {
  const { Redis } = await import('ioredis');
  const client = new Redis(port, '127.0.0.1');
  const info = await client.info('stats');
  client.disconnect();
  return Number(/total_connections_received:(\d+)/.exec(info)![1]);
}
