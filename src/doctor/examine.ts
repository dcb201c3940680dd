// A few more questions after the scrape, each part's on its own and within a limit: rights, indexes, clocks.
import type { Member } from '../scrape/collection.ts';
import type { Examination, Note } from '../scrape/component.ts';

export interface Examined {
  readonly notes: readonly (Note & { readonly component: string })[];
  /** Milliseconds ahead of our clock, by component; 0 where the measurement cannot tell. */
  readonly clocks: ReadonlyMap<string, number>;
}

/** Asks all at once. Whatever fails or takes too long is left out: the scrape has told of it, or will. */
export async function examineMembers(
  members: readonly Member[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Examined> {
  const notes: (Note & { component: string })[] = [];
  const clocks = new Map<string, number>();
  const deadline = performance.now() + timeoutMs;
  const limit = new AbortController();
  const end = () => limit.abort(new DOMException('the examination is over', 'TimeoutError'));
  const timer = setTimeout(end, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  const over = new Promise<void>((resolve) => {
    limit.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const work = members.map(async ({ component, configured }) => {
    const examination: Examination = {
      signal: limit.signal,
      remaining: () => Math.max(0, deadline - performance.now()),
      note: (note) => limit.signal.aborted || notes.push({ ...note, component: component.name }),
      clock: (told, asked, precisionMs = 0) => {
        clocks.set(component.name, ahead(told, asked, Date.now(), precisionMs));
      },
    };
    await configured?.collector.examine?.(examination);
  });
  await Promise.race([Promise.allSettled(work), over]);
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  end();
  return { notes, clocks };
}

/** The answer was made at some time between question and answer, and may have been rounded down. */
function ahead(told: number, asked: number, answered: number, precisionMs: number): number {
  if (told > answered) return told - answered;
  return Math.min(0, told + precisionMs - asked);
}
