// Ends the process, also while a call to a file system hangs.
import { callsUnderWay } from '../scrape/files/gate.ts';

/** A call that takes longer than this hangs, for all that the process's end can know. */
const PATIENCE_MS = 300;
const LOOK_EVERY_MS = 5;

/**
 * Ends it with this exit code, at the latest when calls to file systems have had a moment to return. While one hangs,
 * Node's own end would wait for the thread that it holds, perhaps for ever: then a signal ends it, and the exit code
 * is that signal's (143).
 */
export function leave(code?: number | string): void {
  if (callsUnderWay() === 0) process.exit(code);
  const begun = performance.now();
  setInterval(() => {
    if (callsUnderWay() === 0) process.exit(code);
    if (performance.now() - begun < PATIENCE_MS) return;
    process.removeAllListeners('SIGTERM');
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
}
