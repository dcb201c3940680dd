// What a question about usage is: how often it may be asked, what it is asked with, what it answers.
import type { MetricDef } from '../../../metrics/index.ts';
import type { Run } from '../link.ts';

/** A series and its value; without a value it is left out. */
export interface Row {
  readonly metric: MetricDef;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What earlier answers have told the later questions. */
export interface Known {
  /** Where activity is written down: decided by the longest window, which is asked first. */
  activity?: 'pulses' | 'users' | 'nowhere';
  /** No account at all: this is not Appsmith's database, and every other zero would be a lie. */
  noUsers?: boolean;
}

/** What a question is asked with. */
export interface Asking {
  readonly run: Run;
  readonly database: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly known: Known;
}

export interface Question {
  /** The value of the `question` label. */
  readonly name: string;
  /** Asked at most so often, also after a refusal. */
  readonly everySeconds: number;
  /** No rows: there is nothing to tell. Throws {@link TooMuch}, or what the driver throws. */
  ask(asking: Asking): Promise<Row[]>;
}

/** A documented limit was reached: no number is better than a wrong one. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}
