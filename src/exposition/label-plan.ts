// What a family's rule does to labels, compiled: which label of a line is touched, and how.
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
/** What a family's rule does to labels, compiled; empty if every line may stay as it is. */
export class LabelPlan {
  readonly #entries: Entry[] = [];
  /** `layer="fs"` as bytes, and how long the name is; they stand after a line's own labels. */
  readonly added: readonly { readonly bytes: Buffer; readonly name: number }[];
  /** Bytes by which a line may grow, beside names in camelCase. */
  room = 0;
  #learnt = 0;

  constructor(rule: FamilyRule) {
    const added = Object.entries(rule.add ?? {}).filter(([, value]) => value !== '');
    this.added = added.map(([name, value]) => ({
      bytes: Buffer.from(`${name}="${escapeLabel(value)}"`),
      name: Buffer.byteLength(name),
    }));
    for (const { bytes } of this.added) this.room += bytes.length + 1;
    // A series that has such a label already would have it twice: ours wins.
    for (const [name] of added) this.#add(name, { drop: true });
    for (const [name, labelRule] of Object.entries(rule.labels ?? {})) this.#add(name, labelRule);
    for (const { out } of this.#entries) this.room += out.length + GROWTH;
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

  /**
   * Makes sure that labels with upper-case letters become snake_case; once for each name.
   * @returns false if they are too many to remember
   */
  learn(line: Line): boolean {
    for (let i = 0; i < line.count; i++) {
      const name = line.bytes.toString('latin1', line.spans[4 * i]!, line.spans[4 * i + 1]!);
      if (snakeCase(name) === name || this.of(line, i)) continue;
      if (this.#learnt++ >= MOST_LEARNT) return false;
      this.#add(name, {});
      line.checked = 0;
    }
    return true;
  }

  #add(text: string, rule: LabelRule): void {
    const name = Buffer.from(text);
    const spelt = (rule.drop ? undefined : rule.name) ?? snakeCase(text);
    // `__NAME__` must not become the metric's own name.
    const out = Buffer.from(spelt === '__name__' ? '_name' : spelt);
    const signature = signatureOf(name, 0, name.length);
    this.#entries.push({ signature, name, out, renames: !out.equals(name), rule });
  }
}
