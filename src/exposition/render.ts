// Families to a response body, in chunks: metadata, contiguity and naming as each format wants them.
import type { MetricType } from '../metrics/index.ts';
import { escapeHelpOpenMetrics, escapeHelpText } from './escape.ts';
import type { Family, Format, Piece } from './family.ts';
import { sampleNames } from './names.ts';

/** The sample lines of one small family as text. */
export function linesOf(family: Family, format: Format): string {
  let text = '';
  for (const piece of family.lines(format)) {
    text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
  }
  return text;
}

/** Bytes of a chunk, roughly: one write to a socket. */
const CHUNK_BYTES = 64 << 10;

/**
 * Renders families in order, in chunks of some 64 KiB. A name may stand only once in an exposition: a family whose name, or the
 * name of one of whose samples, a family before it bears already is left out; `onRepeated` hears of it
 * (two components claimed the same name).
 */
export function* render(
  families: Iterable<Family>,
  format: Format,
  onRepeated: (family: Family) => void = () => {},
): Generator<Uint8Array> {
  const taken = new Set<string>();
  const kept: Family[] = [];
  for (const family of families) {
    const names = sampleNames(family.name, family.type);
    if (names.some((name) => taken.has(name))) onRepeated(family);
    else {
      kept.push(family);
      for (const name of names) taken.add(name);
    }
  }
  yield* inChunks(format === 'text' ? renderText(kept) : renderOpenMetrics(kept, taken));
}

function* renderText(families: readonly Family[]): Generator<Piece> {
  for (const family of families) {
    const { name, type, help } = family;
    const spelt = type === 'info' ? 'gauge' : type === 'unknown' ? 'untyped' : type;
    yield `# HELP ${name} ${escapeHelpText(help)}\n# TYPE ${name} ${spelt}\n`;
    yield* family.lines('text');
  }
}

function* renderOpenMetrics(families: readonly Family[], taken: Set<string>): Generator<Piece> {
  for (const family of families) {
    const { name, type } = openMetricsName(family, taken);
    let head = `# TYPE ${name} ${type}\n`;
    if (family.unit && type !== 'info' && name.endsWith(`_${family.unit}`)) {
      head += `# UNIT ${name} ${family.unit}\n`;
    }
    yield `${head}# HELP ${name} ${escapeHelpOpenMetrics(family.help)}\n`;
    // Exemplars may stand in families of a known type only.
    yield* family.lines(type === 'unknown' ? 'text' : 'openmetrics');
  }
  yield '# EOF\n';
}

/**
 * OpenMetrics names a counter's family without `_total` and an info's without `_info`. Where that name
 * is missing its suffix or belongs to another family (a gauge `x` beside a counter `x_total`), the
 * family keeps its full name as `unknown`, so that the series has the same name in both formats.
 */
function openMetricsName(
  { name, type }: Family,
  taken: Set<string>,
): { name: string; type: MetricType } {
  if (type !== 'counter' && type !== 'info') return { name, type };
  const suffix = type === 'counter' ? '_total' : '_info';
  const base = name.slice(0, -suffix.length);
  const clashes = taken.has(base) || (type === 'counter' && taken.has(`${base}_created`));
  if (!name.endsWith(suffix) || base === '' || clashes) return { name, type: 'unknown' };
  taken.add(base);
  return { name: base, type };
}

/**
 * Joins small pieces into chunks of about `size` bytes, so that a body costs few writes; large pieces
 * are passed on without being copied.
 */
export function* inChunks(pieces: Iterable<Piece>, size = CHUNK_BYTES): Generator<Uint8Array> {
  let buffer = Buffer.allocUnsafeSlow(size);
  let fill = 0;
  for (const piece of pieces) {
    // A UTF-16 unit takes three bytes at the most.
    const bytes =
      typeof piece === 'string' && piece.length * 3 > size / 2 ? Buffer.from(piece) : piece;
    const most = typeof bytes === 'string' ? bytes.length * 3 : bytes.length;
    const large = most > size / 2;
    if (fill > 0 && (large || fill + most > size)) {
      yield buffer.subarray(0, fill);
      buffer = Buffer.allocUnsafeSlow(size);
      fill = 0;
    }
    if (typeof bytes === 'string') fill += buffer.write(bytes, fill);
    else if (large) yield bytes;
    else {
      buffer.set(bytes, fill);
      fill += bytes.length;
    }
  }
  if (fill > 0) yield buffer.subarray(0, fill);
}
