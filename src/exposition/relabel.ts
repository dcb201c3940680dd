// Rewrites a line's name and labels from bytes to bytes; strings are made only for values that change.
import type { ArenaWriter } from './arena.ts';
import * as ch from './chars.ts';
import { escapeLabel, unescapeText } from './escape.ts';
import { GROWTH, type LabelPlan } from './label-plan.ts';
import { type Line, signatureOf } from './line.ts';
import type { LabelRule } from './rules.ts';

/** Bytes of a line that are neither name nor label nor value. */
const PUNCTUATION = 8;

/**
 * Writes `line` under `name` with its labels rewritten, and describes what was written in `out`.
 * @returns whether a rewrite took something away, so that other series may have become equal to it
 */
export function relabel(
  line: Line,
  name: Uint8Array,
  plan: LabelPlan,
  writer: ArenaWriter,
  labelBytes: number,
  out: Line,
): boolean {
  // snake_case at most doubles a name.
  writer.reserve(2 * (line.end - line.start) + name.length + plan.room + PUNCTUATION);
  let lossy = false;
  let o = begin(out, writer, name);
  for (let i = 0; i < line.count; i++) {
    const entry = plan.of(line, i);
    if (entry?.rule.drop) {
      lossy = true;
      continue;
    }
    const mapped = entry && mappedValue(line, i, entry.rule, labelBytes);
    if (mapped !== undefined) lossy = true;
    if (mapped !== '') o = writeLabel(out, o, line, i, entry?.out, mapped);
  }
  for (const added of plan.added) o = writeAdded(out, o, added.bytes, added.name);
  finish(out, o, line);
  writer.fill = out.end;
  return lossy;
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

function begin(out: Line, writer: ArenaWriter, name: Uint8Array): number {
  out.bytes = writer.segment;
  out.start = writer.fill;
  out.nameEnd = copy(out.bytes, out.start, name, 0, name.length);
  out.count = 0;
  out.hashed = 0;
  return out.nameEnd;
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

/** The new value, escaped and bounded; undefined if nothing changes. */
function mappedValue(
  { bytes, spans }: Line,
  index: number,
  rule: LabelRule,
  labelBytes: number,
): string | undefined {
  if (rule.drop || !rule.map) return undefined;
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

/** A loop: the spans are short, and a native call costs more than they do. */
function copy(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let o = at;
  for (let i = start; i < end; i++) to[o++] = from[i]!;
  return o;
}
