// Components that do as a test says, and the real application over HTTP with them.
import { onTestFinished } from 'vitest';
import { gauge } from '../../src/metrics/index.ts';
import type { Member } from '../../src/scrape/collection.ts';
import type { Component, Note, ScrapeContext } from '../../src/scrape/component.ts';
import { Target } from '../../src/scrape/target.ts';
import { type ServerOptions, scrapersOf, startServer } from '../../src/server/index.ts';
import type { Listening } from '../../src/server/listen.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { Captured } from './captured.ts';

export type Collect = (scrape: ScrapeContext) => Promise<void> | void;

export interface Fake {
  readonly component: Component;
  readonly address?: string;
  readonly notes?: readonly Note[];
  readonly absent?: { readonly why: string; readonly hint?: string };
  readonly collect: Collect;
}

/** A component with one gauge, `appsmith_<name>_value`; without `collect` it answers with 1. */
export function fake(
  name: string,
  more: Partial<Omit<Fake, 'component'>> & { title?: string } = {},
): Fake {
  const value = gauge({ name: `appsmith_${name}_value`, help: 'A value.', source: 'the test' });
  const component: Component = {
    name,
    title: more.title ?? name,
    metrics: { value },
    settings: [],
    configure: () => ({ absent: 'composed by hand' }),
  };
  const answer: Collect = ({ samples, answered }) => {
    samples.set(value, 1);
    answered();
  };
  return { component, collect: answer, ...more };
}

export const APPSMITH_UP = gauge({
  name: 'appsmith_up',
  help: 'Whether Appsmith is healthy.',
  source: 'the test',
});

/** The backend as the landing page and `--once` know it: it says whether Appsmith is up. */
export function fakeBackend(up: boolean, more: Parameters<typeof fake>[1] = {}): Fake {
  const collect: Collect = ({ samples, answered }) => {
    answered();
    samples.set(APPSMITH_UP, up);
  };
  return fake('backend', { title: 'Backend', collect, ...more });
}

export function fakeTarget(name: string, fakes: readonly Fake[]): Target {
  return new Target(name, fakes.map(memberOf));
}

function memberOf({ component, absent, collect, address, notes = [] }: Fake): Member {
  if (absent) return { component, absent };
  const collector = {
    collect: async (scrape: ScrapeContext) => collect(scrape),
    close: async () => {},
  };
  const where = address ?? `http://127.0.0.1/${component.name}`;
  const origin = { kind: 'default' as const, where: 'test' };
  const target = { address: where, origin, open: () => collector, notes };
  return { component, configured: { target, collector } };
}

/** The real server on a free port with these targets, until the test ends. */
export async function serve(
  targets: readonly Target[],
  options: Partial<ServerOptions> = {},
): Promise<Listening & { log: Captured }> {
  const log = new Captured();
  const logger = createLog(log, { level: 'info', format: 'logfmt' });
  const server = await startServer({
    scrapers: scrapersOf(targets, logger),
    log: logger,
    build: { version: '1.2.3', revision: 'abc' },
    listen: { host: '127.0.0.1', port: 0 },
    ...options,
  });
  onTestFinished(async () => {
    await server.stop(0);
    await Promise.all(targets.map((target) => target.close()));
  });
  return { ...server, log };
}
