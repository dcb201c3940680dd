// A sidecar that starts together with a brand-new Appsmith is there before the settings that both are to read.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { poll } from './poll.ts';

const EVERY_MS = 1000;
/** A shell writes it piece by piece. */
const SETTLED_MS = 1000;

/** For who found docker.env missing: resolves when it has been written. Never after `signal` fires. */
export function settingsWritten(
  stacksDir: string,
  signal: AbortSignal,
  everyMs = EVERY_MS,
): Promise<void> {
  const path = join(stacksDir, 'configuration/docker.env');
  return poll(() => isWritten(path), everyMs, signal);
}

/** Not at once but when the file system answers: one that hangs must not stop everything else. */
async function isWritten(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.size > 0 && Date.now() - stats.mtimeMs >= SETTLED_MS;
}
