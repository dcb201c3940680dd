// One upstream's bodies, one after the other with one memory, each cut at random and released before the next.
import { onTestFinished } from 'vitest';
import {
  type FamilyRule,
  type Format,
  render,
  type TranslateOptions,
  TranslationMemory,
  Translator,
} from '../../src/exposition/index.ts';
import type { Outcome } from './support.ts';

export interface Reading extends Partial<TranslateOptions> {
  /** Chunks of up to 5 kB; without it the whole body is one. */
  readonly random?: (() => number) | undefined;
  /** The body ended with an error. */
  readonly truncated?: boolean;
}

export class Upstream {
  /** How often a rule was asked. */
  asked = 0;
  readonly #memory = new TranslationMemory();
  readonly #options: TranslateOptions;

  constructor({ rules, ...options }: TranslateOptions) {
    const counting = (name: string, type: Parameters<NonNullable<typeof rules>>[1]): FamilyRule => {
      this.asked++;
      return rules?.(name, type) ?? {};
    };
    this.#options = { ...options, memory: this.#memory, rules: counting };
  }

  read(body: Buffer, { random, truncated = false, ...more }: Reading = {}): Outcome {
    const translator = new Translator({ ...this.#options, ...more });
    for (let at = 0; at < body.length; ) {
      const end = random ? at + 1 + Math.floor(random() * 5000) : body.length;
      const chunk = Buffer.from(body.subarray(at, end));
      translator.push(chunk);
      // The translator must not hold on to the caller's buffer.
      chunk.fill(0x58);
      at = end;
    }
    const { families, series, dropped, release } = translator.end(truncated);
    const out = (format: Format) => Buffer.concat([...render(families, format)]).toString();
    const outcome = { text: out('text'), openmetrics: out('openmetrics'), series };
    release?.();
    release?.();
    return { ...outcome, dropped: Object.fromEntries(dropped) };
  }

  /** Reads a body and says whether any rule was asked for it. */
  asks(body: string): boolean {
    const before = this.asked;
    this.read(Buffer.from(body));
    return this.asked > before;
  }

  close(): void {
    this.#memory.close();
  }
}

/** One that is closed when the test is over. */
export function upstreamOf(options: TranslateOptions): Upstream {
  const upstream = new Upstream(options);
  onTestFinished(() => upstream.close());
  return upstream;
}
