// Reads from the end of the backend's log whether its migrations, which Mongock runs at each start, go on or failed.

export interface Migration {
  readonly running: boolean;
  readonly failed: boolean;
  /** Seconds since 1970; undefined where no line tells it. */
  readonly started: number | undefined;
}

const NONE: Migration = { running: false, failed: false, started: undefined };

/** Mongock's own words, in the order in which they matter within a line. */
const STEPS: readonly (readonly [
  RegExp,
  (before: Migration, at: number | undefined) => Migration,
])[] = [
  [/Mongock runner\b/, () => NONE],
  [
    /Mongock acquired the lock|Mongock starting the/,
    (before, at) => ({ ...before, running: true, started: before.running ? before.started : at }),
  ],
  [/FAILED OVER - /, (before, at) => ({ ...begun(before, at), failed: true })],
  [/ABORTED MIGRATION/, (before) => ({ ...before, running: false, failed: true })],
  [/Mongock has finished|EXITING WITHOUT RUNNING/, (before) => ({ ...before, running: false })],
  [/(?:APPLIED|PASSED OVER) - (?:ChangeEntry)?\{/, begun],
];

/** The beginning lies before what was read: the first line that is left stands for it. */
function begun(before: Migration, at: number | undefined): Migration {
  return before.running ? before : { ...before, running: true, started: at };
}

/**
 * @param tail the last lines of the log; the first may be cut. Without a word of Mongock in them nothing is running:
 *   it writes a line for each change.
 */
export function migrationIn(tail: string): Migration {
  let state = NONE;
  for (const line of tail.split('\n')) {
    const step = STEPS.find(([words]) => words.test(line))?.[1];
    if (step) state = step(state, timeOf(line));
  }
  return state;
}

/** `[2026-11-21T10:25:04.557Z] …` now, `[2023-01-17 10:25:04,557] …` before; both are UTC. */
function timeOf(line: string): number | undefined {
  const [, date, time, zone = ''] =
    /^\[(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(Z|[+-]\d\d:?\d\d)?\]/.exec(line) ??
    [];
  if (date === undefined || time === undefined) return undefined;
  const at = Date.parse(`${date}T${time.replace(',', '.').slice(0, 12)}${zone || 'Z'}`);
  return Number.isNaN(at) ? undefined : at / 1000;
}
