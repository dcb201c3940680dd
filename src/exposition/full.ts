// A translation in full: bytes of one exposition in, clean families out, in one pass and without an object per series.
import { isUtf8 } from 'node:buffer';
import { Admission } from './admission.ts';
import { Arena, ArenaWriter } from './arena.ts';
import { type Bound, boundIndex, isSpelt, spellBound } from './bounds.ts';
import { HASH, NEWLINE } from './chars.ts';
import { AS_IT_WAS, LOSSLESS, LOSSY } from './columns.ts';
import { Comments } from './comments.ts';
import { FamilyTable, type SampleName } from './families.ts';
import type { DropReason, ForeignFamilies } from './family.ts';
import type { ForeignFamily } from './foreign.ts';
import { Line } from './line.ts';
import { effectiveLimits, Lines } from './lines.ts';
import { type LooseLine, parseLoose, spellCanonically } from './loose.ts';
import { forget, type Kept, once } from './memory.ts';
import { Outliner } from './outline.ts';
import { Recall } from './recall.ts';
import { copyWithoutComma, Relabeller } from './relabel.ts';
import type { Limits, TranslateOptions } from './rules.ts';
import * as scanner from './scanner.ts';
import { PLAIN, REWRITTEN } from './series.ts';
import { BAD, FITS, isOrdinary, judge } from './values.ts';

/** Reads every line of a body, as the translator has it; those that the last one had too are known again. */
export class FullTranslation {
  readonly #limits: Limits;
  readonly #arena = new Arena();
  readonly #lines: Lines;
  readonly #output = new ArenaWriter(this.#arena);
  readonly #admission: Admission;
  readonly #families: FamilyTable;
  readonly #comments: Comments;
  readonly #line = new Line();
  readonly #relabeller: Relabeller;
  readonly #dropped = new Map<DropReason, number>();
  readonly #options: TranslateOptions;
  readonly #before: Kept | undefined;
  readonly #recall: Recall | undefined;
  #last: SampleName | undefined;
  readonly #outliner: Outliner | undefined;

  /** @param before what the last body became, to be known again */
  constructor(options: TranslateOptions, before: Kept | undefined) {
    this.#options = options;
    this.#limits = effectiveLimits(options.limits);
    this.#relabeller = new Relabeller(this.#output, this.#limits.labelBytes);
    const { series: budget, lineBytes } = this.#limits;
    const drop = (reason: DropReason, count?: number) => this.#drop(reason, count);
    const { duplicates = true } = options;
    this.#admission = new Admission(this.#arena, { budget, duplicates, drop });
    this.#families = new FamilyTable(this.#arena, this.#admission.table, options);
    this.#lines = new Lines(
      this.#arena,
      this.#limits,
      (segment, at) => this.#readLine(segment, at),
      () => drop('line_too_long'),
    );
    const stop = () => this.#lines.stop();
    this.#comments = new Comments({ metadata: this.#families.metadata, lineBytes, drop, stop });
    this.#before = before;
    const { input } = this.#lines;
    if (options.memory) this.#outliner = new Outliner(input, this.#admission.table);
    const [families, admission, output] = [this.#families, this.#admission, this.#output];
    // Once lines have left their places they no longer stand in the order of the body.
    if (before && !before.spill) {
      this.#recall = new Recall(before, { families, admission, input, output, ...this.#limits });
    }
  }

