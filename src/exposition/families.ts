// The families of one body: finds the family and role of each sample's name, asking the rules once.
import type { MetricType } from '../metrics/index.ts';
import type { Arena } from './arena.ts';
import { type Bound, LE_BOUND, QUANTILE_BOUND } from './bounds.ts';
import type { DropReason } from './family.ts';
import { ForeignFamily } from './foreign.ts';
import { LabelPlan } from './label-plan.ts';
import { equalBytes, type Line } from './line.ts';
import { type Belonging, Metadata } from './metadata.ts';
import { sampleNames, snakeCase } from './names.ts';
import {
  DEFAULT_LIMITS,
  type FamilyRule,
  type Merge,
  type Rules,
  type TranslateOptions,
} from './rules.ts';
import type { SeriesTable } from './series.ts';

/** Values that a sample may have: any, none that is negative or NaN, only 1. */
export const ANY_VALUE = 0;
export const COUNT = 1;
export const ONE = 2;

/** Names remembered beyond the series budget: of families that are dropped, and of lines that are refused. */
const SPARE_NAMES = 1000;

/** What is known of a sample's name, found out when it is first seen. */
export interface SampleName {
  readonly bytes: Buffer;
  /** The family it goes to; undefined if it goes nowhere. */
  readonly family: ForeignFamily | undefined;
  /** Why it goes nowhere; undefined if a rule drops it. */
  readonly refused: DropReason | undefined;
  /** The name to write. */
  readonly out: Buffer;
  readonly renamed: boolean;
  /** What becomes of two series that a rewrite made equal; `void`: both go (quantiles). */
  readonly merge: Merge | 'void';
  /** The label that it must carry. */
  readonly bound: Bound | undefined;
  readonly dropNegative: boolean;
  /** ANY_VALUE, COUNT or ONE. */
  readonly values: number;
  /** May carry exemplars in OpenMetrics. */
  readonly exemplars: boolean;
  readonly plan: LabelPlan;
  /** Its number among the body's names. */
  readonly id: number;
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
  readonly #maxNames: number;
  readonly #names = new Map<string, SampleName>();
  /** By their ids. */
  readonly names: SampleName[] = [];
  readonly #families = new Map<string, ForeignFamily>();
  /** The names of all their samples. */
  readonly #taken = new Set<string>();
  /** Decisions by the upstream's family, so that its names share one. */
  readonly #decided = new Map<string, Decision>();

  constructor(arena: Arena, table: SeriesTable, options: TranslateOptions) {
    this.#arena = arena;
    this.#table = table;
    this.#maxNames = (options.limits?.series ?? DEFAULT_LIMITS.series) + SPARE_NAMES;
    this.metadata = new Metadata(options.format, this.#maxNames);
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
    if (this.#names.size >= this.#maxNames) return BEYOND;
    const belonging = this.metadata.belonging(text);
    const name = belonging ? this.#nameOf(text, belonging) : nowhere(text, 'bad_line');
    this.#names.set(text, name);
    return name;
  }

  /** A name of another body as this one has it; undefined if another thing becomes of its series here. */
  renewed(before: SampleName): SampleName | undefined {
    const text = before.bytes.toString('latin1');
    const name = this.#names.get(text) ?? this.#learn(text);
    const same =
      name.family &&
      name.out.equals(before.out) &&
      name.bound === before.bound &&
      name.plan.isLike(before.plan);
    return same ? name : undefined;
  }

  #nameOf(text: string, belonging: Belonging): SampleName {
    const { rule, plan, family } = this.#decide(belonging);
    if (!family) return nowhere(text, rule.drop ? undefined : 'collision');
    const out = family.name + belonging.suffix;
    const name: SampleName = {
      id: this.names.length,
      bytes: Buffer.from(text, 'latin1'),
      family,
      refused: undefined,
      plan,
      out: Buffer.from(out),
      renamed: out !== text,
      merge: mergeOf(belonging, rule, out),
      bound: boundOf(belonging),
      dropNegative: rule.dropNegative ?? false,
      values: valuesOf(belonging, rule),
      exemplars:
        belonging.suffix === '_bucket' || (family.type === 'counter' && /_total$/.test(out)),
      next: undefined,
    };
    this.names.push(name);
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

  /**
   * Several upstream families may be renamed onto one; where types differ, the later keeps its own name.
   * If that is taken as well, it has none that it could go by.
   */
  #open(belonging: Belonging, rule: FamilyRule): ForeignFamily | undefined {
    const type = rule.type ?? belonging.type;
    const own = snakeCase(belonging.family);
    for (const name of [rule.name ?? own, own]) {
      const there = this.#families.get(name);
      if (there?.type === type) return there;
      const samples = sampleNames(name, type);
      if (samples.some((sample) => this.#taken.has(sample))) continue;
      const family = this.#create(name, type, belonging, rule);
      this.#families.set(name, family);
      for (const sample of samples) this.#taken.add(sample);
      return family;
    }
    return undefined;
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

/** A name whose samples go nowhere. */
function nowhere(text: string, refused: DropReason | undefined): SampleName {
  return {
    bytes: Buffer.from(text, 'latin1'),
    family: undefined,
    refused,
    plan: NO_PLAN,
    id: -1,
    out: Buffer.alloc(0),
    renamed: false,
    merge: 'first',
    bound: undefined,
    dropNegative: false,
    values: ANY_VALUE,
    exemplars: false,
    next: undefined,
  };
}

const NO_PLAN = new LabelPlan({});
/** One name for all that are too many. */
const BEYOND = nowhere('', 'budget');

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

function valuesOf({ type: own, suffix }: Belonging, { type = own }: FamilyRule): number {
  if (type === 'info') return ONE;
  return type === 'counter' || suffix === '_bucket' || suffix === '_count' ? COUNT : ANY_VALUE;
}

function boundOf(belonging: Belonging): Bound | undefined {
  if (belonging.suffix === '_bucket') return LE_BOUND;
  return isQuantile(belonging) ? QUANTILE_BOUND : undefined;
}

function isName({ bytes }: SampleName, { bytes: line, start, nameEnd }: Line): boolean {
  return bytes.length === nameEnd - start && equalBytes(bytes, 0, line, start, bytes.length);
}
