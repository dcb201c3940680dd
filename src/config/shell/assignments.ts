// The assignments of a file that bash sources, without running anything.
import { Cursor, Unreadable } from './cursor.ts';
import * as grammar from './grammar.ts';
import { type Fate, nextFate, Stop } from './grammar.ts';
import { readWord, UNKNOWN, type Variables, type Word } from './word.ts';

export interface Assignment {
  readonly value: string;
  /** Where its last assignment starts. */
  readonly line: number;
}

/** A part of the file that only running it could tell. */
export interface Refusal {
  readonly line: number;
  /** The variable whose value is therefore not known. */
  readonly key?: string;
  readonly why: string;
}

export interface Fragment {
  readonly variables: ReadonlyMap<string, Assignment>;
  readonly refusals: readonly Refusal[];
}

interface Pending {
  readonly key: string;
  readonly append: boolean;
  readonly word: Word;
  readonly line: number;
}

/**
 * Reads a shell fragment as bash's `set -a; . file` would leave its variables. What would run a command, or
 * depends on one, is refused: the variable is then not among the results, even if an earlier line set it.
 */
export function readAssignments(text: string): Fragment {
  return new FragmentReader(text).read();
}

class FragmentReader {
  readonly #at: Cursor;
  readonly #variables = new Map<string, Assignment>();
  readonly #unknown = new Set<string>();
  readonly #refusals: Refusal[] = [];
  /** How to take back what the current line has set: bash runs a line only once it has parsed all of it. */
  #undo: (() => void)[] = [];
  #read: Pending | undefined;

  constructor(text: string) {
    this.#at = new Cursor(text);
  }

  read(): Fragment {
    let lineStart = 0;
    try {
      while (!this.#at.atEnd) {
        lineStart = this.#at.pos;
        this.#undo = [];
        this.#line();
      }
    } catch (error) {
      this.#stopped(error, lineStart);
    }
    return { variables: this.#variables, refusals: this.#refusals };
  }

  #stopped(error: unknown, lineStart: number): void {
    if (!(error instanceof Unreadable) && !(error instanceof Stop)) throw error;
    for (const undo of this.#undo.reverse()) undo();
    const line = this.#at.lineAt(error instanceof Unreadable ? error.at : this.#at.pos);
    this.#refusals.push({ line, why: `${error.message}: nothing after it is read` });
    // What the rest may set anew is no longer what it was.
    for (const [, key] of this.#at.text.slice(lineStart).matchAll(grammar.ANYWHERE)) {
      this.#variables.delete(key!);
    }
  }

  /** One logical line: commands joined by `;`, `&&`, `||`, `|` and `&`. */
  #line(): void {
    const at = this.#at;
    this.#blanks();
    let fate: Fate = 'run';
    let listStart = 0;
    while (!at.atEnd && at.char !== '\n') {
      const before = this.#undo.length;
      const plain = this.#command(fate);
      const joint = at.take(grammar.JOINT)?.[0] ?? '';
      if (fate === 'never' || joint === '|') this.#takeBack(before);
      // A shell of its own runs what is before a single &: nothing of it arrives here.
      if (joint === '&') this.#takeBack(listStart);
      if (joint === '&' || joint === '|') this.#doubt(joint);
      fate = nextFate(joint, fate === 'run' && plain);
      if (joint === ';' || joint === '&') listStart = this.#undo.length;
      this.#blanks();
      if (/[&|]{2}|\|/.test(joint)) this.#continued();
    }
    at.pos++;
  }

  /** True if it was nothing but assignments, which always succeed. */
  #command(fate: Fate): boolean {
    const at = this.#at;
    if (at.sees(grammar.COMPOUND)) throw new Stop('a shell program begins, which is not run');
    if (this.#atCommandEnd()) throw new Stop('a command is missing here');
    const before = this.#undo.length;
    const exporting = at.take(grammar.EXPORT) !== undefined;
    const pending: Pending[] = [];
    let redirected = false;
    for (this.#blanks(); !this.#atCommandEnd(); this.#blanks()) {
      if (this.#redirection()) redirected = true;
      else if (at.sees(grammar.ASSIGN)) {
        const assignment = this.#assignment(exporting);
        pending.push(assignment);
        // `export` expands all its arguments before it sets the first.
        if (!exporting) this.#assign(assignment);
      } else if (!(exporting && at.take(grammar.NAME_ONLY))) {
        this.#takeBack(before);
        this.#skipCommand();
        return false;
      }
    }
    if (exporting) for (const assignment of pending) this.#assign(assignment);
    const doubt = redirected ? 'a redirection may fail' : 'a command decides whether it is set';
    if (redirected || fate === 'unknown') {
      for (const { key, line } of pending) this.#refuse(key, line, doubt);
    }
    return !redirected;
  }

  #doubt(joint: string): void {
    const line = this.#at.lineAt();
    const why = `a ${joint} outside quotes: bash does not set what stands before it`;
    this.#refusals.push({ line, why, ...this.#lastKey(line) });
  }

