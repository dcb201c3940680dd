// The families of one body: finds the family and role of each sample's name, asking the rules once.
import type { MetricType } from '../metrics/index.ts';
import type { Arena } from './arena.ts';
import { type Bound, LE_BOUND, QUANTILE_BOUND } from './bounds.ts';
import { ForeignFamily } from './foreign.ts';
import { equalBytes, type Line } from './line.ts';
import { type Belonging, Metadata, snakeCase } from './metadata.ts';
import { LabelPlan } from './relabel.ts';
import type { FamilyRule, Merge, Rules, TranslateOptions } from './rules.ts';
import type { SeriesTable } from './series.ts';

/** What is known of a sample's name, found out when it is first seen. */
export interface SampleName {
  readonly bytes: Buffer;
  /** The family it goes to; undefined if a rule drops it. */
  readonly family: ForeignFamily | undefined;
  /** The name to write. */
  readonly out: Buffer;
  readonly renamed: boolean;
  /** What becomes of two series that a rewrite made equal; `void`: both go (quantiles). */
  readonly merge: Merge | 'void';
  /** The label that it must carry. */
  readonly bound: Bound | undefined;
  readonly dropNegative: boolean;
  readonly plan: LabelPlan;
  /** The name that followed it last time: most often the next one. */
  next: SampleName | undefined;
}

interface Decision {
  readonly rule: FamilyRule;
  readonly plan: LabelPlan;
  readonly family: ForeignFamily | undefined;
}

/** All names and families of one body. */
export class FamilyTable {
  readonly metadata: Metadata;
  readonly #arena: Arena;
  readonly #table: SeriesTable;
  readonly #rules: Rules;
  readonly #help: (name: string) => string;
  readonly #names = new Map<string, SampleName>();
  readonly #families = new Map<string, ForeignFamily>();
  /** Decisions by the upstream's family, so that its names share one. */
  readonly #decided = new Map<string, Decision>();

  constructor(arena: Arena, table: SeriesTable, options: TranslateOptions) {
    this.#arena = arena;
    this.#table = table;
    this.metadata = new Metadata(options.format);
    this.#rules = options.rules ?? (() => ({}));
    this.#help = options.help ?? ((name) => `${name}, for which the upstream gives no help.`);
  }

  get all(): ForeignFamily[] {
    return [...this.#families.values()];
  }

  /** The name of a line; `last` is the line before's. No string is made for a name seen before. */
  sampleName(line: Line, last: SampleName | undefined): SampleName {
    if (last) {
      const guess = last.next;
      if (guess && isName(guess, line)) return guess;
      if (isName(last, line)) {
        last.next = last;
        return last;
      }
    }
    const text = line.bytes.toString('latin1', line.start, line.nameEnd);
    const known = this.#names.get(text) ?? this.#learn(text);
    if (last) last.next = known;
    return known;
  }

  #learn(text: string): SampleName {
    const belonging = this.metadata.belonging(text);
    const { rule, plan, family } = this.#decide(belonging);
    const out = family ? family.name + belonging.suffix : '';
    const name: SampleName = {
      bytes: Buffer.from(text, 'latin1'),
      family,
      plan,
      out: Buffer.from(out),
      renamed: out !== text,
      merge: mergeOf(belonging, rule, out),
      bound: boundOf(belonging),
      dropNegative: rule.dropNegative ?? false,
      next: undefined,
    };
    this.#names.set(text, name);
    return name;
  }

  #decide(belonging: Belonging): Decision {
    const known = this.#decided.get(belonging.family);
    if (known) return known;
    const rule: FamilyRule = belonging.created
      ? { drop: true }
      : this.#rules(belonging.family, belonging.type);
    const family = rule.drop ? undefined : this.#open(belonging, rule);
    const decision = { rule, plan: new LabelPlan(rule), family };
    this.#decided.set(belonging.family, decision);
    return decision;
  }

  /** Several upstream families may be renamed onto one; where types differ, the later keeps its own name. */
  #open(belonging: Belonging, rule: FamilyRule): ForeignFamily {
    const type = rule.type ?? belonging.type;
    const own = snakeCase(belonging.family);
    for (const name of [rule.name ?? own, own]) {
      const there = this.#families.get(name);
      if (there?.type === type) return there;
      if (there) continue;
      const family = this.#create(name, type, belonging, rule);
      this.#families.set(name, family);
      return family;
    }
    // Both names are taken by families of another type: the series go there, the first type stands.
    return this.#families.get(own)!;
  }

  #create(name: string, type: MetricType, belonging: Belonging, rule: FamilyRule): ForeignFamily {
    return new ForeignFamily(this.#arena, this.#table, {
      name,
      type,
      help: rule.help ?? (belonging.help || this.#help(belonging.family)),
      unit: rule.unit ?? (belonging.unit || undefined),
    });
  }
}

/** How series of one name become one: quantiles cannot, gauges only as their rule says, the rest adds. */
function mergeOf(belonging: Belonging, rule: FamilyRule, out: string): SampleName['merge'] {
  if (isQuantile(belonging)) return 'void';
  const type = rule.type ?? belonging.type;
  if (type === 'counter' || belonging.suffix !== '') return 'sum';
  return rule.merge ?? (out.endsWith('_max') ? 'max' : 'first');
}

function isQuantile({ type, suffix }: Belonging): boolean {
  return type === 'summary' && suffix === '';
}

function boundOf(belonging: Belonging): Bound | undefined {
  if (belonging.suffix === '_bucket') return LE_BOUND;
  return isQuantile(belonging) ? QUANTILE_BOUND : undefined;
}

function isName({ bytes }: SampleName, { bytes: line, start, nameEnd }: Line): boolean {
  return bytes.length === nameEnd - start && equalBytes(bytes, 0, line, start, bytes.length);
}
