// A second, slow translator: plain objects, regular expressions, no bytes. The fast one must agree with it.
import type { FamilyRule, Rules } from '../../src/exposition/index.ts';
import type { MetricType } from '../../src/metrics/index.ts';

export interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  value: number;
  rewritten: boolean;
  void: boolean;
}

/** Families by name, each with its series by name and sorted labels. */
export type Translation = Map<string, { type: MetricType; series: Map<string, Series> }>;

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Translates a well-formed text exposition of canonical lines; series may come in any order. */
export function translateSlowly(body: string, rules: Rules): Translation {
  const types = new Map(
    [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
  const out: Translation = new Map();
  const targets = new Map<string, string>();
  for (const line of body.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const { name, labels, value } = parse(line);
    const { family, suffix, type } = ownerOf(name, types);
    const rule = rules(family, type);
    if (rule.drop || (rule.dropNegative && value < 0)) continue;
    const target = targets.get(family) ?? choose(out, family, type, rule);
    targets.set(family, target);
    if (target === '') continue;
    add(out.get(target)!, target + suffix, suffix, labels, value, type, rule);
  }
  for (const [name, { series }] of out) {
    for (const [key, one] of series) if (one.void) series.delete(key);
    if (series.size === 0) out.delete(name);
  }
  return out;
}

/** Reads one canonical line. */
export function parse(line: string): { name: string; labels: [string, string][]; value: number } {
  const [, name = '', inner = '', number = ''] = /^([^{ ]+)(?:\{(.*)\})? (\S+)$/s.exec(line) ?? [];
  const labels: [string, string][] = [];
  for (const [, label = '', raw = ''] of inner.matchAll(/([^=,]+)="((?:[^"\\]|\\.)*)"/gs)) {
    labels.push([label, JSON.parse(`"${escapeControls(raw)}"`) as string]);
  }
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
}

const escapeControls = (raw: string): string =>
  [...raw]
    .map((c) => (c < ' ' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c))
    .join('');

function ownerOf(name: string, types: ReadonlyMap<string, string>) {
  for (const [family, type] of types) {
    for (const suffix of SUFFIXES[type] ?? ['']) {
      if (family + suffix !== name) continue;
      return { family, suffix, type: (type === 'untyped' ? 'unknown' : type) as MetricType };
    }
  }
  return { family: name, suffix: '', type: 'unknown' as MetricType };
}

/** Where types differ the later family keeps its own name; if that is taken too, it goes nowhere. */
function choose(out: Translation, family: string, type: MetricType, rule: FamilyRule): string {
  const free = (name: string) => !out.has(name) || out.get(name)!.type === type;
  const name = [rule.name ?? family, family].find(free) ?? '';
  if (!out.has(name)) out.set(name, { type, series: new Map() });
  return name;
}

function add(
  family: { series: Map<string, Series> },
  name: string,
  suffix: string,
  from: readonly (readonly [string, string])[],
  value: number,
  type: MetricType,
  rule: FamilyRule,
): void {
  const { labels, rewritten } = relabelled(from, rule);
  const key = JSON.stringify([name, [...labels].sort()]);
  const there = family.series.get(key);
  if (!there) {
    family.series.set(key, { name, labels, value, rewritten, void: false });
    return;
  }
  if (!there.rewritten && !rewritten) return;
  if (type === 'summary' && suffix === '') there.void = true;
  else if (type === 'counter' || suffix !== '' || rule.merge === 'sum') there.value += value;
  else if (rule.merge === 'max') there.value = Math.max(there.value, value);
  else return;
  there.rewritten = true;
}

function relabelled(from: readonly (readonly [string, string])[], rule: FamilyRule) {
  let rewritten = false;
  const labels = new Map<string, string>();
  for (const [name, value] of from) {
    const labelRule = rule.labels?.[name];
    const gone = labelRule?.drop || rule.add?.[name] !== undefined;
    const kept = labelRule?.drop ? undefined : labelRule;
    const mapped = kept?.map?.(value) ?? value;
    rewritten ||= gone || mapped !== value;
    if (!gone && mapped !== '') labels.set(kept?.name ?? name, mapped);
  }
  for (const [name, value] of Object.entries(rule.add ?? {})) labels.set(name, value);
  return { labels, rewritten };
}
