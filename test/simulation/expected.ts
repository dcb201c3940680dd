// What each incident must come to. Minutes count from its beginning; a scrape is taken each minute.
import type { Outcome } from './outcome.ts';

export const expected: Readonly<Record<string, Outcome>> = {};
