// Reads single values back out of a scrape's families: people are told what Prometheus is given.
import { type Family, linesOf } from '../exposition/index.ts';

export interface Value {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Every series of a family of our own; empty if the scrape has none. Not for large foreign families. */
export function valuesOf(families: readonly Family[], name: string): Value[] {
  const family = families.find((one) => one.name === name);
  if (!family) return [];
  const text = linesOf(family, 'text');
  return text.split('\n').flatMap((line) => {
    const [, labels = '', value] = /^[^\s{]+(\{.*\})? (\S+)/.exec(line) ?? [];
    if (value === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key, text]) => [key, text] as const);
    return [{ labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}
