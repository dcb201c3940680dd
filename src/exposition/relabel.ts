// Rewrites a line's name and labels from bytes to bytes; strings are made only for values that change.
import type { ArenaWriter } from './arena.ts';
import * as ch from './chars.ts';
import { escapeLabel, unescapeText } from './escape.ts';
import { GROWTH, type LabelPlan } from './label-plan.ts';
import { Line, MAX_LABELS, signatureOf } from './line.ts';
import type { LabelRule } from './rules.ts';

/** Bytes of a line that are neither name nor label nor value. */
const PUNCTUATION = 8;

/** Rewrites one line after the other; what neighbours have in common is rewritten once and then copied. */
export class Relabeller {
  readonly #writer: ArenaWriter;
  readonly #labelBytes: number;
  /** What was written last. */
  readonly out = new Line();
  /** By the labels of the line that it came from: the end of what it became, relative to the name's… */
  readonly #ends = new Int32Array(MAX_LABELS);
  /** … how many labels were written up to there, and whether something was taken away. */
  readonly #counts = new Int32Array(MAX_LABELS);
  readonly #losses = new Uint8Array(MAX_LABELS);
  #plan: LabelPlan | undefined;

  constructor(writer: ArenaWriter, labelBytes: number) {
    this.#writer = writer;
    this.#labelBytes = labelBytes;
  }

  /**
   * Writes `line` under `name` with its labels rewritten, and describes what was written in `out`.
   * @returns whether a rewrite took something away, so that other series may have become equal to it
   */
  write(line: Line, name: Buffer, plan: LabelPlan): boolean {
    const { out } = this;
    const kept = this.#plan === plan ? line.rewritten : 0;
    // snake_case at most doubles a name.
    this.#writer.reserve(2 * (line.end - line.start) + name.length + plan.room + PUNCTUATION);
    let o = this.#begin(name, kept);
    let lossy = kept > 0 && this.#losses[kept - 1] === 1;
    for (let i = kept; i < line.count; i++) {
      const entry = plan.of(line, i);
      const mapped = entry && mappedValue(line, i, entry.rule, this.#labelBytes);
      if (mapped !== undefined) lossy = true;
      if (mapped !== '')
        o = this.#label(o, line, i, entry?.renames ? entry.out : undefined, mapped);
      this.#ends[i] = o - out.nameEnd;
      this.#counts[i] = out.count;
      this.#losses[i] = lossy ? 1 : 0;
    }
    this.#plan = plan;
    line.rewritten = line.count;
    for (const added of plan.added) o = writeAdded(out, o, added.bytes, added.name);
    finish(out, o, line);
    this.#writer.fill = out.end;
    return lossy;
  }

  /** Gives back the room of the line written last. */
  takeBack(): void {
    this.#writer.fill = this.out.start;
    // Something else may be written over it.
    this.#plan = undefined;
  }

  /** Writes the name and what the first `kept` labels became the last time; gives where that ends. */
  #begin(name: Buffer, kept: number): number {
    const { out } = this;
    const { segment, view, fill } = this.#writer;
    const before = out.nameEnd;
    const nameEnd = copy(segment, fill, name, 0, name.length);
    out.hashed = kept > 0 ? Math.min(out.hashed, this.#counts[kept - 1]!) : 0;
    out.count = kept > 0 ? this.#counts[kept - 1]! : 0;
    const length = kept > 0 ? this.#ends[kept - 1]! : 0;
    copyWords(view, nameEnd, out.view, before, length);
    const delta = nameEnd - before;
    for (let s = 4 * out.count - 1; s >= 0; s--) out.spans[s]! += delta;
    out.bytes = segment;
    out.view = view;
    out.start = fill;
    out.nameEnd = nameEnd;
    return nameEnd + length;
  }

  #label(
    at: number,
    line: Line,
    index: number,
    newName: Buffer | undefined,
    newValue: string | undefined,
  ): number {
    const { out } = this;
    if (newName || newValue !== undefined)
      return writeLabel(out, at, line, index, newName, newValue);
    const s = 4 * index;
    const from = line.spans[s]!;
    const length = line.spans[s + 3]! + 1 - from;
    out.bytes[at] = out.count === 0 ? ch.OPEN_BRACE : ch.COMMA;
    copyWords(out.view, at + 1, line.view, from, length);
    const delta = at + 1 - from;
    const n = 4 * out.count;
    for (let i = 0; i < 4; i++) out.spans[n + i] = line.spans[s + i]! + delta;
    out.signatures[out.count++] = line.signatures[index]!;
    return at + 1 + length;
  }
}

