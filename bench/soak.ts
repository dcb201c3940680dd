// Scrapes back to back for a long time while every upstream is cut and restored: does anything grow, is anything lost?
import { buildExporter, type Running, startExporter } from '../test/faults/exporter.ts';
import { PARTS, standIns, type Upstreams } from '../test/faults/upstreams.ts';
import type { Fault } from '../test/peers/proxy.ts';
import { median, type Row } from './measure.ts';
import { type Answer, agent, flag, scrape, seriesIn } from './scraper.ts';

const WARM_UP = 1000;
/** Scrapes between two cuts. */
const EVERY = 100;
const FAULTS: readonly Fault[] = [
  { kind: 'refuse' },
  { kind: 'reset' },
  { kind: 'cut', afterBytes: 30 },
  { kind: 'corrupt', fromByte: 0 },
];

/**
 * How often memory is told on the way. Growth counts from the first of them: only by then has every part met every
 * fault a few times, and V8 has compiled what such a scrape runs.
 */
const PARTS_TOLD = 10;
const HEAP = /^appsmith_exporter_nodejs_heap_size_used_bytes (\S+)$/m;

/** What is held at one moment; memory is resident, in MB, and like the heap the median of several scrapes. */
interface Held {
  readonly heap: number;
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
  const run = runner(exporter, upstreams);
  const at = () => held(exporter, upstreams, run.all);
  await run.scrapes(WARM_UP);
  const seen = [await at()];
  let taken = 0;
  for (let part = 0; part < PARTS_TOLD; part++) {
    const started = performance.now();
    await run.scrapes(Math.round((scrapes - WARM_UP) / PARTS_TOLD));
    taken += performance.now() - started;
    seen.push(await at());
  }
  return [
    { name: 'soak_scrapes', value: scrapes, unit: 'scrapes' },
    { name: 'soak_scrape', value: taken / (scrapes - WARM_UP), unit: 'ms each' },
    ...rowsOf(seen),
    { name: 'soak_cuts', value: run.cuts(), unit: 'cuts' },
    { name: 'soak_gaps', value: run.gaps(), unit: 'not whole after' },
  ];
}

/** What was held after the warm-up and after each part of the scrapes, and how it differs. */
function rowsOf(seen: readonly Held[]): Row[] {
  const [before, warm, after] = [seen[0]!, seen[1]!, seen.at(-1)!];
  const growth = after.memory - warm.memory;
  const sockets = was(before.sockets);
  const descriptors = was(before.descriptors);
  return [
    { name: 'soak_memory_growth', value: growth, unit: 'MB', ...was(warm.memory, 'after a tenth') },
    ...seen.map(told),
    { name: 'soak_descriptors', value: after.descriptors, unit: 'open at the end', ...descriptors },
    { name: 'soak_sockets', value: after.sockets, unit: 'to upstreams', ...sockets },
  ];
}

/** Scrapes back to back, with a cut after every hundredth; counts what was not whole after it. */
function runner(exporter: Running, upstreams: Upstreams) {
  const all = () => scrape(`${exporter.url}/metrics`, 5);
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
  const scrapes = async (n: number) => {
    for (let i = 0; i < n; i++) await ((i + 1) % EVERY === 0 ? cut() : all());
  };
  return { all, scrapes, cuts: () => cuts, gaps: () => gaps };
}

/** What grows for good shows in every part; what V8 takes once, in the first ones. */
function told(held: Held, part: number): Row {
  const peer = { peer: 'heap in use', peerValue: held.heap };
  return { name: `soak_memory_${part}_of_${PARTS_TOLD}`, value: held.memory, unit: 'MB', ...peer };
}

function was(value: number, peer = 'after the warm-up'): Pick<Row, 'peer' | 'peerValue'> {
  return { peer, peerValue: value };
}

async function held(
  exporter: Running,
  upstreams: Upstreams,
  all: () => Promise<Answer>,
): Promise<Held> {
  const memory: number[] = [];
  const heap: number[] = [];
  for (let i = 0; i < 200; i++) {
    const { text } = await all();
    memory.push(exporter.memory().now / 1e6);
    heap.push(Number(HEAP.exec(text)?.[1]) / 1e6);
  }
  // A connection that was replaced may still be closing.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const sockets = Object.values(upstreams.proxies).reduce((n, proxy) => n + proxy.connections(), 0);
  const descriptors = exporter.descriptors();
  return { memory: median(memory), heap: median(heap), descriptors, sockets };
}
