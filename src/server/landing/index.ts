// The landing page: at a glance, what of Appsmith is up, and what to do about the rest.
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Note } from '../../scrape/component.ts';
import { span } from '../../telemetry/changes.ts';
import { quote } from '../filter.ts';
import type { BuildInfo } from '../own.ts';
import { plain } from '../plain.ts';
import type { Scraper } from '../scraper.ts';
import { page } from './page.ts';
import { STYLE } from './style.ts';
import { viewOf } from './view.ts';

/** A result this young needs no new scrape: reloading the page must not cost the stores anything. */
const FRESH_MS = 10_000;
const TIMEOUT_MS = 5_000;
const REFRESH = { min: 5, max: 3600 };

/** Only our own style sheet, by its hash, and the icon in the page itself. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface LandingOptions {
  readonly scrapers: readonly Scraper[];
  readonly build: BuildInfo;
  /** By the target's name. */
  readonly notes: ReadonlyMap<string, readonly Note[]>;
}

/** The handler of `/`; `?target=NAME` shows another target, `?refresh=SECONDS` reloads. */
export function landing({ scrapers, build, notes }: LandingOptions) {
  const started = performance.now();
  const targets = scrapers.map((scraper) => scraper.target.name);
  return async (request: Request, response: Response): Promise<void> => {
    const name = request.query.target ?? targets[0];
    const scraper = scrapers.find(({ target }) => target.name === name);
    if (!scraper) {
      plain(
        response,
        404,
        `unknown target ${quote(String(name))}; there are: ${targets.join(', ')}`,
      );
      return;
    }
    response.set('Content-Security-Policy', POLICY).type('html');
    if (request.method === 'HEAD') return void response.end();
    const result = await scraper.recent(FRESH_MS, TIMEOUT_MS);
    const now = Date.now();
    const uptime = span(performance.now() - started);
    const refresh = refreshOf(request.query.refresh);
    const frame = { ...build, targets, uptime, host: hostOf(request), refresh };
    response.send(page(viewOf(result, now, notes.get(result.target)), frame));
  };
}

function refreshOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{1,4}$/.test(text)) return undefined;
  return Math.min(Math.max(Number(text), REFRESH.min), REFRESH.max);
}

/** The Host header is the caller's word: shown if it looks like a host, and only to the caller. */
function hostOf(request: Request): string {
  const host = request.get('host') ?? '';
  return /^[\w.[\]:-]{1,255}$/.test(host) ? host : 'localhost';
}
