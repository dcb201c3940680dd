// Says once when a component goes down and once when it comes back, however often it is scraped.
import type { Outcome } from '../scrape/collection.ts';
import type { Note } from '../scrape/component.ts';
import type { ScrapeResult } from '../scrape/target.ts';
import type { Logger } from './log.ts';

/** `failing`: it answers, but not well. */
type State = 'up' | 'failing' | 'down' | 'absent';

interface Seen {
  readonly state: State;
  /** Milliseconds since the epoch at which it came into this state. */
  readonly since: number;
}

/** Compares each result with the one before; hand it every complete result of every target. */
export class ChangeLog {
  readonly #log: Logger;
  readonly #seen = new Map<string, Seen>();
  readonly #said = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  observe({ target, at, outcomes }: ScrapeResult): void {
    for (const outcome of outcomes) {
      this.#notes(target, outcome);
      const key = JSON.stringify([target, outcome.component.name]);
      const before = this.#seen.get(key);
      const state = stateOf(outcome);
      if (before?.state === state) continue;
      this.#seen.set(key, { state, since: at });
      this.#say(target, outcome, state, before, at);
    }
  }

  /** Each note once: one that comes and goes (slow, not slow) must not fill the log. */
  #notes(target: string, { component, notes }: Outcome): void {
    for (const note of notes) {
      const key = JSON.stringify([target, component.name, note.code]);
      if (this.#said.has(key)) continue;
      this.#said.add(key);
      logNote(this.#log, note, { target, component: component.name });
    }
  }

  #say(target: string, outcome: Outcome, state: State, before: Seen | undefined, at: number): void {
    const { component, address, reason, detail, seconds } = outcome;
    const fields = {
      target,
      component: component.name,
      ...(address && { address }),
      ...(before && { [`${before.state}_for`]: span(at - before.since) }),
    };
    if (state === 'down' || state === 'failing') {
      const said = state === 'down' ? 'is down' : 'answers, but is not well';
      this.#log.warn({ ...fields, reason, detail, after: span(seconds * 1000) }, said);
    } else if (state === 'up') this.#log.info(fields, before ? 'is back' : 'is up');
    else if (before) this.#log.info({ ...fields, detail }, 'is not part of this deployment');
  }
}

/** A note as one line: its text, its stable code, the remedy. */
export function logNote(log: Logger, note: Note, fields: Readonly<Record<string, string>>): void {
  const { level, code, text, remedy } = note;
  log[level === 'warning' ? 'warn' : 'info']({ ...fields, code, remedy }, text);
}

function stateOf({ state, reason }: Outcome): State {
  return state === 'up' && reason ? 'failing' : state;
}

/** Milliseconds for people: `340ms`, `12s`, `5m10s`, `3h2m`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m${s % 60}s`;
  const h = Math.floor(s / 3600);
  return h < 48 ? `${h}h${Math.floor((s % 3600) / 60)}m` : `${Math.floor(h / 24)}d${h % 24}h`;
}
