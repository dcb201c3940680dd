// Families to a response body, in chunks: metadata, contiguity and naming as each format wants them.
import type { MetricType } from '../metrics/index.ts';
import { escapeHelpOpenMetrics, escapeHelpText } from './escape.ts';
import type { Family, Format } from './family.ts';

/** What follows the family's name in a sample's name, by OpenMetrics type: reserved for it. */
const SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  summary: ['', '_count', '_sum', '_created'],
  info: ['_info'],
  unknown: [''],
};

/**
 * Renders families in order. A family whose name came before is left out, since a name may stand
 * only once in an exposition; `onRepeated` hears of it (two components claimed the same name).
 */
export function* render(
  families: Iterable<Family>,
  format: Format,
  onRepeated: (family: Family) => void = () => {},
): Generator<Uint8Array> {
  const names = new Set<string>();
  const reserved = new Set<string>();
  for (const family of families) {
    if (names.has(family.name)) {
      onRepeated(family);
      continue;
    }
    names.add(family.name);
    yield Buffer.from(format === 'text' ? textHead(family) : openMetricsHead(family, reserved));
    yield* family.lines(format);
  }
  if (format === 'openmetrics') yield Buffer.from('# EOF\n');
}

/**
 * Joins small pieces into chunks of about `size` bytes, so that a body costs few writes; large pieces
 * are passed on without being copied.
 */
export function* inChunks(pieces: Iterable<Uint8Array>, size = 32 << 10): Generator<Uint8Array> {
  let buffer = Buffer.allocUnsafeSlow(size);
  let fill = 0;
  for (const piece of pieces) {
    const large = piece.length > size / 2;
    if (fill > 0 && (large || fill + piece.length > size)) {
      yield buffer.subarray(0, fill);
      buffer = Buffer.allocUnsafeSlow(size);
      fill = 0;
    }
    if (large) yield piece;
    else {
      buffer.set(piece, fill);
      fill += piece.length;
    }
  }
  if (fill > 0) yield buffer.subarray(0, fill);
}

function textHead({ name, type, help }: Family): string {
  const spelt = type === 'info' ? 'gauge' : type === 'unknown' ? 'untyped' : type;
  return `# HELP ${name} ${escapeHelpText(help)}\n# TYPE ${name} ${spelt}\n`;
}

function openMetricsHead(family: Family, reserved: Set<string>): string {
  const { name, type } = openMetricsName(family, reserved);
  for (const suffix of ['', ...SUFFIXES[type]]) reserved.add(name + suffix);
  let head = `# TYPE ${name} ${type}\n`;
  if (family.unit && type !== 'info' && name.endsWith(`_${family.unit}`)) {
    head += `# UNIT ${name} ${family.unit}\n`;
  }
  return `${head}# HELP ${name} ${escapeHelpOpenMetrics(family.help)}\n`;
}

/**
 * OpenMetrics names a counter's family without `_total` and an info's without `_info`. Where that name
 * is missing its suffix or is taken already (a gauge `x` beside a counter `x_total`), the family
 * keeps its full name as `unknown`, so that the series has the same name in both formats.
 */
function openMetricsName(
  { name, type }: Family,
  reserved: ReadonlySet<string>,
): { name: string; type: MetricType } {
  const suffix = type === 'counter' ? '_total' : type === 'info' ? '_info' : '';
  if (!name.endsWith(suffix)) return { name, type: 'unknown' };
  const base = suffix === '' ? name : name.slice(0, -suffix.length);
  const clashes = SUFFIXES[type].some((s) => reserved.has(base + s)) || reserved.has(base);
  return clashes ? { name, type: 'unknown' } : { name: base, type };
}
