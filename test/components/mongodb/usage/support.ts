// Scrapes the usage component of a stand-in, again and again, until it has asked all its questions.
import { onTestFinished } from 'vitest';
import { mongodb } from '../../../../src/components/mongodb/index.ts';
import { usage } from '../../../../src/components/mongodb/usage/index.ts';
import { QUESTIONS } from '../../../../src/components/mongodb/usage/questions.ts';
import type { Component } from '../../../../src/scrape/component.ts';
import { Target } from '../../../../src/scrape/target.ts';
import { scrapeText, settingsOf } from '../../../support/component.ts';

/** As many scrapes as there are questions. */
export const ALL = QUESTIONS.length;

function memberOf(component: Component, values: Record<string, string | boolean>) {
  const target = component.configure(settingsOf(component, values), {});
  if ('absent' in target) throw new Error(target.absent);
  return { component, configured: { target, collector: target.open() } };
}

/** A target of usage alone, or of MongoDB and usage. */
export function usageTarget(url: string, { beside = false } = {}): Target {
  const own = memberOf(usage, { 'mongodb.url': url, read_documents: true });
  const members = beside ? [memberOf(mongodb, { url }), own] : [own];
  const target = new Target('test', members);
  onTestFinished(() => target.close());
  return target;
}

/** The last of so many scrapes. */
export async function scraped(target: Target, times = ALL, timeoutMs = 5000) {
  for (let i = 1; i < times; i++) await target.scrape({ timeoutMs });
  const { result, series, text } = await scrapeText(target, timeoutMs);
  const outcome = result.outcomes.find(({ component }) => component === usage)!;
  return { series, text, outcome, result };
}

export const windows = (series: ReadonlyMap<string, number>, name = 'appsmith_active_users') =>
  ['5m', '1d', '7d', '30d'].map((window) => series.get(`${name}{window="${window}"}`));
