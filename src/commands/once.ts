// `serve --once`: one scrape as text on standard output; the exit code says whether Appsmith is up.
import { render } from '../exposition/index.ts';
import type { Target } from '../scrape/target.ts';
import { appsmithUp } from '../scrape/verdict.ts';
import { ChangeLog } from '../telemetry/changes.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-codes.ts';

/** Scrapes and writes; a reader that closes the pipe early changes nothing but the output. */
export async function once(
  target: Target,
  timeoutMs: number,
  log: Logger,
  { stdout, signal }: Pick<Context, 'stdout' | 'signal'>,
): Promise<number> {
  const result = await target.scrape({ timeoutMs, signal });
  new ChangeLog(log).observe(result);
  await write(stdout, render(result.families, 'text'));
  return appsmithUp(result.families) === true ? EXIT.OK : EXIT.NOT_UP;
}

async function write(stream: NodeJS.WritableStream, chunks: Iterable<Uint8Array>): Promise<void> {
  for (const chunk of chunks) {
    const failed = await new Promise<boolean>((resolve) => {
      stream.write(chunk, (error) => resolve(error != null));
    });
    if (failed) return;
  }
}