/** Copies a line as it is, without the comma at `line.trailingComma`. */
export function copyWithoutComma(line: Line, writer: ArenaWriter): number {
  const { bytes, start, end, trailingComma } = line;
  writer.reserve(end - start);
  const at = writer.fill;
  bytes.copy(writer.segment, at, start, trailingComma);
  bytes.copy(writer.segment, at + trailingComma - start, trailingComma + 1, end);
  writer.fill = at + end - start - 1;
  return at;
}

function writeLabel(
  out: Line,
  at: number,
  line: Line,
  index: number,
  newName: Uint8Array | undefined,
  newValue: string | undefined,
): number {
  const { bytes, spans } = line;
  const s = 4 * index;
  const target = out.bytes;
  let o = at;
  target[o++] = out.count === 0 ? ch.OPEN_BRACE : ch.COMMA;
  const name = o;
  if (newName) o = copy(target, o, newName, 0, newName.length);
  else o = copy(target, o, bytes, spans[s]!, spans[s + 1]!);
  const nameEnd = o;
  target[o++] = ch.EQUALS;
  target[o++] = ch.QUOTE;
  const value = o;
  if (newValue === undefined) o = copy(target, o, bytes, spans[s + 2]!, spans[s + 3]!);
  else o += target.write(newValue, o);
  addSpan(out, name, nameEnd, value, o);
  target[o++] = ch.QUOTE;
  return o;
}

function writeAdded(out: Line, at: number, added: Uint8Array, name: number): number {
  let o = at;
  out.bytes[o++] = out.count === 0 ? ch.OPEN_BRACE : ch.COMMA;
  const start = o;
  o = copy(out.bytes, o, added, 0, added.length);
  addSpan(out, start, start + name, start + name + 2, o - 1);
  return o;
}

function addSpan(out: Line, name: number, nameEnd: number, value: number, valueEnd: number): void {
  const n = out.count++;
  out.spans[4 * n] = name;
  out.spans[4 * n + 1] = nameEnd;
  out.spans[4 * n + 2] = value;
  out.spans[4 * n + 3] = valueEnd;
  out.signatures[n] = signatureOf(out.bytes, name, nameEnd);
}

function finish(out: Line, at: number, line: Line): void {
  const target = out.bytes;
  let o = at;
  if (out.count > 0) target[o++] = ch.CLOSE_BRACE;
  out.keyEnd = o;
  target[o++] = ch.SPACE;
  out.valueStart = o;
  o = copy(target, o, line.bytes, line.valueStart, line.valueEnd);
  out.valueEnd = o;
  target[o++] = ch.NEWLINE;
  out.end = o;
}

/** The new value, escaped and bounded; undefined if nothing changes, empty if the label goes. */
function mappedValue(
  { bytes, spans }: Line,
  index: number,
  rule: LabelRule,
  labelBytes: number,
): string | undefined {
  if (rule.drop) return '';
  if (!rule.map) return undefined;
  const start = spans[4 * index + 2]!;
  const end = spans[4 * index + 3]!;
  if (rule.changes && !rule.changes(bytes, start, end)) return undefined;
  const raw = bytes.toString('utf8', start, end);
  const value = raw.includes('\\') ? unescapeText(raw) : raw;
  const mapped = rule.map(value);
  if (mapped === value) return undefined;
  const limit = Math.min(labelBytes, end - start + GROWTH);
  return escapeLabel(Buffer.byteLength(mapped) * 2 > limit ? shorten(mapped, limit) : mapped);
}

/** Cuts whole characters so that even fully escaped the text fits into `limit` bytes. */
function shorten(text: string, limit: number): string {
  let size = 0;
  let kept = '';
  for (const char of text) {
    size += Buffer.byteLength(escapeLabel(char));
    if (size > limit) break;
    kept += char;
  }
  return kept;
}

/** Copies between places that do not overlap. */
export function copyWords(
  to: DataView,
  at: number,
  from: DataView,
  start: number,
  length: number,
): void {
  const words = length - 3;
  let i = 0;
  for (; i < words; i += 4) to.setInt32(at + i, from.getInt32(start + i));
  for (; i < length; i++) to.setInt8(at + i, from.getInt8(start + i));
}

/** A loop: the spans are short, and a native call costs more than they do. */
function copy(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let o = at;
  for (let i = start; i < end; i++) to[o++] = from[i]!;
  return o;
}
