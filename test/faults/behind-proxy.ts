// One component behind a proxy, for tests in which its server changes.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

type Cli = (...args: string[]) => Promise<string>;

/** Clients that call themselves by our name. */
export async function clients(cli: Cli): Promise<number> {
  return ((await cli('client', 'list')).match(/name=appsmith-exporter/g) ?? []).length;
}

/** redis-cli with this password. */
export function cliWith(port: number, password: string): Cli {
  return async (...args) => {
    const base = ['-h', '127.0.0.1', '-p', String(port), '--no-auth-warning', '-a', password];
    return (await promisify(execFile)('redis-cli', [...base, ...args])).stdout.trim();
  };
}
