// Appsmith's version, commit and edition, from the file that its front door serves at /info.
import type { ScrapeContext } from '../../scrape/component.ts';
import { type HttpClient, readText } from '../../scrape/http.ts';
import { withPatience } from '../../scrape/patience.ts';
import { ownMetrics as m } from './metrics.ts';

/** The front door may hang while the backend is fine: what it says is worth this much time at most. */
const PATIENCE_MS = 2000;
const MAX_LENGTH = 80;

export interface ImageInfo {
  readonly version?: string | undefined;
  readonly commit?: string | undefined;
  readonly edition?: 'community' | 'business' | undefined;
  /** Seconds since the epoch. */
  readonly builtAt?: number | undefined;
}

/** Adds version series where `/info` tells them; whatever goes wrong is a note, never a failure. */
export async function collectInfo(http: HttpClient, scrape: ScrapeContext): Promise<void> {
  const ms = Math.min(PATIENCE_MS, scrape.remaining() / 2);
  try {
    const image = await withPatience(scrape, ms, (signal) => ask(http, signal));
    if (!image) return scrape.note(missing('it answered with something else'));
    const { version, commit, edition, builtAt } = image;
    scrape.samples.info(m.info, { version, commit, edition });
    scrape.samples.set(m.imageBuilt, builtAt);
  } catch {
    scrape.note(missing('it did not answer'));
  }
}

async function ask(http: HttpClient, signal: AbortSignal): Promise<ImageInfo | undefined> {
  const response = await http.request('/info', { signal });
  const body = await readText(response, 64 * 1024);
  return response.status === 200 ? parseInfo(body) : undefined;
}

/**
 * Reads `info.json`. Images have had three spellings of it: `version` (now), `gitNearestTag` and
 * `gitTag` (2023). The edition is told by the repository in `commitUrl`: the business edition is built from
 * `appsmith-ee`. Undefined if it holds none of them, such as the web page that Caddy falls back to.
 */
export function parseInfo(body: string): ImageInfo | undefined {
  let json: Record<string, unknown> | null;
  try {
    json = JSON.parse(body) as Record<string, unknown> | null;
  } catch {
    return undefined;
  }
  const version = text(json?.version) ?? text(json?.gitNearestTag) ?? text(json?.gitTag);
  const commit = text(json?.commitSha);
  if (version === undefined && commit === undefined) return undefined;
  const built = Date.parse(text(json?.imageBuiltAt) ?? text(json?.date) ?? '');
  return {
    version,
    commit,
    edition: editionOf(text(json?.commitUrl)),
    builtAt: Number.isNaN(built) ? undefined : built / 1000,
  };
}

function editionOf(commitUrl: string | undefined): ImageInfo['edition'] {
  const repository = /\/([\w.-]+)\/commit\//.exec(commitUrl ?? '')?.[1];
  if (repository === 'appsmith') return 'community';
  return repository === 'appsmith-ee' ? 'business' : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : undefined;
}

function missing(why: string) {
  return {
    level: 'info' as const,
    code: 'version-unknown',
    text: `Appsmith’s version is unknown: the front door was asked for /info and ${why}`,
    remedy: 'set APPSMITH_EXPORTER_PUBLIC_URL to the address under which people open Appsmith',
  };
}
