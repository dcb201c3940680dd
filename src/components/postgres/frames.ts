// Follows a server's bytes message by message, and tells what pg's parser must not be given.

/** Bytes before a message's body: its kind, and its length without the kind. */
const HEADER = 5;
/** `E` and `N`: fields of one byte and a text that ends with a zero, and a zero after the last. */
const ERROR = 0x45;
const NOTICE = 0x4e;

/**
 * The framing of PostgreSQL's protocol 3, across chunks. pg's parser reads the fields of an ErrorResponse or a
 * NoticeResponse until it meets the zero after the last one, and never returns where there is none: the process would
 * stand still for ever. So a message is judged before the chunk that completes it gets there.
 */
export class Frames {
  /** Bytes of the header that have been read. */
  #head = 0;
  #kind = 0;
  /** Bytes of the message that are yet to come, once its header is complete. */
  #left = 0;
  #fields: 'kind' | 'text' | 'ended' = 'kind';

  /** Whether all that the chunk completes is well framed; after a `false` nothing more must be asked. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#head < HEADER) {
        if (!this.#readHead(chunk[at++] as number)) return false;
        continue;
      }
      const end = Math.min(chunk.length, at + this.#left);
      if (this.#hasFields) this.#readFields(chunk, at, end);
      this.#left -= end - at;
      at = end;
      if (this.#left === 0 && !this.#complete()) return false;
    }
    return true;
  }

  get #hasFields(): boolean {
    return this.#kind === ERROR || this.#kind === NOTICE;
  }

  #readHead(byte: number): boolean {
    if (this.#head++ === 0) this.#kind = byte;
    else this.#left = this.#left * 256 + byte;
    if (this.#head < HEADER) return true;
    this.#left -= HEADER - 1;
    return this.#left > 0 || (this.#left === 0 && this.#complete());
  }

  #complete(): boolean {
    const ended = !this.#hasFields || this.#fields === 'ended';
    this.#head = 0;
    this.#left = 0;
    this.#fields = 'kind';
    return ended;
  }

  #readFields(chunk: Uint8Array, from: number, end: number): void {
    let at = from;
    while (at < end && this.#fields !== 'ended') {
      if (this.#fields === 'kind') {
        this.#fields = chunk[at++] === 0 ? 'ended' : 'text';
        continue;
      }
      const zero = chunk.subarray(at, end).indexOf(0);
      if (zero === -1) return;
      at += zero + 1;
      this.#fields = 'kind';
    }
  }
}
