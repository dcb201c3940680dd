// Content negotiation: which format and which encoding a client wants, by its Accept headers' q-values.
import type { Format } from '../exposition/index.ts';

/** What Prometheus takes as a valid answer; version 3 refuses a scrape with anything else. */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

interface Clause {
  /** Lower case, without parameters. */
  readonly value: string;
  readonly params: ReadonlyMap<string, string>;
  readonly q: number;
}

/** Longer headers are cut: nobody's list of formats is that long. */
const MAX_HEADER = 4096;

/** Clauses with q > 0, the most wanted first, in the header's order where equally wanted. */
function parse(header: string): Clause[] {
  const clauses = header.slice(0, MAX_HEADER).split(',').map(parseClause);
  return clauses.filter((clause) => clause.q > 0).sort((a, b) => b.q - a.q);
}

function parseClause(text: string): Clause {
  const [value = '', ...rest] = text.split(';').map((part) => part.trim());
  const params = new Map<string, string>();
  for (const part of rest) {
    const [key = '', given = ''] = part.split('=', 2).map((side) => side.trim());
    params.set(key.toLowerCase(), given.replace(/^"|"$/g, ''));
  }
  return { value: value.toLowerCase(), params, q: quality(params.get('q')) };
}

function quality(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^(0(\.\d*)?|1(\.0*)?)$/.test(text) ? Number(text) : 0;
}

/**
 * The first format of the client's list that we have; text 0.0.4 where it lists none, as Prometheus's own
 * libraries do. Escaping schemes are ignored: all names here are valid in every one of them.
 */
export function formatFor(accept: string | undefined): Format {
  for (const { value, params } of parse(accept ?? '')) {
    const version = params.get('version');
    if (value === 'application/openmetrics-text') {
      if (version === undefined || version === '1.0.0') return 'openmetrics';
    } else if (value === 'text/plain') {
      if (version === undefined || version === '0.0.4') return 'text';
    } else if (value === '*/*' || value === 'text/*') return 'text';
  }
  return 'text';
}

/** Whether gzip is acceptable and at least as welcome as no encoding. */
export function wantsGzip(acceptEncoding: string | undefined): boolean {
  const clauses = parse(acceptEncoding ?? '');
  const q = (name: string) => clauses.find((clause) => clause.value === name)?.q ?? 0;
  return q('gzip') > 0 && q('gzip') >= q('identity');
}
