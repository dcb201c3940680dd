// What a family's rule does to labels, compiled: which label of a line is touched, and how.
import { CLASS, UPPER } from './chars.ts';
import { escapeLabel } from './escape.ts';
import { equalBytes, type Line, signatureOf } from './line.ts';
import { snakeCase } from './names.ts';
import type { FamilyRule, LabelRule } from './rules.ts';

interface Entry {
  readonly signature: number;
  readonly name: Buffer;
  readonly out: Buffer;
  readonly renames: boolean;
  readonly rule: LabelRule;
}

/** Bytes by which a mapped value may be longer than it was; what is longer is cut. */
export const GROWTH = 512;
/** Names in camelCase remembered for one family. */
const MOST_LEARNT = 250;
/** So many do not bring a body near that. */
const FEW_LEARNT = 10;

/** What a rule says, worked out once for as long as the rule lives. */
interface Compiled {
  readonly entries: readonly Entry[];
  readonly added: LabelPlan['added'];
  readonly room: number;
}
const compiled = new WeakMap<FamilyRule, Compiled>();

/** What a family's rule does to labels, compiled; empty if every line may stay as it is. */
export class LabelPlan {
  readonly #compiled: Compiled;
  readonly #entries: Entry[];
  /** `layer="fs"` as bytes, and how long the name is; they stand after a line's own labels. */
  readonly added: readonly { readonly bytes: Buffer; readonly name: number }[];
  /** Bytes by which a line may grow, beside names in camelCase. */
  readonly room: number;
  #learnt = 0;

  constructor(rule: FamilyRule) {
    let known = compiled.get(rule);
    if (!known) {
      known = compile(rule);
      compiled.set(rule, known);
    }
    this.#compiled = known;
    // A copy, since what one body teaches must not change what becomes of the next.
    this.#entries = [...known.entries];
    this.added = known.added;
    this.room = known.room;
  }

  /**
   * Whether it does to any line what another body's plan does. One that learnt many names may come to its
   * limit, and then what becomes of a line depends on the lines before it.
   */
  isLike(other: LabelPlan): boolean {
    return this.#compiled === other.#compiled && other.#learnt <= FEW_LEARNT;
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
    this.#take(line);
    for (let i = line.checked; i < line.count; i++) {
      if (this.#touchesLabel(line, i)) {
        line.checked = i;
        return true;
      }
    }
    line.checked = line.count;
    return false;
  }

  /** What another plan found out of the line's labels does not count. */
  #take(line: Line): void {
    if (line.plan === this) return;
    line.plan = this;
    line.checked = 0;
    line.learnt = 0;
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

  /**
   * Makes sure that labels with upper-case letters become snake_case; once for each name.
   * @returns false if they are too many to remember
   */
  learn(line: Line): boolean {
    this.#take(line);
    for (let i = line.learnt; i < line.count; i++) {
      const start = line.spans[4 * i]!;
      const end = line.spans[4 * i + 1]!;
      if (!hasUpper(line.bytes, start, end) || this.of(line, i)) continue;
      if (this.#learnt++ >= MOST_LEARNT) return false;
      this.#entries.push(entryOf(line.bytes.toString('latin1', start, end), {}));
      line.checked = 0;
      line.rewritten = 0;
    }
    line.learnt = line.count;
    return true;
  }
}

function compile(rule: FamilyRule): Compiled {
  const pairs = Object.entries(rule.add ?? {}).filter(([, value]) => value !== '');
  const added = pairs.map(([name, value]) => ({
    bytes: Buffer.from(`${name}="${escapeLabel(value)}"`),
    name: Buffer.byteLength(name),
  }));
  // A series that has such a label already would have it twice: ours wins.
  const entries = pairs.map(([name]) => entryOf(name, { drop: true }));
  for (const [name, labelRule] of Object.entries(rule.labels ?? {})) {
    entries.push(entryOf(name, labelRule));
  }
  let room = 0;
  for (const { bytes } of added) room += bytes.length + 1;
  for (const { out } of entries) room += out.length + GROWTH;
  return { entries, added, room };
}

function entryOf(text: string, rule: LabelRule): Entry {
  const name = Buffer.from(text);
  const spelt = (rule.drop ? undefined : rule.name) ?? snakeCase(text);
  // `__NAME__` must not become the metric's own name.
  const out = Buffer.from(spelt === '__name__' ? '_name' : spelt);
  const signature = signatureOf(name, 0, name.length);
  return { signature, name, out, renames: !out.equals(name), rule };
}

function hasUpper(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((CLASS[bytes[i]!]! & UPPER) !== 0) return true;
  return false;
}
