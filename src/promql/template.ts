// The tagged template: PromQL as people read it, with definitions where names would be.
import { fileURLToPath } from 'node:url';
import type { MetricDef } from '../metrics/index.ts';
import type { Fragment } from './fragments.ts';
import { bindsLoosely } from './parse.ts';
import { type Recorded, ref, type Series } from './series.ts';

/** Where in the text a name came from a definition. */
export interface Reference {
  /** Offset of the name's first character in the expression's text. */
  readonly at: number;
  readonly target: Series | Recorded;
}

export interface Expression {
  readonly text: string;
  readonly references: readonly Reference[];
  /** Every definition used, also in nested expressions. */
  readonly metrics: ReadonlySet<MetricDef>;
  readonly recorded: ReadonlySet<Recorded>;
  /** `file:line:column` of the template. */
  readonly where: string;
}

/** What may stand in `${…}`. A plain definition is its bare name; a number is a scalar. */
export type Interpolation = MetricDef | Series | Recorded | Expression | Fragment | number;

interface Piece {
  readonly text: string;
  readonly references: readonly Reference[];
}

/**
 * Builds an expression. Backslashes reach PromQL as typed (`=~"a\\.b"`); a dollar and brace is written `\${`.
 * A nested expression gets parentheses where an operator outside could tear it apart; so does a
 * negative number. Common indentation goes away. Nothing is checked here: `check` does.
 */
export function promql(strings: TemplateStringsArray, ...values: Interpolation[]): Expression {
  const chunks = dedented(strings.raw.map(unescaped));
  const pieces = chunks.flatMap((text, i): Piece[] => {
    const value = values[i];
    const own = { text, references: [] };
    return value === undefined ? [own] : [own, rendered(value, text, chunks[i + 1] ?? '')];
  });
  return expression(pieces, caller());
}

function expression(pieces: readonly Piece[], where: string): Expression {
  let text = '';
  const references: Reference[] = [];
  for (const piece of pieces) {
    for (const { at, target } of piece.references) {
      references.push({ at: at + text.length, target });
    }
    text += piece.text;
  }
  const targets = references.map(({ target }) => target);
  const metrics = new Set(targets.flatMap((one) => ('def' in one ? [one.def] : [])));
  const recorded = new Set(targets.flatMap((one) => ('def' in one ? [] : [one])));
  return { text, references, metrics, recorded, where };
}

function rendered(value: Interpolation, before: string, after: string): Piece {
  const enclosed = /[(,]\s*$/.test(before) && /^\s*[),]/.test(after);
  if (typeof value === 'number') return plain(number(value), value < 0 && !enclosed);
  if ('fragment' in value) return { text: value.fragment, references: [] };
  if ('references' in value) return nested(value, !enclosed && bindsLoosely(value.text));
  const target = 'source' in value ? ref(value) : value;
  return { text: target.name, references: [{ at: 0, target }] };
}

const plain = (text: string, wrap: boolean): Piece => ({
  text: wrap ? `(${text})` : text,
  references: [],
});

function nested({ text, references }: Expression, wrap: boolean): Piece {
  if (!wrap) return { text, references };
  return {
    text: `(${text})`,
    references: references.map(({ at, target }) => ({ at: at + 1, target })),
  };
}

const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'Inf');

/** What the raw text escapes only because it stands in a template. */
const unescaped = (raw: string): string => raw.replace(/\\(`|\$\{)/g, '$1');

/** Without the outer blanks and without the indentation that every line has. */
function dedented(chunks: readonly string[]): string[] {
  const last = chunks.length - 1;
  const indents = chunks.flatMap((chunk, i) =>
    [...chunk.matchAll(i === last ? /\n([ \t]*)(?=\S)/g : /\n([ \t]*)(?=\S|$)/g)].map(
      ([, blanks = '']) => blanks.length,
    ),
  );
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  const flush = chunks.map((chunk) =>
    chunk.replace(new RegExp(`\\n[ \\t]{0,${common}}`, 'g'), '\n'),
  );
  return flush.map((chunk, i) => {
    const start = i === 0 ? chunk.trimStart() : chunk;
    return i === last ? start.trimEnd() : start;
  });
}

/** The frame that called the tag; cut at the tag itself, so that it holds in bundled code too. */
function caller(): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, promql);
  const frame = /\(?((?:file:\/\/)?\/?[^\s()]*:\d+:\d+)\)?$/.exec(
    holder.stack?.split('\n')[1] ?? '',
  );
  const [, place = 'an unknown place'] = frame ?? [];
  const [, file = '', position = ''] = /^(file:.*?)(:\d+:\d+)$/.exec(place) ?? [];
  return file === '' ? place : fileURLToPath(file) + position;
}
