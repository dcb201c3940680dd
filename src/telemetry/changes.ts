// Says once when a component goes down and once when it comes back, however often it is scraped.
import type { Outcome } from '../scrape/collection.ts';
import type { Reason } from '../scrape/errors.ts';
import type { ScrapeResult } from '../scrape/target.ts';
import type { Logger } from './log.ts';
import { Notes } from './notes.ts';
import { type Held, Pace } from './pace.ts';

export { logNote } from './notes.ts';

/** `failing`: it answers, but not well. */
type State = 'up' | 'failing' | 'down' | 'absent';

/** Lines about one component in an hour; a flapping one then gets a single line with their number. */
const LINES_PER_HOUR = 6;

const WORDS: Readonly<Record<State, string>> = {
  up: 'is up',
  failing: 'answers, but is not well',
  down: 'is down',
  absent: 'is not part of this deployment',
};

/** What is known of one component of one target. */
interface Seen {
  state: State;
  /** When it came into this state, by the log's own clock. */
  since: number;
  /** Reasons that were told since then: one that comes and goes is told once. */
  readonly told: Set<Reason | undefined>;
  readonly pace: Pace;
}

/** Compares each result with the one before; hand it every complete result of every target. */
export class ChangeLog {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #notes: Notes;
  readonly #seen = new Map<string, Seen>();

  /** @param now milliseconds of a clock that never goes back, as the wall clock may */
  constructor(log: Logger, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
    this.#notes = new Notes(log);
  }

  observe({ target, outcomes }: ScrapeResult): void {
    const now = this.#now();
    const everyScrape = this.#log.isLevelEnabled('debug');
    for (const outcome of outcomes) {
      if (everyScrape) this.#log.debug(measured(target, outcome), 'scraped');
      this.#notes.observe(target, outcome, now);
      this.#compare(target, outcome, now);
    }
  }

  #compare(target: string, outcome: Outcome, now: number): void {
    const key = JSON.stringify([target, outcome.component.name]);
    const state = stateOf(outcome);
    const seen = this.#seen.get(key);
    if (!seen) {
      const pace = new Pace(LINES_PER_HOUR);
      this.#seen.set(key, { state, since: now, told: new Set([outcome.reason]), pace });
      if (state !== 'absent') this.#say(fieldsOf(target, outcome), outcome, WORDS[state]);
      return;
    }
    const held = seen.pace.release(now);
    const changed = this.#change(seen, target, outcome, now, held === undefined);
    if (held) this.#sumUp(target, outcome, held, changed ? 1 : 0);
  }

  /** Whether something is other than before, which is said unless there is a sum to be said. */
  #change(seen: Seen, target: string, outcome: Outcome, now: number, aloud: boolean): boolean {
    const { state: before, since } = seen;
    const state = stateOf(outcome);
    if (before === state && seen.told.has(outcome.reason)) return false;
    if (before !== state) {
      seen.told.clear();
      Object.assign(seen, { state, since: now });
    }
    seen.told.add(outcome.reason);
    if (!aloud || !seen.pace.allows(now)) return true;
    const fields = { ...fieldsOf(target, outcome), [`${before}_for`]: span(now - since) };
    this.#say(
      fields,
      outcome,
      before === state ? `${WORDS[state]}, now for another reason` : wordsAfter(state),
    );
    return true;
  }

  #say(fields: object, outcome: Outcome, words: string): void {
    const { reason, detail, seconds } = outcome;
    const state = stateOf(outcome);
    if (state === 'up') this.#log.info(fields, words);
    else if (state === 'absent') this.#log.info({ ...fields, detail }, words);
    else this.#log.warn({ ...fields, reason, detail, after: span(seconds * 1000) }, words);
  }

  #sumUp(target: string, outcome: Outcome, { count, forMs }: Held, more: number): void {
    const { reason } = outcome;
    const state = stateOf(outcome);
    const changes = count + more;
    const fields = { ...fieldsOf(target, outcome), state, reason, changes };
    const level = state === 'down' || state === 'failing' ? 'warn' : 'info';
    this.#log[level](fields, `changed state ${changes} times in the last ${span(forMs)}`);
  }
}

function fieldsOf(target: string, { component, address }: Outcome) {
  return { target, component: component.name, ...(address && { address }) };
}

const wordsAfter = (state: State) => (state === 'up' ? 'is back' : WORDS[state]);

/** The line of debug: what one scrape of one component came to. */
function measured(target: string, outcome: Outcome) {
  const { component, reason, seconds, families } = outcome;
  const series = families.reduce((sum, family) => sum + family.series, 0);
  const took = Number(seconds.toFixed(4));
  return {
    target,
    component: component.name,
    state: stateOf(outcome),
    reason,
    seconds: took,
    series,
  };
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
