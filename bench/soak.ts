// Scrapes back to back for a long time while every upstream is cut and restored: does anything grow, is anything lost?
import { buildExporter, type Running, startExporter } from '../test/faults/exporter.ts';
import { PARTS, standIns, type Upstreams } from '../test/faults/upstreams.ts';
import type { Fault } from '../test/peers/proxy.ts';
import { median, type Row } from './measure.ts';
import { agent, flag, scrape, seriesIn } from './scraper.ts';

const WARM_UP = 1000;
/** Scrapes between two cuts. */
const EVERY = 100;
const FAULTS: readonly Fault[] = [
  { kind: 'refuse' },
  { kind: 'reset' },
  { kind: 'cut', afterBytes: 30 },
  { kind: 'corrupt', fromByte: 0 },
];

/** What is held at one moment; memory is the median of several scrapes. */
interface Held {
  readonly memory: number;
  readonly descriptors: number;
  readonly sockets: number;
}

/** The rows `soak_*`: `--scrapes=N`, 100,000 by default. */
export async function soakRows(): Promise<Row[]> {
  const scrapes = flag('scrapes', 100_000);
  const [built, upstreams] = await Promise.all([buildExporter(), standIns()]);
  const exporter = await startExporter({ bin: built.bin, env: upstreams.env, watch: false });
  try {
    return await soak(exporter, upstreams, scrapes);
  } finally {
    await exporter.stop();
    agent.destroy();
    await upstreams.stop();
    built.remove();
  }
}

async function soak(exporter: Running, upstreams: Upstreams, scrapes: number): Promise<Row[]> {
  const url = `${exporter.url}/metrics`;
  const all = () => scrape(url, 5);
  let cuts = 0;
  let gaps = 0;
  const cut = async () => {
    const proxy = upstreams.proxies[PARTS[cuts % PARTS.length]!];
    const whole = seriesIn((await all()).text);
    await proxy.fault(FAULTS[Math.floor(cuts / PARTS.length) % FAULTS.length]!);
    await all();
    await proxy.heal();
    const after = seriesIn((await all()).text);
    if ([...whole].some((key) => !after.has(key))) gaps++;
    cuts++;
  };
  const run = async (n: number) => {
    for (let i = 0; i < n; i++) await ((i + 1) % EVERY === 0 ? cut() : all());
  };
  await run(WARM_UP);
  const before = await held(exporter, upstreams, all);
  const started = performance.now();
  await run(scrapes - WARM_UP);
  const each = (performance.now() - started) / (scrapes - WARM_UP);
  const after = await held(exporter, upstreams, all);
  const grown = (after.memory - before.memory) / 1e6;
  return [
    { name: 'soak_scrapes', value: scrapes, unit: 'scrapes' },
    { name: 'soak_scrape', value: each, unit: 'ms each' },
    { name: 'soak_memory_growth', value: grown, unit: 'MB', ...was(before.memory / 1e6) },
    {
      name: 'soak_descriptors',
      value: after.descriptors,
      unit: 'open at the end',
      ...was(before.descriptors),
    },
    { name: 'soak_sockets', value: after.sockets, unit: 'to upstreams', ...was(before.sockets) },
    { name: 'soak_cuts', value: cuts, unit: 'cuts' },
    { name: 'soak_gaps', value: gaps, unit: 'not whole after' },
  ];
}

function was(value: number): Pick<Row, 'peer' | 'peerValue'> {
  return { peer: 'after the warm-up', peerValue: value };
}

async function held(
  exporter: Running,
  upstreams: Upstreams,
  all: () => Promise<unknown>,
): Promise<Held> {
  const memory: number[] = [];
  for (let i = 0; i < 200; i++) {
    await all();
    memory.push(exporter.memory().now);
  }
  // A connection that was replaced may still be closing.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const sockets = Object.values(upstreams.proxies).reduce((n, proxy) => n + proxy.connections(), 0);
  return { memory: median(memory), descriptors: exporter.descriptors(), sockets };
}
