// `serve --once`: one scrape as text on standard output; the exit code says whether Appsmith is up.
import { render } from '../exposition/index.ts';
import type { Target } from '../scrape/target.ts';
import { DEFAULT_TIMEOUT_MS } from '../server/deadline.ts';
import { appsmithUp } from '../server/verdict.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-codes.ts';

/** Scrapes and writes; a reader that closes the pipe early changes nothing but the output. */
export async function once(target: Target, { stdout, signal }: Context): Promise<number> {
  const { families } = await target.scrape({ timeoutMs: DEFAULT_TIMEOUT_MS, signal });
  await write(stdout, render(families, 'text'));
  return appsmithUp(families) === true ? EXIT.OK : EXIT.NOT_UP;
}

async function write(stream: NodeJS.WritableStream, chunks: Iterable<Uint8Array>): Promise<void> {
  for (const chunk of chunks) {
    const failed = await new Promise<boolean>((resolve) => {
      stream.write(chunk, (error) => resolve(error != null));
    });
    if (failed) return;
  }
}
