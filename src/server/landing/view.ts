// What the landing page says, worked out from a scrape's result: data only, no HTML.
import type { Outcome } from '../../scrape/collection.ts';
import type { Note } from '../../scrape/component.ts';
import type { ScrapeResult } from '../../scrape/target.ts';
import { appsmithUp } from '../../scrape/verdict.ts';
import { latency, listed, reasonInWords, seriesCount } from '../../scrape/words.ts';
import { span } from '../../telemetry/changes.ts';

/** `unwell`: it answers, but not as it should. */
export type State = 'up' | 'unwell' | 'down' | 'absent';

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly state: State;
  readonly address?: string | undefined;
  readonly latency?: string | undefined;
  readonly series?: string | undefined;
  /** In plain words: why it is not up, or why it is absent. */
  readonly why?: string | undefined;
  /** What the system itself said. */
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly notes: readonly Note[];
}

/** `unknown`: no component says how Appsmith as a whole is. */
export type Verdict = 'up' | 'degraded' | 'down' | 'unknown';

export interface View {
  readonly target: string;
  readonly verdict: Verdict;
  readonly headline: string;
  readonly summary: string;
  readonly rows: readonly Row[];
  readonly absent: readonly Row[];
  /** About the configuration. */
  readonly notes: readonly Note[];
}

/** @param now milliseconds since the epoch */
export function viewOf(result: ScrapeResult, now: number, notes: readonly Note[] = []): View {
  const all = result.outcomes.map(rowOf);
  const rows = all.filter((row) => row.state !== 'absent');
  const troubled = rows.filter((row) => row.state !== 'up');
  const verdict = verdictOf(appsmithUp(result.families), troubled.length > 0);
  return {
    target: result.target,
    verdict,
    headline: headline(verdict, troubled),
    summary: summary(result, rows, now),
    rows,
    notes,
    absent: all.filter((row) => row.state === 'absent'),
  };
}

function verdictOf(up: boolean | undefined, troubled: boolean): Verdict {
  if (up === undefined) return 'unknown';
  if (!up) return 'down';
  return troubled ? 'degraded' : 'up';
}

function headline(verdict: Verdict, troubled: readonly Row[]): string {
  if (verdict === 'up') return 'Appsmith is up';
  if (verdict === 'down') return 'Appsmith is down';
  if (verdict === 'unknown') return 'Appsmith’s own state is not known';
  const names = troubled.length > 2 ? `${troubled.length} parts` : listed(troubled.map(titleOf));
  const need = troubled.length === 1 ? 'needs' : 'need';
  return `Appsmith is up, but ${names} ${need} a look`;
}

const titleOf = ({ title }: Row): string => title;

function summary(result: ScrapeResult, rows: readonly Row[], now: number): string {
  const answering = rows.filter((row) => row.state !== 'down').length;
  const series = result.families.reduce((sum, family) => sum + family.series, 0);
  const age = Math.max(0, now - result.at);
  return [
    `${answering} of ${rows.length} ${rows.length === 1 ? 'part answers' : 'parts answer'}`,
    seriesCount(series),
    `scraped in ${latency(result.seconds)}`,
    age < 2000 ? 'just now' : `${span(age)} ago`,
  ].join(' · ');
}

function rowOf(outcome: Outcome): Row {
  const { component, state, address, reason, detail, hint, notes, families } = outcome;
  const row = { name: component.name, title: component.title, address, notes };
  if (state === 'absent') return { ...row, state, why: detail, hint };
  return {
    ...row,
    state: state === 'up' && reason ? 'unwell' : state,
    latency: latency(outcome.seconds),
    series: seriesCount(families.reduce((sum, family) => sum + family.series, 0)),
    why: reason && reasonInWords(reason),
    detail: reason && detail,
  };
}
