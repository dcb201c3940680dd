// What the built exporter costs as a process, beside Debian's exporters for the same parts in the same run.
import type { Row } from './measure.ts';
import type { Upstreams } from './upstreams.ts';
import { startDebianPeers, startExporter, type Watched } from './watched.ts';

/** V8 goes on compiling for some hundred scrapes; at one every 15 s that is the first three hours of years. */
const WARM_UP = 600;
const ROUNDS = 9;
const SCRAPES_A_ROUND = 40;
const SCRAPES = 1000;

/**
 * mongodb_exporter 0.53 is in no distribution, so it cannot run beside: measured once, with three collectors against a
 * small server.
 */
export const MONGODB_EXPORTER = { cpuMs: 4.5, residentMb: 37.1 };

/** The rows `scrape_cpu`, `scrape_cpu_gzip` and `rss_after_1000_scrapes`; `dist/` must be built. */
export async function costRows(upstreams: Upstreams): Promise<Row[]> {
  const exporters = [
    await startExporter(upstreams),
    await startExporter(upstreams, { 'accept-encoding': 'gzip' }),
  ] as const;
  const debian = await startDebianPeers(upstreams);
  const all = [...exporters, ...(debian ?? [])];
  try {
    await inTurn(all);
    const [plain, gzip] = exporters;
    const cpu = debian && sum(debian, (peer) => peer.cpuMs, MONGODB_EXPORTER.cpuMs);
    const memory = debian && sum(debian, (peer) => peer.residentMb, MONGODB_EXPORTER.residentMb);
    return [
      { name: 'scrape_cpu', value: plain.cpuMs, unit: 'ms of CPU', ...cpu },
      { name: 'scrape_cpu_gzip', value: gzip.cpuMs, unit: 'ms of CPU', ...cpu },
      { name: 'rss_after_1000_scrapes', value: plain.residentMb, unit: 'MB', ...memory },
    ];
  } finally {
    await Promise.all(all.map((exporter) => exporter.stop()));
  }
}

/** Rounds by turns, so that all see the same machine; then what is missing to the whole number of scrapes. */
export async function inTurn(all: readonly Watched[]): Promise<void> {
  for (const exporter of all) for (let i = 0; i < WARM_UP; i++) await exporter.scrape();
  for (let round = 0; round < ROUNDS; round++) {
    for (const exporter of all) await exporter.round(SCRAPES_A_ROUND);
  }
  const rest = SCRAPES - WARM_UP - ROUNDS * SCRAPES_A_ROUND;
  for (const exporter of all) for (let i = 0; i < rest; i++) await exporter.scrape();
}

/** What these and mongodb_exporter cost together. */
export function sum(
  debian: readonly Watched[],
  of: (peer: Watched) => number,
  mongodb: number,
  names = 'redis_exporter, three blackbox probes',
): Pick<Row, 'peer' | 'peerValue'> {
  const peerValue = debian.reduce((total, peer) => total + of(peer), mongodb);
  const peer = `${names}, and ${mongodb} for mongodb_exporter as measured before`;
  return { peer, peerValue };
}
