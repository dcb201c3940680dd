// Whether Appsmith as a whole is up, read from a scrape's families.
import type { Family } from '../exposition/index.ts';
import { valuesOf } from './values.ts';

/** The value of `appsmith_up`; undefined where no component gave it. */
export function appsmithUp(families: readonly Family[]): boolean | undefined {
  const value = valuesOf(families, 'appsmith_up').at(0)?.value;
  return value === undefined ? undefined : value === 1;
}
