// One word of shell as bash expands it in an assignment: quotes, escapes, references to earlier variables.
import { decodeAnsi } from './ansi.ts';
import { type Cursor, Unreadable, unterminated } from './cursor.ts';

export const UNKNOWN = Symbol('a value that only the shell knows');
/** What a name stands for; undefined if it is not set. */
export type Variables = (name: string) => string | typeof UNKNOWN | undefined;

export interface Word {
  readonly value: string;
  /** Why the value cannot be known without running the shell; `value` is then void. */
  readonly refused?: string | undefined;
}

/** Of `${…}` and `$(…)` in one another. */
const MAX_DEPTH = 50;
const META = /[\s;&|<>()]/;
const TILDE = /~[\w.+-]*(?=[/:\s;&|<>()}]|$)/y;
const NAME = /[A-Za-z_]\w*/y;
/** bash pairs the parentheses of these even where it does not run them. */
const PROCESS = /[<>]\(/y;
const OPERATOR = /:?[-+]/y;

/** Reads one word; stops at an unquoted blank, newline or operator. Throws {@link Unreadable}. */
export function readWord(cursor: Cursor, variables: Variables): Word {
  const reader = new WordReader(cursor, variables);
  const value = reader.bare(false);
  return { value, refused: reader.refused };
}

class WordReader {
  readonly #at: Cursor;
  readonly #variables: Variables;
  refused: string | undefined;
  #depth = 0;

  constructor(cursor: Cursor, variables: Variables) {
    this.#at = cursor;
    this.#variables = variables;
  }

  /** Outside double quotes, up to the word's end or, inside `${…}`, up to the closing brace. */
  bare(inBraces: boolean): string {
    const at = this.#at;
    let value = '';
    let tildePlace = true;
    while (!at.atEnd && !(inBraces ? at.char === '}' : META.test(at.char))) {
      if (tildePlace && at.sees(TILDE)) this.#refuse('a ~ stands for a home folder');
      tildePlace = at.char === ':';
      value += inBraces && at.sees(PROCESS) ? this.#substitution(at.pos++) : this.#bareStep();
    }
    return value;
  }

  #bareStep(): string {
    const at = this.#at;
    switch (at.char) {
      case "'":
        return this.#single();
      case '"':
        return this.#double();
      case '\\':
        return this.#escaped();
      case '$':
        return this.#dollar(false);
      case '`':
        return this.#backticks();
      default:
        return at.text.charAt(at.pos++);
    }
  }

  #escaped(): string {
    const at = this.#at;
    at.pos += 2;
    const char = at.text.charAt(at.pos - 1);
    // At the very end it stands for itself.
    return char === '' ? '\\' : char.replace('\n', '');
  }

  #single(): string {
    const start = this.#at.pos;
    const match = this.#at.take(/'([^']*)'/y);
    if (!match) throw unterminated('a single quote', start);
    return match[1]!;
  }

  #double(): string {
    const at = this.#at;
    const start = at.pos++;
    let value = '';
    while (at.char !== '"') {
      if (at.atEnd) throw unterminated('a double quote', start);
      value += this.#quotedStep(/[$`"\\]/);
    }
    at.pos++;
    return value;
  }

  #quotedStep(escapable: RegExp): string {
    const at = this.#at;
    if (at.char === '$') return this.#dollar(true);
    if (at.char === '`') return this.#backticks();
    if (at.char !== '\\') return at.text.charAt(at.pos++);
    at.pos += 2;
    const escaped = at.text.charAt(at.pos - 1);
    if (escaped === '\n') return '';
    return escapable.test(escaped) ? escaped : `\\${escaped}`;
  }

  #dollar(quoted: boolean): string {
    if (this.#depth === MAX_DEPTH) throw new Unreadable('nested too deep', this.#at.pos);
    this.#depth++;
    const value = this.#expansion(quoted);
    this.#depth--;
    return value;
  }

  #expansion(quoted: boolean): string {
    const at = this.#at;
    const start = at.pos++;
    const name = at.take(NAME)?.[0];
    if (name !== undefined) return this.#known(name) ?? '';
    if (at.char === '{') return this.#braces(start, quoted);
    if (at.char === '(') return this.#substitution(start);
    if (!quoted && at.char === "'") return this.#ansi(start);
    if (!quoted && at.char === '"') return this.#double();
    if (at.take(/[\d$?!#*@[-]/y)) {
      this.#refuse(`${at.text.slice(start, at.pos)} depends on the running shell`);
      return '';
    }
    return '$';
  }

  #ansi(start: number): string {
    const match = this.#at.take(/'((?:[^'\\]|\\[\s\S])*)'/y);
    if (!match) throw unterminated("$'", start);
    const decoded = decodeAnsi(match[1]!);
    if (decoded === undefined) this.#refuse('an escape in it depends on the locale');
    return decoded ?? '';
  }

  #known(name: string): string | undefined {
    const value = this.#variables(name);
    if (value !== UNKNOWN) return value;
    this.#refuse(`it uses ${name}, whose value is not known`);
    return undefined;
  }

  /** `${NAME}` and `${NAME:-word}`, `-`, `:+`, `+`; every other form is refused. */
  #braces(start: number, quoted: boolean): string {
    const at = this.#at;
    at.pos++;
    const name = at.take(NAME)?.[0];
    const operator = name === undefined ? undefined : at.take(OPERATOR)?.[0];
    if (name === undefined || (operator === undefined && at.char !== '}')) {
      this.#refuse('this form of a $ with braces is not understood');
    }
    const value = name === undefined ? undefined : this.#known(name);
    const before = this.refused;
    const word = quoted ? this.#quotedInBraces() : this.bare(true);
    if (at.char !== '}') throw unterminated('${', start);
    at.pos++;
    const set = operator?.startsWith(':')
      ? value !== undefined && value !== ''
      : value !== undefined;
    const useWord = operator !== undefined && operator.endsWith('-') !== set;
    if (useWord) return word;
    this.refused = before;
    return operator?.endsWith('+') ? '' : (value ?? '');
  }

  #quotedInBraces(): string {
    const at = this.#at;
    let value = '';
    while (!at.atEnd && at.char !== '}') {
      if (at.sees(PROCESS)) this.#substitution(at.pos++);
      else if (at.char === '"') {
        this.#refuse('a quote within a quote is not understood');
        value += this.#double();
      } else if (at.char === "'") {
        // Literal, and yet bash looks for its end.
        this.#refuse('a quote within a quote is not understood');
        value += this.#single();
      } else value += this.#quotedStep(/[$`"\\}]/);
    }
    return value;
  }

  #backticks(): string {
    const start = this.#at.pos;
    if (!this.#at.take(/`(?:[^`\\]|\\[\s\S])*`/y)) throw unterminated('a backtick', start);
    this.#refuse('a command substitution is not run');
    return '';
  }

  /** `$(…)` and `$((…))`: not run; stepped over as far as quotes and parentheses tell. */
  #substitution(start: number): string {
    this.#refuse('a command substitution is not run');
    const at = this.#at;
    let depth = 0;
    do {
      if (at.atEnd) throw unterminated('$(', start);
      if (at.char === '(') depth++;
      if (at.char === ')') depth--;
      this.#bareStep();
    } while (depth > 0);
    return '';
  }

  #refuse(why: string): void {
    this.refused ??= why;
  }
}
