// Ends the process, also while a call to a file system hangs.
import { callsUnderWay } from '../scrape/files/gate.ts';

/**
 * Ends it with this exit code. While a call hangs, Node's own end would wait for the thread that it holds, perhaps
 * for ever: then a signal ends it, and the exit code is that signal's (143).
 */
export function leave(code?: number | string): void {
  if (callsUnderWay() === 0) process.exit(code);
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
}
