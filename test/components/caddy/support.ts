// What the tests of the proxy share: a scrape of one, and the recorded expositions.
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { caddy } from '../../../src/components/caddy/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

type Given = Parameters<typeof targetOf>[1];

export async function scrapeProxy(given: Given, timeoutMs?: number) {
  const target = targetOf(caddy, given);
  onTestFinished(() => target.close());
  const { result, series, text } = await scrapeText(target, timeoutMs);
  return { outcome: result.outcomes[0]!, series, text };
}

export const recorded = (name: string): string =>
  readFileSync(new URL(`../../fixtures/caddy/${name}`, import.meta.url), 'utf8');

/** The notes' codes. */
export const codes = (outcome: { notes: readonly { code: string }[] }): string[] =>
  outcome.notes.map(({ code }) => code);
