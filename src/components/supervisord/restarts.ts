// Counts how often each program was found started anew: supervisord itself keeps no such count.
import type { Restarted } from './failure/endings.ts';
import type { ProcessInfo } from './process-info.ts';

interface Seen {
  readonly start: number;
  readonly pid: number;
  readonly restarts: number;
}

/**
 * Lives as long as the exporter watches, so the count is a counter that begins at 0 with the exporter. A
 * program's first start is no restart; one that is listed no longer is forgotten.
 */
export class Restarts {
  #seen = new Map<string, Seen>();

  #latest: readonly Restarted[] = [];

  /** Those that the last scrape found started anew. */
  get latest(): readonly Restarted[] {
    return this.#latest;
  }

  /** Takes in one scrape; the count of each process so far. */
  observe(processes: readonly ProcessInfo[]): ReadonlyMap<string, number> {
    const before = this.#seen;
    const now = new Map<string, Seen>();
    for (const info of processes) now.set(info.process, next(before.get(info.process), info));
    this.#seen = now;
    this.#latest = processes.flatMap(({ process, program }) => {
      const old = before.get(process);
      const isNew = old !== undefined && now.get(process)!.restarts > old.restarts;
      return isNew ? [{ process, program, lived: old.start }] : [];
    });
    return new Map([...now].map(([process, { restarts }]) => [process, restarts]));
  }
}

function next(before: Seen | undefined, { start, pid }: ProcessInfo): Seen {
  if (!before) return { start, pid, restarts: 0 };
  // An answer that a later one has overtaken says nothing new.
  if (start < before.start) return before;
  const startedAnew = before.start > 0 && start > before.start;
  // Within one second the start time is the same; a process id is not reused that soon.
  const replaced = before.pid > 0 && pid > 0 && pid !== before.pid;
  const restarts = before.restarts + (startedAnew || replaced ? 1 : 0);
  return { start, pid: pid || before.pid, restarts };
}
