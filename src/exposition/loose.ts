// Parses a sample line in any spelling that the formats allow, and respells it canonically.
import { escapeLabel, formatValue, unescapeText } from './escape.ts';
import type { DropReason, Format } from './family.ts';
import { MAX_LABELS } from './line.ts';
import { legalMetric } from './metadata.ts';

/** A line parsed into strings: the slow path, for what the scanner does not pass. */
export interface LooseLine {
  readonly name: string;
  /** Unescaped, without those whose value is empty: to Prometheus an empty label is no label. */
  readonly labels: [name: string, value: string][];
  readonly value: number;
  /** As written, if it is a plain number: respelling would change digits that mean nothing. */
  readonly valueText: string;
  /** ` # {…} 0.5 1600000000.1` of OpenMetrics. */
  readonly exemplar: string | undefined;
}

/** Splits a line without its newline; refuses with the reason. Timestamps are read and left out. */
export function parseLoose(text: string, format: Format): LooseLine | DropReason {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  const cursor = new Cursor(line);
  cursor.blanks();
  let name = cursor.take(METRIC_NAME);
  const labels: [string, string][] = [];
  cursor.blanks();
  if (cursor.skip('{')) {
    const quoted = readLabels(cursor, labels);
    if (quoted === false || (quoted !== undefined && name !== '')) return 'bad_line';
    // More would be refused by the scanner as well, but only after a look at every pair of them.
    if (labels.length > MAX_LABELS) return 'too_many_labels';
    name ||= quoted ?? '';
  }
  if (name === '' || new Set(labels.map(([label]) => label)).size < labels.length) {
    return 'bad_line';
  }
  cursor.blanks();
  const valueText = cursor.take(TOKEN);
  const value = parseValue(valueText);
  if (value === undefined) return 'bad_line';
  const rest = cursor.rest().trim();
  const [timestamp = '', exemplar] = format === 'openmetrics' ? splitExemplar(rest) : [rest];
  if (!TIMESTAMP.test(timestamp) || (exemplar !== undefined && !EXEMPLAR.test(exemplar))) {
    return 'bad_line';
  }
  return {
    name,
    labels: labels.filter(([, v]) => v !== ''),
    value,
    valueText: PLAIN_NUMBER.test(valueText) ? valueText : formatValue(value),
    exemplar: exemplar === undefined ? undefined : ` ${exemplar}`,
  };
}

/** The one spelling that is passed on, with its newline and without the exemplar. */
export function spellCanonically({ name, labels, valueText }: LooseLine): string {
  const pairs = labels.map(([label, value]) => `${label}="${escapeLabel(value)}"`).join(',');
  return `${name}${pairs === '' ? '' : `{${pairs}}`} ${valueText}\n`;
}

const METRIC_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const TOKEN = /[^ \t]+/y;
const QUOTED = /"((?:[^"\\]|\\[\\"n])*)"/y;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const TIMESTAMP = /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)?$/;
const EXEMPLAR =
  /^# \{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*")*)?\} \S+( \S+)?$/;

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  blanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
  }

  skip(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  /** What a sticky pattern matches here, its first group if it has one; empty if nothing. */
  take(pattern: RegExp): string {
    return this.match(pattern) ?? '';
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return found[1] ?? found[0];
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }
}

/** Reads up to `}`; gives the metric's name if it stands among the labels in quotes, false if broken. */
function readLabels(cursor: Cursor, labels: [string, string][]): string | undefined | false {
  let metric: string | undefined;
  for (;;) {
    cursor.blanks();
    if (cursor.skip('}')) return metric;
    const quoted = cursor.match(QUOTED);
    const name = quoted === undefined ? cursor.take(LABEL_NAME) : unescapeText(quoted);
    cursor.blanks();
    if (cursor.skip('=')) {
      cursor.blanks();
      const value = cursor.match(QUOTED);
      if (name === '' || name === '__name__' || value === undefined) return false;
      labels.push([legalLabel(name), unescapeText(value)]);
    } else if (quoted !== undefined && metric === undefined) {
      metric = legalMetric(name);
    } else return false;
    cursor.blanks();
    if (!cursor.skip(',')) {
      return cursor.skip('}') ? metric : false;
    }
  }
}

const legalLabel = (name: string): string =>
  name.replace(/[^a-zA-Z0-9_]/gu, '_').replace(/^(?=[0-9])/, '_');

/** A Go float without hexadecimals and underscores; undefined if it is none or overflows. */
function parseValue(text: string): number | undefined {
  if (PLAIN_NUMBER.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!word) return undefined;
  if (word[2]!.toLowerCase() === 'nan') return word[1] === '' ? Number.NaN : undefined;
  return word[1] === '-' ? -Infinity : Infinity;
}

function splitExemplar(rest: string): [string, string?] {
  const at = rest.indexOf('#');
  return at < 0 ? [rest] : [rest.slice(0, at).trim(), rest.slice(at)];
}
