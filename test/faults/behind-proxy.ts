// One component behind a proxy, for tests in which its server changes.
import { onTestFinished } from 'vitest';
import type { Component } from '../../src/scrape/component.ts';
import { startProxy } from '../peers/proxy.ts';
import { scrapeText, targetOf } from '../support/component.ts';

/** A server that ends with the test. */
export async function of<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  onTestFinished(() => void server.stop());
  return server;
}

/** A component behind a proxy, and its scrapes. */
export async function behindProxy(
  component: Component,
  to: number,
  settings: (port: number) => Record<string, string>,
) {
  const proxy = await of(startProxy({ to }));
  const target = targetOf(component, settings(proxy.port));
  onTestFinished(() => target.close());
  const scrape = async (timeoutMs = 5000) => {
    const { result, series } = await scrapeText(target, timeoutMs);
    const { state, reason, notes } = result.outcomes[0]!;
    return { state, reason, series, keys: [...series.keys()], codes: notes.map((n) => n.code) };
  };
  return { proxy, scrape };
}

/** What a scrape is in which all is well. */
export const WELL = { state: 'up', reason: undefined };
