// A position in a shell fragment.

/** The text cannot be read on from here. */
export class Unreadable extends Error {
  readonly at: number;

  constructor(why: string, at: number) {
    super(why);
    this.at = at;
  }
}

/** A quote, `${` or `$(` that is opened and never closed: bash reads no further, and neither can we. */
export const unterminated = (what: string, at: number): Unreadable =>
  new Unreadable(`${what} is opened here and never closed`, at);

export class Cursor {
  readonly text: string;
  pos = 0;
  #counted = { pos: 0, line: 1 };

  constructor(text: string) {
    this.text = text;
  }

  /** The character here, empty at the end. */
  get char(): string {
    return this.text.charAt(this.pos);
  }

  get next(): string {
    return this.text.charAt(this.pos + 1);
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  /** Matches a sticky (`y`) pattern here and steps over it. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.pos;
    const match = pattern.exec(this.text);
    if (match) this.pos += match[0].length;
    return match ?? undefined;
  }

  /** Whether a sticky pattern matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.pos;
    return pattern.test(this.text);
  }

  /** Line number from 1. Asked mostly in rising order, so it counts on from where it was asked last. */
  lineAt(pos = this.pos): number {
    if (pos < this.#counted.pos) this.#counted = { pos: 0, line: 1 };
    let { line } = this.#counted;
    let from = this.#counted.pos;
    for (let i = this.text.indexOf('\n', from); i >= 0 && i < pos; ) {
      line++;
      from = i + 1;
      i = this.text.indexOf('\n', from);
    }
    this.#counted = { pos: from, line };
    return line;
  }
}
