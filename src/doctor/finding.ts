// What doctor has to say: one thing a person should know, how bad it is, and the one thing to do about it.
import type { Note } from '../scrape/component.ts';

/** `error`: something does not work. `warning`: it works, but not as it should. `info`: good to know. */
export type Level = 'error' | 'warning' | 'info';

export const LEVELS: readonly Level[] = ['error', 'warning', 'info'];

export interface Remedy {
  /** What to do, as a sentence without its full stop. */
  readonly text: string;
  /** Commands or settings to copy as they are. */
  readonly lines: readonly string[];
  /** What not to do instead. */
  readonly caution?: string;
}

export interface Finding {
  readonly level: Level;
  /** Stable, kebab-case: scripts go by it. */
  readonly code: string;
  /** The target it is about; absent if it is about the exporter itself. */
  readonly target?: string;
  /** The component's name; absent if it is about the target as a whole. */
  readonly component?: string;
  readonly text: string;
  /** What the system itself said, or what else is known. */
  readonly detail?: string;
  readonly remedy?: Remedy;
  /** It will go when another finding is mended, so it comes behind that. */
  readonly consequence?: true;
}

/** Worst first; among equals causes before what follows from them, else in the order found. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const rank = ({ level, consequence }: Finding) =>
    LEVELS.indexOf(level) * 2 + Number(consequence ?? false);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

/** A remedy as notes write it: a sentence, then lines to copy; or nothing but lines. */
export function remedyOf(text: string): Remedy {
  const [first = '', ...lines] = text.split('\n');
  return /^[A-Z][A-Z0-9_]*=/.test(first)
    ? { text: 'Set', lines: [first, ...lines] }
    : { text: first, lines };
}

/** A note as a finding of the same level. */
export function findingOf({ level, code, text, remedy }: Note): Finding {
  return { level, code, text, ...(remedy !== undefined && { remedy: remedyOf(remedy) }) };
}
