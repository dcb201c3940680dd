// How fast the translator turns a 10 MB body into another, beside a parser from npm that only parses.
import { execFile } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import parse from 'parse-prometheus-text-format';
import { normaliseUri, uriMayChange } from '../src/components/backend/uri.ts';
import { inChunks, type Rules, render, Translator, translate } from '../src/exposition/index.ts';
import { micrometerFile } from './files.ts';
import { cpuMedian, type Row } from './measure.ts';

const CHUNK = 64 << 10;

const uriRules: Rules = () => ({
  labels: { uri: { map: normaliseUri, changes: uriMayChange } },
});

function run(bytes: Buffer, rules: Rules | undefined, duplicates: boolean): number {
  const translator = new Translator({
    format: 'text',
    duplicates,
    limits: { series: 1e7 },
    ...(rules && { rules }),
  });
  for (let at = 0; at < bytes.length; at += CHUNK) translator.push(bytes.subarray(at, at + CHUNK));
  let size = 0;
  for (const chunk of render(translator.end().families, 'text')) size += chunk.length;
  return size;
}

/** The rows `translate_*` and `event_loop_block_max`; speeds in MB per second of CPU. */
export async function translateRows(): Promise<Row[]> {
  const plain = micrometerFile(10);
  const colliding = micrometerFile(10, 0.3);
  const speed = (file: { bytes: Buffer }, work: () => void) =>
    file.bytes.length / 1e6 / cpuMedian(work);
  const text = plain.bytes.toString();
  const peer = {
    peer: 'parse-prometheus-text-format 1.1.1',
    peerValue: speed(plain, () => parse(text)),
  };
  const row = (name: string, value: number): Row => ({ name, value, unit: 'MB/s of CPU', ...peer });
  return [
    row(
      'translate_passthrough',
      speed(plain, () => run(plain.bytes, undefined, false)),
    ),
    row(
      'translate_duplicates',
      speed(plain, () => run(plain.bytes, undefined, true)),
    ),
    row(
      'translate_uri',
      speed(plain, () => run(plain.bytes, uriRules, true)),
    ),
    row(
      'translate_uri_colliding',
      speed(colliding, () => run(colliding.bytes, uriRules, true)),
    ),
    ...(await costRows()),
  ];
}

/** Memory over idle and the longest time that other events had to wait, in a process of its own. */
async function costRows(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    process.argv[1]!,
    '--cost',
  ]);
  return JSON.parse(stdout) as Row[];
}

/** Runs in the process that {@link costRows} starts: one 10 MB body after another, translated and rendered. */
export async function printCost(): Promise<void> {
  const { bytes } = micrometerFile(10, 0.3);
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  const watch = watchTurns();
  for (let i = 0; i < 5; i++) await translateOnce(bytes);
  const { longest, peak } = watch.stop();
  const rows: Row[] = [
    { name: 'translate_peak', value: (peak - idle) / 2 ** 20, unit: 'MiB over idle' },
    { name: 'event_loop_block_max', value: longest, unit: 'ms' },
  ];
  process.stdout.write(JSON.stringify(rows));
}

async function translateOnce(bytes: Buffer): Promise<void> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  }
  const options = { format: 'text', rules: uriRules, limits: { series: 1e7 } } as const;
  const { families } = await translate(chunks(), options);
  let unsent = 0;
  for (const chunk of inChunks(render(families, 'text'))) {
    unsent += chunk.length;
    if (unsent < 1 << 20) continue;
    unsent = 0;
    await setImmediate();
  }
}

/** Takes part in every turn of the event loop and keeps the longest gap and the highest memory. */
function watchTurns(): { stop(): { longest: number; peak: number } } {
  let longest = 0;
  let peak = 0;
  let last = performance.now();
  let running = true;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    peak = Math.max(peak, process.memoryUsage.rss());
    last = performance.now();
    if (running) globalThis.setImmediate(turn);
  };
  globalThis.setImmediate(turn);
  return {
    stop() {
      running = false;
      return { longest, peak };
    },
  };
}
