// The translator: bytes of one exposition in, clean families out; what the last body had too is not worked out again.
import { Echo, SAME } from './echo.ts';
import type { ForeignFamilies } from './family.ts';
import { FullTranslation } from './full.ts';
import { type Kept, once } from './memory.ts';
import type { TranslateOptions } from './rules.ts';

/**
 * Feed it chunks cut anywhere with {@link push}, then call {@link end} once. What it makes of a body
 * depends on the body alone, never on where the chunks were cut or on what the last one was.
 */
export class Translator {
  readonly #options: TranslateOptions;
  readonly #kept: Kept | undefined;
  /** As long as the body is the last one but for its values. */
  #echo: Echo | undefined;
  /** From then on. */
  #full: FullTranslation | undefined;
  /** What the full translation has not seen yet. */
  #backlog: Iterator<Buffer> | undefined;

  constructor(options: TranslateOptions) {
    this.#options = options;
    this.#kept = options.memory?.take(options);
    this.#echo = this.#kept && Echo.of(this.#kept, options);
    if (!this.#echo) this.#full = new FullTranslation(options, this.#kept);
  }

  /** False once the body has ended or become too large: nothing more need be read. */
  get wantsMore(): boolean {
    return this.#echo ? this.#echo.wantsMore : this.#full!.wantsMore;
  }

  /** Takes the next bytes of the body. They are copied: the caller may reuse the buffer. */
  push(chunk: Uint8Array): void {
    while (this.catchUp());
    if (this.#full) this.#full.push(chunk);
    else {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      const taken = this.#echo!.push(bytes);
      if (taken !== SAME) this.#beginAnew(Buffer.from(bytes.subarray(taken)));
    }
  }

  /**
   * Reads on in what was put by when a body turned out to be another than the last one: a few KB, so that whoever
   * feeds large bodies may let others have their turn. {@link push} and {@link end} do it by themselves.
   * @returns false when nothing is left
   */
  catchUp(): boolean {
    const next = this.#backlog?.next();
    if (!next || next.done) {
      this.#backlog = undefined;
      return false;
    }
    this.#full!.push(next.value);
    return true;
  }

  /**
   * Ends the body. One that was cut off in the middle (`truncated`, too large, or OpenMetrics without its
   * `# EOF`) loses the family that it was cut in, since half a histogram is wrong rather than incomplete.
   */
  end(truncated = false): ForeignFamilies {
    if (this.#echo && (truncated || !this.#echo.end())) this.#beginAnew(Buffer.alloc(0));
    while (this.catchUp());
    if (this.#full) return this.#full.end(truncated);
    return { ...this.#echo!.families, release: once(() => this.#release(this.#kept!)) };
  }

  #release(kept: Kept): void {
    kept.arena.release();
    this.#options.memory!.keep(kept);
  }

  #beginAnew(rest: Buffer): void {
    const echo = this.#echo!;
    this.#echo = undefined;
    this.#full = new FullTranslation(this.#options, this.#kept);
    this.#backlog = [...echo.soFar(), rest][Symbol.iterator]();
  }
}
