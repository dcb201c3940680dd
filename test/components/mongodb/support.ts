// Scrapes the MongoDB component of a stand-in, and ends both with the test.
import { onTestFinished } from 'vitest';
import { mongodb } from '../../../src/components/mongodb/index.ts';
import {
  demoHandlers,
  type MongoWire,
  type MongoWireOptions,
  startMongoWire,
} from '../../../src/demo/mongo-wire/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';

/** A stand-in that lives as long as the test, with the demo's answers unless others are given. */
export async function wire(options: MongoWireOptions = {}): Promise<MongoWire> {
  const server = await startMongoWire({
    ...options,
    handlers: { ...demoHandlers(), ...options.handlers },
  });
  onTestFinished(() => server.stop());
  return server;
}

/** A function that scrapes a connection string again and again with one collector. */
export function scraper(url: string, settings: Record<string, number | boolean> = {}) {
  const target = targetOf(mongodb, { url, ...settings });
  onTestFinished(() => target.close());
  const scrape = async (timeoutMs = 5000) => {
    const { result, text, series } = await scrapeText(target, timeoutMs);
    return { outcome: result.outcomes[0]!, text, series };
  };
  return Object.assign(scrape, { target, close: () => target.close() });
}

export function urlOf({ port }: { port: number }, rest = '/appsmith', user = ''): string {
  return `mongodb://${user}127.0.0.1:${port}${rest}`;
}

/** Waits until something holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
