// An Appsmith backend made of recorded answers, and a scrape of it.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { backend } from '../../../src/components/backend/index.ts';
import { scrapeText, targetOf } from '../../support/component.ts';
import { answer, refusedUrl, upstream } from '../../support/http.ts';

const FOLDER = new URL('../../fixtures/backend/', import.meta.url);

export function fixture(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

/** A recorded HTTP answer (`curl -i`), with an optional line of timing at its end. */
export function recorded(name: string): RequestListener {
  const raw = fixture(name);
  const end = raw.search(/\r?\n\r?\n/);
  const status = Number(raw.slice(9, 12));
  const type = /content-type: *(.+?)\r?\n/i.exec(raw.slice(0, end))?.[1] ?? '';
  const body = raw
    .slice(end)
    .trim()
    .replace(/\n\[[\d.]+s\]$/, '');
  // With its length, as Spring sends it: a client can keep the connection without reading what it does not want.
  return (_request, response) => {
    const length = Buffer.byteLength(body);
    response.writeHead(status, { 'content-type': type, 'content-length': length }).end(body);
  };
}

export const HEALTHY = recorded('health-200.txt');
export const UNAUTHORIZED = answer(401, '', '');
export const WEB_PAGE = answer(200, 'text/html; charset=utf-8', fixture('index.html'));
/** Accepts the request and never answers. */
export const HANG: RequestListener = () => {};

export interface Routes {
  readonly health?: RequestListener;
  readonly info?: RequestListener;
  readonly prometheus?: RequestListener;
  /** `/actuator/metrics` and everything below. */
  readonly metrics?: RequestListener;
}

/** One server that plays backend and front door; what is not given is as on a default Community edition. */
export function play(routes: Routes): Promise<string> {
  return upstream((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const route = path.startsWith('/api/v1/health')
      ? (routes.health ?? HEALTHY)
      : path === '/info'
        ? (routes.info ?? WEB_PAGE)
        : path === '/actuator/prometheus'
          ? (routes.prometheus ?? UNAUTHORIZED)
          : path.startsWith('/actuator/metrics')
            ? (routes.metrics ?? UNAUTHORIZED)
            : WEB_PAGE;
    route(request, response);
  });
}

export interface Options {
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly timeoutMs?: number;
}

/** Scrapes a played backend once. */
export async function scrapeBackend(routes: Routes, { settings, timeoutMs }: Options = {}) {
  const url = await play(routes);
  return scrapeUrl(url, {
    settings: { public_url: url, ...settings },
    ...(timeoutMs && { timeoutMs }),
  });
}

export async function scrapeUrl(url: string, { settings, timeoutMs }: Options = {}) {
  const target = targetOf(backend, { url, public_url: await refusedUrl(), ...settings });
  onTestFinished(() => target.close());
  const { result, series, text } = await scrapeText(target, timeoutMs);
  const outcome = result.outcomes[0]!;
  const codes = outcome.notes.map((note) => note.code);
  return { result, outcome, series, text, codes, target };
}

/** Series of one family, by their labels. */
export function family(series: ReadonlyMap<string, number>, name: string): Record<string, number> {
  const found = [...series].filter(([key]) => key === name || key.startsWith(`${name}{`));
  return Object.fromEntries(found.map(([key, value]) => [key.slice(name.length), value]));
}
