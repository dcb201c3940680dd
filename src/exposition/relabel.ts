// Rewrites a line's name and labels from bytes to bytes; strings are made only for values that change.
import type { ArenaWriter } from './arena.ts';
import * as ch from './chars.ts';
import { escapeLabel, unescapeText } from './escape.ts';
import { equalBytes, type Line, signatureOf } from './line.ts';
import { snakeCase } from './metadata.ts';
import type { FamilyRule, LabelRule } from './rules.ts';

interface Entry {
  readonly signature: number;
  readonly name: Buffer;
  readonly out: Buffer;
  readonly renames: boolean;
  readonly rule: LabelRule;
}

/** What a family's rule does to labels, compiled; empty if every line may stay as it is. */
export class LabelPlan {
  readonly #entries: Entry[] = [];
  /** `layer="fs",…` as bytes, to stand after a line's own labels. */
  readonly added: Buffer;

  constructor(rule: FamilyRule) {
    for (const [name, labelRule] of Object.entries(rule.labels ?? {})) this.#add(name, labelRule);
    // A series that has such a label already would have it twice: ours wins.
    for (const name of Object.keys(rule.add ?? {})) this.#add(name, { drop: true });
    const pairs = Object.entries(rule.add ?? {}).map(([k, v]) => `${k}="${escapeLabel(v)}"`);
    this.added = Buffer.from(pairs.join(','));
  }

  /** The entry of a label, if anything happens to it. */
  of(line: Line, index: number): Entry | undefined {
    const signature = line.signatures[index]!;
    const start = line.spans[4 * index]!;
    for (const entry of this.#entries) {
      if (
        entry.signature === signature &&
        equalBytes(entry.name, 0, line.bytes, start, entry.name.length)
      ) {
        return entry;
      }
    }
    return undefined;
  }

  /** Whether the plan changes this line at all; a cheap look, `changes` of a rule is asked but no `map`. */
  touches(line: Line): boolean {
    if (this.added.length > 0) return true;
    if (this.#entries.length === 0) return false;
    for (let i = line.plan === this ? line.checked : 0; i < line.count; i++) {
      if (this.#touchesLabel(line, i)) {
        line.plan = this;
        line.checked = i;
        return true;
      }
    }
    line.plan = this;
    line.checked = line.count;
    return false;
  }

  #touchesLabel(line: Line, index: number): boolean {
    const entry = this.of(line, index);
    if (!entry) return false;
    const { rule } = entry;
    if (rule.drop || entry.renames) return true;
    if (!rule.map) return false;
    const { bytes, spans } = line;
    return rule.changes?.(bytes, spans[4 * index + 2]!, spans[4 * index + 3]!) ?? true;
  }

  /** Makes sure that labels with upper-case letters become snake_case; once for each name. */
  learn(line: Line): void {
    for (let i = 0; i < line.count; i++) {
      const name = line.bytes.toString('latin1', line.spans[4 * i]!, line.spans[4 * i + 1]!);
      if (snakeCase(name) === name || this.of(line, i)) continue;
      this.#add(name, {});
      line.checked = 0;
    }
  }

  #add(text: string, rule: LabelRule): void {
    const name = Buffer.from(text);
    const out = Buffer.from((rule.drop ? undefined : rule.name) ?? snakeCase(text));
    const signature = signatureOf(name, 0, name.length);
    this.#entries.push({ signature, name, out, renames: !out.equals(name), rule });
  }
}

/** Room beyond twice the line: longer names and added labels. */
const SLACK = 4096;

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
  writer.reserve(2 * (line.end - line.start) + SLACK + plan.added.length);
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
  if (plan.added.length > 0) o = writeAdded(out, o, plan.added);
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

/** Added labels are hashed as one span: they are the same for the whole family. */
function writeAdded(out: Line, at: number, added: Uint8Array): number {
  let o = at;
  out.bytes[o++] = out.count === 0 ? ch.OPEN_BRACE : ch.COMMA;
  const start = o;
  o = copy(out.bytes, o, added, 0, added.length);
  addSpan(out, start, start + 1, start, o - 1);
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
  const limit = Math.min(labelBytes, end - start + SLACK / 8);
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
