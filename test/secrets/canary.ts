// A secret that can be recognised in whatever spelling it comes out.
import { createHash } from 'node:crypto';

/** One secret of the tests: nothing but its own way in ever contains it. */
export class Canary {
  /** Letters and digits, so that escaping and percent-encoding leave it as it is. */
  readonly core: string;
  /** With characters that every format has to escape. */
  readonly value: string;

  constructor(name: string) {
    const id = createHash('sha256').update(name).digest('hex').slice(0, 12);
    this.core = `Zq9${id}kX7`;
    this.value = `p"${this.core}/+ @:%&=<é`;
  }

  /** As a URL's user part or parameter has it. */
  get encoded(): string {
    return encodeURIComponent(this.value);
  }

  /** The spelling in which it stands in a text; undefined if it does not. */
  foundIn(text: string): string | undefined {
    const { lower, plain } = readable(text);
    if (lower.includes(this.core.toLowerCase())) return 'as it is';
    if (lower.includes(Buffer.from(this.core).toString('hex'))) return 'hexadecimal';
    return base64Of(this.core).some((part) => plain.includes(part)) ? 'base64' : undefined;
  }
}

const read = new Map<string, { lower: string; plain: string }>();

/** The text in small letters, and with both alphabets of base64 as one; the same texts are searched again and again. */
function readable(text: string): { lower: string; plain: string } {
  let known = read.get(text);
  if (!known) {
    known = {
      lower: text.toLowerCase(),
      plain: text.replaceAll('-', '+').replaceAll('_', '/'),
    };
    read.set(text, known);
  }
  return known;
}

/** What base64 makes of a text somewhere inside another, for each of the three ways it can be aligned. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from('.'.repeat(before) + text).toString('base64');
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + text.length) * 8) / 6);
    return encoded.slice(start, end);
  });
}
