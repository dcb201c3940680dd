// What a component has to say besides its state: each thing once, and again only after a day without it.
import type { Outcome } from '../scrape/collection.ts';
import type { Note } from '../scrape/component.ts';
import type { Logger } from './log.ts';

const DAY_MS = 86_400_000;

/** Remembers what was said; one that comes and goes (slow, not slow) must not fill the log. */
export class Notes {
  readonly #log: Logger;
  /** By target, component and code: when it was last there. All three are bounded. */
  readonly #last = new Map<string, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @param now milliseconds of a clock that never goes back */
  observe(target: string, outcome: Outcome, now: number): void {
    const component = outcome.component.name;
    for (const note of outcome.notes) {
      if (this.#isNew(target, component, note.code, now)) {
        logNote(this.#log, note, { target, component });
      }
    }
    for (const [reason, dropped] of outcome.dropped) {
      if (!this.#isNew(target, component, `dropped ${reason}`, now)) continue;
      const fields = { target, component, code: 'series-dropped', reason, dropped };
      this.#log.warn(fields, 'series or lines are refused; the dropped counter goes on counting');
    }
  }

  #isNew(target: string, component: string, what: string, now: number): boolean {
    const key = JSON.stringify([target, component, what]);
    const last = this.#last.get(key);
    this.#last.set(key, now);
    return last === undefined || now - last >= DAY_MS;
  }
}

/** A note as one line: its text, its stable code, the remedy. */
export function logNote(log: Logger, note: Note, fields: Readonly<Record<string, string>>): void {
  const { level, code, text, remedy } = note;
  log[level === 'warning' ? 'warn' : 'info']({ ...fields, code, remedy }, text);
}
