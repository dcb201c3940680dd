// What a scrape takes beyond its slowest upstream, with every real server up and about 1 MB from the actuator.
import { request } from 'node:http';
import { components } from '../src/components/index.ts';
import { render } from '../src/exposition/index.ts';
import type { Member } from '../src/scrape/collection.ts';
import { Target } from '../src/scrape/target.ts';
import type { Peer } from '../test/peers/process.ts';
import { internalAuth, type Spring } from '../test/peers/spring.ts';
import { settingsOf } from '../test/support/component.ts';
import { costRows } from './cost.ts';
import { median, type Row } from './measure.ts';
import { PASSWORD, startUpstreams, type Upstreams } from './upstreams.ts';

const SCRAPES = 40;

/** The rows `scrape_overhead`, `connections_per_scrape`, `scrape_cpu*` and `rss_after_1000_scrapes`. */
export async function scrapeRows(): Promise<Row[]> {
  const upstreams = await startUpstreams();
  try {
    const target = new Target('bench', membersFor(upstreams));
    const rows = await overheadRows('scrape', target, upstreams).finally(() => target.close());
    return [...rows, ...(await costRows(upstreams))];
  } finally {
    await upstreams.stop();
  }
}

function membersFor({ redis, mongo, spring, supervisord, rtsUrl }: Upstreams) {
  const values: Record<string, Record<string, string>> = {
    backend: { url: spring.url, public_url: spring.url, internal_password: PASSWORD },
    redis: { url: redis.url },
    mongodb: { url: `mongodb://127.0.0.1:${mongo.port}/appsmith` },
    supervisord: { url: supervisord.url, user: supervisord.user, password: supervisord.password },
    rts: { url: rtsUrl },
  };
  const asked = components.filter(({ name }) => values[name]);
  return asked.map((component): Member => {
    const target = component.configure(settingsOf(component, { ...values[component.name] }), {});
    if ('absent' in target) throw new Error(`${component.name}: ${target.absent}`);
    return { component, configured: { target, collector: target.open() } };
  });
}

/** What a scrape takes beyond the actuator's body, and how many connections it opens to Redis. */
export async function overheadRows(
  prefix: string,
  target: Target,
  { spring, redis }: Upstreams,
): Promise<Row[]> {
  for (let i = 0; i < 5; i++) await scrape(target);
  const before = await connectionsReceived(redis);
  const overheads: number[] = [];
  const slowest: number[] = [];
  for (let i = 0; i < SCRAPES; i++) {
    // One after the other and in turn, so that both see the same machine.
    const upstream = await bodySeconds(spring);
    const whole = await scrape(target);
    slowest.push(upstream);
    overheads.push(whole - upstream);
  }
  const after = await connectionsReceived(redis);
  const peer = { peer: 'the slowest upstream alone', peerValue: median(slowest) * 1000 };
  return [
    { name: `${prefix}_overhead`, value: median(overheads) * 1000, unit: 'ms', ...peer },
    {
      name: prefix === 'scrape' ? 'connections_per_scrape' : `${prefix}_connections`,
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