  #lastKey(line: number): { key?: string } {
    return this.#read?.line === line ? { key: this.#read.key } : {};
  }

  #assignment(argument: boolean): Pending {
    const at = this.#at;
    const line = at.lineAt();
    const start = at.pos;
    const [, key = '', plus] = at.take(grammar.ASSIGN)!;
    if (at.char === '(') throw new Stop('an array begins, which is not understood');
    let word = readWord(at, this.#lookup);
    // An argument of `export` is expanded as any other; an assignment of its own is not.
    if (argument && grammar.mayExpand(at.text.slice(start, at.pos))) {
      word = { value: '', refused: 'braces with , or .. may stand for several words' };
    }
    this.#read = { key, append: plus === '+', word, line };
    return this.#read;
  }

  #assign({ key, append, word, line }: Pending): void {
    const before = append ? this.#lookup(key) : '';
    if (word.refused !== undefined || before === UNKNOWN || grammar.SHELLS_OWN.test(key)) {
      this.#refuse(key, line, word.refused ?? 'the shell sets it itself');
      return;
    }
    this.#remember(key);
    this.#unknown.delete(key);
    this.#variables.set(key, { value: (before ?? '') + word.value, line });
  }

  #refuse(key: string, line: number, why: string): void {
    this.#remember(key);
    this.#variables.delete(key);
    this.#unknown.add(key);
    this.#refusals.push({ line, key, why });
  }

  #remember(key: string): void {
    const value = this.#variables.get(key);
    const unknown = this.#unknown.has(key);
    this.#undo.push(() => {
      if (value) this.#variables.set(key, value);
      else this.#variables.delete(key);
      if (unknown) this.#unknown.add(key);
      else this.#unknown.delete(key);
    });
  }

  #takeBack(to: number): void {
    while (this.#undo.length > to) this.#undo.pop()!();
  }

  readonly #lookup: Variables = (name) => {
    if (this.#unknown.has(name) || grammar.SHELLS_OWN.test(name)) return UNKNOWN;
    return this.#variables.get(name)?.value;
  };

  /** A command: assignments before it are its own, its arguments are nothing to us. */
  #skipCommand(): void {
    this.#refusals.push({ line: this.#at.lineAt(), why: 'this is a command, which is not run' });
    while (!this.#atCommandEnd()) {
      if (!this.#redirection()) readWord(this.#at, this.#lookup);
      this.#blanks();
    }
  }

  /** Steps over `> file` and its like. */
  #redirection(): boolean {
    const operator = this.#at.take(grammar.REDIRECTION)?.[0];
    if (operator === undefined) return false;
    if (operator.includes('<<')) throw new Stop('a here-document begins, which is not understood');
    this.#blanks();
    if (!this.#atWord()) throw new Stop('a redirection lacks its file');
    readWord(this.#at, this.#lookup);
    return true;
  }

  #atCommandEnd(): boolean {
    const { char } = this.#at;
    if (char === '(' || char === ')')
      throw new Stop('a parenthesis outside quotes is not understood');
    if (char === '&') return this.#at.next !== '>';
    return char === '' || char === '\n' || char === ';' || char === '|';
  }

  #atWord(): boolean {
    return !this.#at.atEnd && !/[\s;&|<>()]/.test(this.#at.char);
  }

  /** After `&&`, `||` and `|` the list goes on, if need be on a later line. */
  #continued(): void {
    const at = this.#at;
    while (at.char === '\n') {
      at.pos++;
      this.#blanks();
    }
    if (at.atEnd) throw new Stop('a command is missing here');
  }

  #blanks(): void {
    const at = this.#at;
    at.take(grammar.BLANKS);
    at.take(grammar.COMMENT);
  }
}
