// Reads from the end of appsmithctl's log when a backup last failed and when one last went well.

/** Both in milliseconds since the epoch; undefined where the log tells of none. */
export interface Told {
  readonly failure?: number | undefined;
  readonly success?: number | undefined;
}

/** `2026-11-21T02:00:03.123Z [ ERROR ] Error: …`; the lines of a stack that follow have no time. */
const LINE = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) \[ (ERROR|INFO) \] (.*)$/gm;

/** @param text the end of the log, perhaps from the middle of a line on */
export function readLog(text: string): Told {
  let failure: number | undefined;
  let success: number | undefined;
  for (const [, time, level, what] of text.matchAll(LINE)) {
    const at = Date.parse(time!);
    if (Number.isNaN(at)) continue;
    if (level === 'ERROR') failure = at;
    else if (/^Finished (taking a backup|creating a)/.test(what!)) success = at;
  }
  return { failure, success };
}
