// Families to a response body, in chunks: metadata, contiguity and naming as each format wants them.
import type { MetricType } from '../metrics/index.ts';
import { escapeHelpOpenMetrics, escapeHelpText } from './escape.ts';
import type { Family, Format, Piece, Writable } from './family.ts';
import { sampleNames } from './names.ts';
import { writeText } from './text.ts';

/** The sample lines of one small family as text. */
export function linesOf(family: Family, format: Format): string {
  let text = '';
  for (const piece of family.lines(format)) {
    text += typeof piece === 'string' ? piece : Buffer.from(bytesOf(piece)).toString();
  }
  return text;
}

function bytesOf(piece: Uint8Array | Writable): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  const buffer = Buffer.allocUnsafeSlow(piece.bytes);
  return buffer.subarray(0, piece.write(buffer, 0));
}

/** Bytes of a chunk, roughly: one write to a socket. */
const CHUNK_BYTES = 64 << 10;

/**
 * Renders families in order, in chunks of some `size` bytes. A name may stand only once in an exposition: a family whose name, or the
 * name of one of whose samples, a family before it bears already is left out; `onRepeated` hears of it
 * (two components claimed the same name).
 */
export function* render(
  families: Iterable<Family>,
  format: Format,
  onRepeated: (family: Family) => void = () => {},
  size = CHUNK_BYTES,
): Generator<Uint8Array> {
  const taken = new Set<string>();
  const kept: Family[] = [];
  for (const family of families) {
    if (take(family, taken)) kept.push(family);
    else onRepeated(family);
  }
  yield* joined(format === 'text' ? asText(kept) : asOpenMetrics(kept, taken), size);
}

/** Takes the names of a family's samples, if all of them are free. */
function take({ name, type }: Family, taken: Set<string>): boolean {
  if (taken.has(name)) return false;
  if (type === 'histogram' || type === 'summary') {
    const names = sampleNames(name, type);
    if (names.some((one) => taken.has(one))) return false;
    for (const one of names) taken.add(one);
  } else taken.add(name);
  return true;
}

/** What stands before a family's lines, and these, which are asked for when it is their turn. */
interface Look {
  readonly head: Piece;
  readonly lines: Iterable<Piece>;
}

function* asText(families: readonly Family[]): Generator<Look> {
  for (const family of families) yield { head: headOf(family), lines: family.lines('text') };
}

/** HELP and TYPE of text 0.0.4, by what they were made of: hundreds of families say the same scrape after scrape. */
const heads = new WeakMap<object, Buffer>();

function headOf({ source, name, type, help }: Family): Piece {
  const known = source && heads.get(source);
  if (known) return known;
  const kind = type === 'info' ? 'gauge' : type === 'unknown' ? 'untyped' : type;
  const text = `# HELP ${name} ${escapeHelpText(help)}\n# TYPE ${name} ${kind}\n`;
  if (!source) return text;
  const made = Buffer.from(text);
  heads.set(source, made);
  return made;
}

function* asOpenMetrics(families: readonly Family[], taken: Set<string>): Generator<Look> {
  for (const family of families) {
    const { name, type } = openMetricsName(family, taken);
    let head = `# TYPE ${name} ${type}\n`;
    if (family.unit && type !== 'info' && name.endsWith(`_${family.unit}`)) {
      head += `# UNIT ${name} ${family.unit}\n`;
    }
    head += `# HELP ${name} ${escapeHelpOpenMetrics(family.help)}\n`;
    // Exemplars may stand in families of a known type only.
    yield { head, lines: family.lines(type === 'unknown' ? 'text' : 'openmetrics') };
  }
  yield { head: '# EOF\n', lines: [] };
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
export function inChunks(pieces: Iterable<Piece>, size = CHUNK_BYTES): Generator<Uint8Array> {
  return joined([{ head: '', lines: pieces }], size);
}

/** Given family by family and not piece by piece: a generator costs at each thing that it gives. */
function* joined(looks: Iterable<Look>, size: number): Generator<Uint8Array> {
  const chunks = new Chunks(size);
  for (const { head, lines } of looks) {
    chunks.add(head);
    for (const piece of lines) {
      chunks.add(piece);
      while (chunks.full.length > 0) yield chunks.full.shift()!;
    }
  }
  yield* chunks.rest();
}

/** Chunks that fill up piece by piece. */
class Chunks {
  /** Those that are full, to be taken from the front. */
  readonly full: Uint8Array[] = [];
  readonly #size: number;
  #buffer: Buffer;
  #fill = 0;

  constructor(size: number) {
    this.#size = size;
    this.#buffer = Buffer.allocUnsafeSlow(size);
  }

  add(piece: Piece): void {
    // A UTF-16 unit takes three bytes at the most.
    const most = typeof piece === 'string' ? piece.length * 3 : sizeOf(piece);
    const large = most > this.#size / 2;
    if (this.#fill > 0 && (large || this.#fill + most > this.#size)) this.#finish();
    if (large) this.full.push(typeof piece === 'string' ? Buffer.from(piece) : bytesOf(piece));
    else this.#copy(piece);
  }

  /** What has not been taken. */
  rest(): readonly Uint8Array[] {
    if (this.#fill > 0) this.full.push(this.#buffer.subarray(0, this.#fill));
    return this.full;
  }

  #finish(): void {
    this.full.push(this.#buffer.subarray(0, this.#fill));
    this.#buffer = Buffer.allocUnsafeSlow(this.#size);
    this.#fill = 0;
  }

  #copy(piece: Piece): void {
    if (typeof piece === 'string') this.#fill = writeText(this.#buffer, this.#fill, piece);
    else if (piece instanceof Uint8Array) {
      this.#buffer.set(piece, this.#fill);
      this.#fill += piece.length;
    } else this.#fill = piece.write(this.#buffer, this.#fill);
  }
}

const sizeOf = (piece: Uint8Array | Writable): number =>
  piece instanceof Uint8Array ? piece.length : piece.bytes;
