// The questions about people and what they have built, in the order in which they are first asked.
import { countPeople, WINDOWS } from './activity.ts';
import { COLLECTIONS, countDatasources, countDocuments } from './inventory.ts';
import type { Asking, Question } from './question.ts';

const INVENTORY_SECONDS = 900;

export const QUESTIONS: readonly Question[] = [
  ...WINDOWS.map((window) => ({
    name: `active_${window.name}`,
    everySeconds: window.everySeconds,
    ask: (asking: Asking) => countPeople(asking, window),
  })),
  ...COLLECTIONS.map((counted) => ({
    name: counted.question,
    everySeconds: INVENTORY_SECONDS,
    ask: (asking: Asking) => countDocuments(asking, counted),
  })),
  { name: 'datasources', everySeconds: INVENTORY_SECONDS, ask: countDatasources },
];
