// Recording rules: a recorded name with the expression that it is computed from.
import type { Expression, Recorded } from '../promql/index.ts';

export interface RecordingRule {
  readonly recorded: Recorded;
  readonly expr: Expression;
  /** Why it exists: which rules or panels read it, or whose name it keeps alive. */
  readonly why: string;
  /** It looks over hours or days: computed once a minute, in a group of its own, since each time costs. */
  readonly everyMinute?: true;
}

/** A name that others' dashboards use, kept answering; unlike recorded names it has no colon. */
export interface Alias {
  readonly alias: string;
  readonly labels: readonly string[];
  readonly expr: Expression;
  readonly why: string;
}
