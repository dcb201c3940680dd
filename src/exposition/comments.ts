// The comment lines of one body: decodes them, and hands what they say of families to the metadata.
import { isUtf8 } from 'node:buffer';
import { NEWLINE } from './chars.ts';
import type { DropReason } from './family.ts';
import type { Metadata } from './metadata.ts';

export interface CommentOptions {
  readonly metadata: Metadata;
  readonly lineBytes: number;
  readonly drop: (reason: DropReason) => void;
  /** Called for an `# EOF`. */
  readonly stop: () => void;
}

export class Comments {
  readonly #options: CommentOptions;

  constructor(options: CommentOptions) {
    this.#options = options;
  }

  /** Reads the comment at `at`; gives where the next line starts. */
  read(segment: Buffer, at: number): number {
    const { lineBytes, drop } = this.#options;
    const end = segment.indexOf(NEWLINE, at);
    const long = end - at > lineBytes;
    const text = long ? '' : segment.toString('utf8', at, end);
    // What is no UTF-8 is decoded to replacement characters, but they may also stand there themselves.
    const bad = text.includes('\ufffd') && !isUtf8(segment.subarray(at, end));
    if (long || bad) drop(long ? 'line_too_long' : 'bad_line');
    else this.take(text);
    return end + 1;
  }

  /** A comment as text. */
  take(text: string): void {
    const { metadata, drop, stop } = this.#options;
    const refused = metadata.comment(text);
    if (refused) drop(refused);
    if (metadata.ended) stop();
  }
}
