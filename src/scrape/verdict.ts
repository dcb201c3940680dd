// Whether Appsmith as a whole is up, read from a scrape's families.
import type { Family } from '../exposition/index.ts';

const NAME = 'appsmith_up';

/** The value of `appsmith_up`; undefined where no component gave it. */
export function appsmithUp(families: readonly Family[]): boolean | undefined {
  const family = families.find(({ name }) => name === NAME);
  if (!family) return undefined;
  const text = Buffer.concat([...family.lines('text')]).toString();
  const value = /\s(\S+)\s*$/.exec(text.split('\n')[0] ?? '')?.[1];
  return value === undefined ? undefined : Number(value) === 1;
}
