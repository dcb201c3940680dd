// Parses a sample line in any spelling that the formats allow, and respells it canonically.
import { escapeLabel, formatValue, unescapeText } from './escape.ts';
import type { DropReason, Format } from './family.ts';
import { MAX_LABELS } from './line.ts';
import { legalLabel, legalMetric } from './names.ts';

/** A line parsed into strings: the slow path, for what the scanner does not pass. */
export interface LooseLine {
  readonly name: string;
  /** Unescaped, without those whose value is empty: to Prometheus an empty label is no label. */
  readonly labels: [name: string, value: string][];
  /** As written, if it is a plain number: respelling would change digits that mean nothing. */
  readonly valueText: string;
  /** ` # {…} 0.5 1600000000.1` of OpenMetrics; empty without one. */
  readonly exemplar: string;
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
  const [timestamp, exemplar] = format === 'openmetrics' ? splitExemplar(rest) : [rest];
  const attached = exemplar === undefined ? '' : readExemplar(exemplar);
  if (!TIMESTAMP.test(timestamp) || attached === undefined) return 'bad_line';
  return {
    name,
    labels: labels.filter(([, v]) => v !== ''),
    valueText: spellValue(valueText, value),
    exemplar: attached,
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
const PLAIN_NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const TIMESTAMP = /^([+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?)?$/;
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
  // What has more is refused for it: no need to read thousands.
  while (labels.length <= MAX_LABELS) {
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
  return metric;
}

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

const spellValue = (text: string, value: number): string =>
  PLAIN_NUMBER.test(text) ? text : formatValue(value);

function splitExemplar(rest: string): [timestamp: string, exemplar?: string] {
  const at = rest.indexOf('#');
  return at < 0 ? [rest] : [rest.slice(0, at).trim(), rest.slice(at)];
}

const EXEMPLAR = /^# \{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*",?)*)\} (\S+)(?: (\S+))?$/;
const EXEMPLAR_LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(,?)/g;
/** Characters of an exemplar's names and values together. */
const LONGEST_EXEMPLAR = 128;

/** Respells an exemplar; undefined if it is malformed, empty if it is longer than it may be. */
function readExemplar(text: string): string | undefined {
  const [, labels = '', valueText = '', timestamp] = EXEMPLAR.exec(text) ?? [];
  const value = parseValue(valueText);
  if (value === undefined || !TIMESTAMP.test(timestamp ?? '')) return undefined;
  const pairs = [...labels.matchAll(EXEMPLAR_LABEL)];
  if (pairs.some(([, , , comma], i) => (comma === '') !== (i === pairs.length - 1)))
    return undefined;
  if (new Set(pairs.map(([, name]) => name)).size < pairs.length) return undefined;
  const characters = pairs.map(([, name = '', raw = '']) => name + unescapeText(raw)).join('');
  if ([...characters].length > LONGEST_EXEMPLAR) return '';
  return ` # {${labels}} ${spellValue(valueText, value)}${timestamp ? ` ${timestamp}` : ''}`;
}
