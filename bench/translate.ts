// How fast the translator turns a 10 MB body into another, beside a parser from npm that only parses.
import parse from 'parse-prometheus-text-format';
import { normaliseUri, uriMayChange } from '../src/components/backend/uri.ts';
import { render, type Rules, Translator, translate } from '../src/exposition/index.ts';
import { micrometerFile } from './files.ts';
import { type Row, cpuMedian } from './measure.ts';

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
  const peer = { peer: 'parse-prometheus-text-format 1.1.1', peerValue: speed(plain, () => parse(text)) };
  const row = (name: string, value: number): Row => ({ name, value, unit: 'MB/s of CPU', ...peer });
  return [
    row('translate_passthrough', speed(plain, () => run(plain.bytes, undefined, false))),
    row('translate_duplicates', speed(plain, () => run(plain.bytes, undefined, true))),
    row('translate_uri', speed(plain, () => run(plain.bytes, uriRules, true))),
    row('translate_uri_colliding', speed(colliding, () => run(colliding.bytes, uriRules, true))),
    ...(await costRows(colliding.bytes)),
  ];
}

/** Memory over idle and the longest time that other events had to wait, for one 10 MB body. */
async function costRows(bytes: Buffer): Promise<Row[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  }
  globalThis.gc?.();
  const idle = process.memoryUsage().rss;
  let peak = idle;
  let last = performance.now();
  let longest = 0;
  const ticker = setInterval(() => {}, 0);
  let ticking = true;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    peak = Math.max(peak, process.memoryUsage.rss());
    if (ticking) setImmediate(tick);
  };
  setImmediate(tick);
  for (let i = 0; i < 3; i++) {
    const result = await translate(chunks(), { format: 'text', rules: uriRules, limits: { series: 1e7 } });
    let n = 0;
    for (const chunk of render(result.families, 'text')) {
      n += chunk.length;
      if (n > 1 << 20) {
        n = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
  ticking = false;
  clearInterval(ticker);
  return [
    { name: 'translate_peak', value: (peak - idle) / 2 ** 20, unit: 'MiB over idle' },
    { name: 'event_loop_block_max', value: longest, unit: 'ms' },
  ];
}
