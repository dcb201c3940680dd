// What a scrape of every part costs at once, beside the exporters of Debian that it takes the place of.
import { composeTarget } from '../src/commands/compose.ts';
import { components } from '../src/components/index.ts';
import { loadConfig } from '../src/config/index.ts';
import { startCaddy } from '../test/peers/caddy.ts';
import { findTool } from '../test/peers/need.ts';
import { type Postgres, startPostgres } from '../test/peers/postgres.ts';
import { forkAppsmith } from './appsmith.ts';
import { inTurn, MONGODB_EXPORTER, sum } from './cost.ts';
import type { Row } from './measure.ts';
import { overheadRows } from './scrape.ts';
import { startUpstreams } from './upstreams.ts';
import {
  envOf,
  offBut,
  PARTS,
  startBinary,
  startDebianPeers,
  startWith,
  Watched,
} from './watched.ts';

const PEERS = 'redis_exporter, three blackbox probes, postgres_exporter';

/** The rows `everything_*`; `dist/` must be built. */
export async function everythingRows(): Promise<Row[]> {
  const upstreams = await startUpstreams();
  const [appsmith, postgres] = await Promise.all([forkAppsmith(), startPostgres()]);
  const { spring, rtsUrl } = upstreams;
  const caddy = await startCaddy({ backend: spring.url, rts: rtsUrl });
  const started = [upstreams, appsmith, postgres, caddy];
  // Real servers where there are some; Keycloak, Temporal and the volume are the embedded Appsmith's.
  const env = {
    ...envOf(upstreams),
    ...appsmith.env,
    ...real(envOf(upstreams)),
    APPSMITH_EXPORTER_PUBLIC_URL: caddy.frontUrl,
    APPSMITH_EXPORTER_CADDY_URL: caddy.url,
    APPSMITH_EXPORTER_POSTGRES_URL: postgres.url,
  };
  try {
    return [...(await within(env, upstreams)), ...(await beside(env, upstreams, postgres))];
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

/** The stacks folder is the embedded Appsmith's. */
function real({ APPSMITH_EXPORTER_STACKS_DIR: _, ...rest }: ReturnType<typeof envOf>) {
  return rest;
}

type Env = Readonly<Record<string, string>>;
type Upstreams = Awaited<ReturnType<typeof startUpstreams>>;

/** In this process: what the scrape adds to its slowest upstream. */
async function within(env: Env, upstreams: Upstreams): Promise<Row[]> {
  const { targets } = await loadConfig({ argv: [], env, components });
  const target = composeTarget(targets[0]!, components);
  try {
    const { outcomes } = await target.scrape({ timeoutMs: 10_000 });
    const up = outcomes
      .filter(({ state }) => state === 'up')
      .map(({ component }) => component.name);
    const parts: Row = { name: 'everything_parts', value: up.length, unit: up.join(' ') };
    return [parts, ...(await overheadRows('everything', target, upstreams))];
  } finally {
    await target.close();
  }
}

/** As processes, by turns. */
async function beside(env: Env, upstreams: Upstreams, postgres: Postgres): Promise<Row[]> {
  const exporter = await startWith(env);
  const same = await startWith(env, {}, offBut([...PARTS, 'postgres']));
  const debian = (await startDebianPeers(upstreams)) ?? [];
  const other = await postgresExporter(postgres);
  const peers = other && debian.length > 0 ? [...debian, other] : undefined;
  const all = [exporter, same, ...debian, ...(other ? [other] : [])];
  try {
    await inTurn(all);
    const cpu = peers && sum(peers, (peer) => peer.cpuMs, MONGODB_EXPORTER.cpuMs, PEERS);
    const memory =
      peers && sum(peers, (peer) => peer.residentMb, MONGODB_EXPORTER.residentMb, PEERS);
    return [
      { name: 'everything_cpu', value: exporter.cpuMs, unit: 'ms of CPU', ...cpu },
      { name: 'everything_rss', value: exporter.residentMb, unit: 'MB', ...memory },
      // The parts alone that the peers look at; they translate nothing.
      { name: 'same_parts_cpu', value: same.cpuMs, unit: 'ms of CPU', ...cpu },
      { name: 'same_parts_rss', value: same.residentMb, unit: 'MB', ...memory },
    ];
  } finally {
    await Promise.all(all.map((one) => one.stop()));
  }
}

async function postgresExporter({ url }: Postgres): Promise<Watched | undefined> {
  const tool = findTool('prometheus-postgres-exporter');
  if (!tool) return undefined;
  const args = (port: number) => [`--web.listen-address=127.0.0.1:${port}`];
  const env = { DATA_SOURCE_NAME: `${url}?sslmode=disable` };
  return new Watched(await startBinary('postgres-exporter', tool, args, env), ['/metrics']);
}
