// The pump: reads a body's chunks through the translator without ever holding the event loop for long.
import { setImmediate } from 'node:timers/promises';
import type { ForeignFamilies } from './family.ts';
import type { TranslateOptions } from './rules.ts';
import { Translator } from './translator.ts';

/** Bytes handed to the translator in one go: well under a millisecond of work, a few before it is compiled. */
const STEP_BYTES = 16 << 10;
/** Milliseconds of work after which other events get their turn. */
const TURN_MS = 4;

/** What a body came to, and what cut it off, if anything did. */
export interface Translated extends ForeignFamilies {
  /** What the body's iterator threw: the families that had arrived whole are there all the same. */
  readonly error?: unknown;
}

/** Translates a whole body. Never rejects for what the body holds or for how it ends. */
export async function translate(
  chunks: AsyncIterable<Uint8Array>,
  options: TranslateOptions,
): Promise<Translated> {
  const translator = new Translator(options);
  let error: unknown;
  try {
    let turn = performance.now();
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += STEP_BYTES) {
        translator.push(chunk.subarray(at, at + STEP_BYTES));
        do {
          if (performance.now() - turn < TURN_MS) continue;
          await setImmediate();
          turn = performance.now();
        } while (translator.catchUp());
      }
      if (!translator.wantsMore) break;
    }
  } catch (thrown) {
    error = thrown ?? new Error('the body ended with an error');
  }
  return { ...translator.end(error !== undefined), ...(error !== undefined && { error }) };
}
