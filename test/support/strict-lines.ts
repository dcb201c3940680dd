// The lines of an exposition body, one by one: slow and simple, so that the strict checker is easy to believe.

export type Format = 'text' | 'openmetrics';

export interface MetaLine {
  readonly kind: 'HELP' | 'TYPE' | 'UNIT';
  readonly name: string;
  readonly text: string;
}

export interface SampleLine {
  readonly kind: 'sample';
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
  /** What follows the value: a timestamp. */
  readonly timestamp: string;
  /** What follows ` # `, as it stands. */
  readonly exemplar: string | undefined;
}

/** A line that breaks the grammar: the rule and why. */
export interface BadLine {
  readonly kind: 'bad';
  readonly rule: 'line' | 'escape' | 'trailing-comma';
  readonly why: string;
}

export type Line = MetaLine | SampleLine | BadLine | { readonly kind: 'EOF' };

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*/;
const NUMBER = /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]Inf)$/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', '"': '"' };

class Broken extends Error {
  readonly rule: BadLine['rule'];
  constructor(rule: BadLine['rule'], why: string) {
    super(why);
    this.rule = rule;
  }
}

export function parseLine(line: string, format: Format): Line {
  try {
    if (line === '# EOF') return { kind: 'EOF' };
    return line.startsWith('#') ? parseMeta(line, format) : parseSample(line);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { kind: 'bad', rule: error.rule, why: error.message };
  }
}

/** A number as both formats spell it; undefined if it is none. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  return Number(text.replace('Inf', 'Infinity'));
}

function parseMeta(line: string, format: Format): MetaLine {
  const match = /^# (HELP|TYPE|UNIT) (\S+) (.*)$/s.exec(line);
  if (!match) throw new Broken('line', 'a comment that is neither HELP, TYPE nor UNIT');
  const [, kind, name, text] = match as unknown as [string, MetaLine['kind'], string, string];
  if (NAME.exec(name)?.[0] !== name) throw new Broken('line', `${name} is no metric name`);
  if (kind === 'UNIT' && format === 'text') throw new Broken('line', 'UNIT is OpenMetrics');
  if (kind !== 'HELP') return { kind, name, text };
  return { kind, name, text: unescaped(text, format === 'openmetrics' ? '\\n"' : '\\n') };
}

function parseSample(line: string): SampleLine {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) throw new Broken('line', 'no metric name at its start');
  let at = name.length;
  const labels: [string, string][] = [];
  if (line[at] === '{') {
    at = parseLabels(line, at + 1, labels);
  }
  if (line[at] !== ' ') throw new Broken('line', `a single space is missing at column ${at + 1}`);
  const rest = line.slice(at + 1);
  const hash = rest.indexOf(' # ');
  const [number = '', timestamp = '', ...more] = (hash < 0 ? rest : rest.slice(0, hash)).split(' ');
  const value = parseNumber(number);
  if (value === undefined) throw new Broken('line', `${JSON.stringify(number)} is no number`);
  if (more.length > 0) throw new Broken('line', 'something follows the timestamp');
  const exemplar = hash < 0 ? undefined : rest.slice(hash + 3);
  return { kind: 'sample', name, labels, value, timestamp, exemplar };
}

/** Reads from behind `{`; returns the index behind `}`. */
function parseLabels(line: string, start: number, labels: [string, string][]): number {
  if (line[start] === '}') throw new Broken('line', 'empty braces');
  for (let at = start; ; ) {
    const name = LABEL.exec(line.slice(at))?.[0];
    if (name === undefined) throw new Broken('line', `no label name at column ${at + 1}`);
    at += name.length;
    if (line.slice(at, at + 2) !== '="') throw new Broken('line', `no =" after label ${name}`);
    const end = closingQuote(line, at + 2);
    labels.push([name, unescaped(line.slice(at + 2, end), '\\n"')]);
    at = end + 1;
    if (line[at] === '}') return at + 1;
    if (line[at] !== ',') throw new Broken('line', `no comma or brace after label ${name}`);
    at += 1;
    if (line[at] === '}') throw new Broken('trailing-comma', 'a comma before the closing brace');
  }
}

function closingQuote(line: string, start: number): number {
  for (let at = start; at < line.length; at++) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at;
  }
  throw new Broken('line', 'a label value without its closing quote');
}

function unescaped(text: string, allowed: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      out += text[at];
      continue;
    }
    at += 1;
    const escaped = text[at] ?? '';
    if (escaped === '' || !allowed.includes(escaped)) {
      throw new Broken('escape', `\\${escaped} is no escape here`);
    }
    out += ESCAPES[escaped];
  }
  return out;
}
