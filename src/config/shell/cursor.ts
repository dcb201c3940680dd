// A position in a shell fragment.

/** A quote, `${` or `$(` that is opened and never closed: bash reads no further, and neither can we. */
export class Unterminated extends Error {
  readonly at: number;

  constructor(what: string, at: number) {
    super(`${what} is opened here and never closed`);
    this.at = at;
  }
}

export class Cursor {
  readonly text: string;
  pos = 0;

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

  /** Line number from 1. */
  lineAt(pos = this.pos): number {
    let line = 1;
    for (let i = this.text.indexOf('\n'); i >= 0 && i < pos; i = this.text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }
}
