// What supervisord said about Appsmith's programs, read from the scrape.
import type { Family } from '../exposition/index.ts';
import { valuesOf } from '../scrape/values.ts';

/** Most programs have their component’s name. */
const PROGRAMS: Readonly<Record<string, string>> = { caddy: 'editor', edge: 'editor' };

/** The name under which supervisord would run a component. */
export const programOf = (component: string): string => PROGRAMS[component] ?? component;

/** `RUNNING`, `FATAL` … by the program's name; empty where supervisord was not asked. */
export function programStates(families: readonly Family[]): ReadonlyMap<string, string> {
  return new Map(
    valuesOf(families, 'appsmith_process_state')
      .filter(({ value }) => value === 1)
      .map(({ labels: { process = '', state = '' } }) => [process, state]),
  );
}