  get wantsMore(): boolean {
    return this.#lines.wantsMore;
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(truncated = false): ForeignFamilies {
    const { tooLarge } = this.#lines;
    if (!truncated && !tooLarge) this.#lines.finish();
    const { ended } = this.#families.metadata;
    const incomplete = !ended && (truncated || tooLarge || this.#options.format === 'openmetrics');
    let families = this.#families.all.filter((family) => family.series > 0);
    if (incomplete) {
      const last = this.#last?.family;
      families = families.filter((family) => family !== last);
      // At least 1, so that a body cut before its first sample is seen as well.
      this.#drop(tooLarge ? 'body_too_large' : 'truncated', Math.max(1, last?.series ?? 0));
    }
    const series = families.reduce((sum, family) => sum + family.series, 0);
    if (this.#before) forget(this.#before);
    const result = { families, series, dropped: this.#dropped };
    return { ...result, release: once(() => this.#release(families, series)) };
  }

  #release(families: readonly ForeignFamily[], series: number): void {
    this.#arena.release();
    const { names, metadata } = this.#families;
    const outline = this.#dropped.size === 0 ? this.#outliner?.outline : undefined;
    const kept = { arena: this.#arena, table: this.#admission.table, names, outline };
    const { memory } = this.#options;
    const result = { families, series, ended: metadata.ended };
    if (memory) memory.keep({ ...kept, ...result, options: this.#options, spill: undefined });
    else forget(kept);
  }

  /** Reads the line at `at`; gives where the next one starts. */
  #readLine(segment: Buffer, at: number): number {
    const outliner = this.#outliner;
    if (!outliner) return this.#read(segment, at);
    outliner.begin();
    const end = this.#read(segment, at);
    outliner.note(segment[at]!, at, end - at);
    return end;
  }

  #read(segment: Buffer, at: number): number {
    const first = segment[at]!;
    if (first === NEWLINE) return at + 1;
    if (first === HASH) return this.#comments.read(segment, at);
    const recall = this.#recall;
    const next = recall ? recall.read(segment, at) : 0;
    if (next > 0) {
      this.#last = recall!.name;
      return next;
    }
    const { labels, labelBytes, lineBytes } = this.#limits;
    const line = this.#line;
    const verdict = scanner.scan(line, segment, at, labels, labelBytes);
    if (verdict !== scanner.CANONICAL) {
      const end = segment.indexOf(NEWLINE, at);
      if (end - at > lineBytes) this.#drop('line_too_long');
      else if (verdict === scanner.LOOSE) this.#respell(segment.subarray(at, end));
      else this.#drop(verdict === scanner.LABEL_TOO_LONG ? 'label_too_long' : 'too_many_labels');
      return end + 1;
    }
    const end = line.end;
    if (end - 1 - at > lineBytes) this.#drop('line_too_long');
    else if (line.trailingComma >= 0) this.#sampleWithoutComma(line);
    else this.#sample(line, this.#lines.input, undefined);
    return end;
  }

  /** The slow path: any legal spelling becomes the canonical one, and goes the same way as the others. */
  #respell(bytes: Buffer): void {
    if (!isUtf8(bytes)) {
      this.#drop('bad_line');
      return;
    }
    const text = bytes.toString('utf8');
    if (/^\s*(#|$)/.test(text)) {
      this.#comments.take(text.trimStart());
      return;
    }
    const parsed = parseLoose(text, this.#options.format);
    if (typeof parsed === 'string') this.#drop(parsed);
    else this.#canonical(parsed);
  }

  #canonical(parsed: LooseLine): void {
    const spelt = spellCanonically(parsed);
    const output = this.#output;
    output.reserve(Buffer.byteLength(spelt));
    const at = output.fill;
    output.fill += output.segment.write(spelt, at);
    const { labels, labelBytes } = this.#limits;
    const verdict = scanner.scan(this.#line, output.segment, at, labels, labelBytes);
    if (verdict === scanner.CANONICAL) this.#sample(this.#line, output, parsed.exemplar);
    else if (verdict === scanner.LABEL_TOO_LONG) this.#drop('label_too_long');
    else this.#drop(verdict === scanner.TOO_MANY_LABELS ? 'too_many_labels' : 'bad_line');
  }

  /** The old Java client's only oddity, on every one of its lines: not worth a string. */
  #sampleWithoutComma(line: Line): void {
    const at = copyWithoutComma(line, this.#output);
    const { labels, labelBytes } = this.#limits;
    scanner.scan(line, this.#output.segment, at, labels, labelBytes);
    this.#sample(line, this.#output, undefined);
  }

  /** A canonical line, in the segment that `where` writes to. */
  #sample(line: Line, where: ArenaWriter, exemplar: string | undefined): void {
    const name = this.#families.sampleName(line, this.#last);
    this.#last = name;
    const { family } = name;
    if (!family) {
      if (name.refused) this.#drop(name.refused);
      else this.#outliner?.leftOut(where, line.keyEnd - line.start);
      return;
    }
    const verdict = isOrdinary(name, line.bytes[line.valueStart]!) ? FITS : judge(name, line);
    if (verdict !== FITS) {
      if (verdict === BAD) this.#drop('bad_line');
      // With another value it may be admitted: all of it must stay as it is.
      else this.#outliner?.leftOut(where, line.end - line.start);
      return;
    }
    if (name.bound && !this.#hasBound(line, name.bound, exemplar)) return;
    if (line.upperLabel && !name.plan.learn(line)) this.#drop('too_many_labels');
    else if (name.renamed || name.plan.touches(line)) this.#rewrite(name, line, where, exemplar);
    else if (this.#admission.admit(name, line, where, PLAIN, exemplar))
      this.#note(name, line, where, AS_IT_WAS);
  }

  /** Notes of the series that was just admitted what the next body's translation may want to know. */
  #note(name: SampleName, line: Line, where: ArenaWriter, how: number): void {
    if (!this.#options.memory) return;
    const { table } = this.#admission;
    this.#recall?.follow(table.hashOf(table.size - 1));
    if (where !== this.#lines.input) return;
    where.kept = true;
    table.noteOrigin(where.position(line.start), line.keyEnd - line.start, name.id, how);
  }

  /** Whether the line carries its bound in the right spelling; respells or refuses it otherwise. */
  #hasBound(line: Line, bound: Bound, exemplar: string | undefined): boolean {
    const index = boundIndex(line, bound);
    if (index >= 0 && isSpelt(line, index, bound)) return true;
    const parsed = parseLoose(
      line.bytes.toString('utf8', line.start, line.end - 1),
      this.#options.format,
    );
    const label = typeof parsed === 'string' ? undefined : parsed.labels[index];
    const spelt = label && spellBound(label[1], bound);
    if (typeof parsed === 'string' || !spelt) this.#drop('bad_line');
    else {
      label[1] = spelt;
      this.#canonical({ ...parsed, exemplar: exemplar ?? '' });
    }
    return false;
  }

  #rewrite(name: SampleName, line: Line, where: ArenaWriter, exemplar: string | undefined): void {
    const relabeller = this.#relabeller;
    const lossy = relabeller.write(line, name.out, name.plan);
    const written = relabeller.out;
    const repeats = scanner.repeatsLabel(written);
    if (repeats) this.#drop('bad_line');
    const state = lossy ? REWRITTEN : PLAIN;
    if (repeats || !this.#admission.admit(name, written, this.#output, state, exemplar))
      relabeller.takeBack();
    else this.#note(name, line, where, lossy ? LOSSY : LOSSLESS);
  }

  #drop(reason: DropReason, count = 1): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + count);
  }
}
