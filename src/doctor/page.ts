// How wide a terminal is and whether it shows colours; wrapping and painting for it.

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Colour = keyof typeof CODES;

export interface Page {
  /** Lines of at most the page's width, each indented; a word that is longer stays whole. */
  wrap(text: string, indent: number): string[];
  /** The text in these colours, or as it is where there are none. */
  paint(text: string, ...colours: readonly Colour[]): string;
}

const WIDTH = { narrowest: 40, widest: 110, unknown: 80 };

/** @param columns of the terminal; undefined if there is none */
export function pageFor(columns: number | undefined, colours: boolean): Page {
  const width = Math.min(Math.max(columns ?? WIDTH.unknown, WIDTH.narrowest), WIDTH.widest);
  return {
    wrap: (text, indent) => wrap(text, indent, width),
    paint: (text, ...names) => {
      if (!colours || text === '') return text;
      return `\x1b[${names.map((name) => CODES[name]).join(';')}m${text}\x1b[0m`;
    },
  };
}

/**
 * Whether to colour: NO_COLOR (set to anything) forbids it, FORCE_COLOR demands it (but `0` or `false`),
 * else it is for terminals that can.
 */
export function wantsColours(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (env.NO_COLOR) return false;
  const { FORCE_COLOR: forced } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

function wrap(text: string, indent: number, width: number): string[] {
  const room = Math.max(width - indent, 20);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((one) => ' '.repeat(indent) + one);
}

/** Without control characters and direction marks: an upstream's words must not steer the terminal. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, (found) =>
    found.trim() === '' ? ' ' : '\uFFFD',
  );
}
