// The express application: routes, security headers, and what happens to everything else.
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Note } from '../scrape/component.ts';
import type { Logger } from '../telemetry/log.ts';
import { DEFAULT_LIMITS, type ScrapeLimits } from './deadline.ts';
import { Exposition } from './expose.ts';
import type { FrontDoor } from './front-door/index.ts';
import { landing } from './landing/index.ts';
import type { BuildInfo, OwnMetrics } from './own.ts';
import { plain } from './plain.ts';
import type { Scraper } from './scraper.ts';

export interface AppOptions {
  /** At least one; the first is what the landing page opens with. */
  readonly scrapers: readonly Scraper[];
  readonly limits?: ScrapeLimits;
  /** By the target's name: what its configuration has to say. */
  readonly notes?: ReadonlyMap<string, readonly Note[]>;
  readonly own: OwnMetrics;
  readonly log: Logger;
  readonly build: BuildInfo;
  /** False while the exporter stops. */
  readonly ready?: () => boolean;
  /** Who may come in; without one, everybody. */
  readonly door?: Pick<FrontDoor, 'headers' | 'isOutdated' | 'refusalOf'> | undefined;
}

/** Builds the application; it listens nowhere and starts nothing by itself. */
export function createApp(options: AppOptions): Express {
  const { scrapers, own, log, build, limits = DEFAULT_LIMITS, ready = () => true } = options;
  const exposition = new Exposition({ scrapers, limits, log, own: () => own.families() });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(securityHeaders(options.door));
  app.use(refuseBody(own));
  if (options.door) app.use(refuseStrangers(options.door, own));
  const get = (path: string, handler: RequestHandler) => {
    app.route(path).all(measured(path, own)).get(handler).all(methodNotAllowed);
  };
  get('/', landing({ scrapers, build, notes: options.notes ?? new Map() }));
  get('/metrics', (request, response) => exposition.metrics(request, response));
  get('/probe', (request, response) => exposition.probe(request, response));
  get('/-/healthy', (_, response) => plain(response, 200, 'healthy'));
  get('/-/ready', (_, response) =>
    plain(response, ready() ? 200 : 503, ready() ? 'ready' : 'stopping'),
  );
  app.use(measured('other', own), (_, response) =>
    plain(response, 404, 'not found; see / or /metrics'),
  );
  app.use(failure(log));
  return app;
}

/** No page of ours loads, frames or runs anything from elsewhere. */
function securityHeaders(door: AppOptions['door']): RequestHandler {
  return (_request, response, next) => {
    const headers: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      'cache-control': 'no-store',
      ...door?.headers(),
    };
    for (const [name, value] of Object.entries(headers)) if (value) response.set(name, value);
    next();
  };
}

/** Nothing here takes a body. It is not read, and the connection ends, for it would have to be. */
function refuseBody(own: OwnMetrics): RequestHandler {
  const count = measured('refused', own);
  return (request, response, next) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && Number(length) === 0) return next();
    count(request, response, () => {});
    response.set('Connection', 'close');
    plain(response, 413, 'a request here has no body');
  };
}

function refuseStrangers(door: NonNullable<AppOptions['door']>, own: OwnMetrics): RequestHandler {
  const count = measured('refused', own);
  return async (request, response, next) => {
    if (door.isOutdated(request)) response.set('Connection', 'close');
    const refusal = await door.refusalOf(request);
    if (response.destroyed) return;
    if (!refusal) return next();
    count(request, response, () => {});
    response.set(refusal.headers ?? {});
    plain(response, refusal.status, refusal.line);
  };
}

function measured(handler: string, own: OwnMetrics): RequestHandler {
  return (_request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      // 499: the client went away first, as NGINX counts it.
      const code = response.writableFinished ? response.statusCode : 499;
      own.observe(handler, code, (performance.now() - started) / 1000);
    });
    next();
  };
}

function methodNotAllowed(request: Request, response: Response): void {
  response.set('Allow', 'GET, HEAD');
  plain(response, 405, `${request.method} is not allowed here`);
}

/** Express calls it for what a handler throws, and for a path that cannot be decoded. */
function failure(log: Logger) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    const status = (error as { status?: unknown }).status;
    const ours = typeof status !== 'number' || status >= 500;
    if (ours) log.error({ err: error }, 'a request failed');
    if (response.headersSent) next(error);
    else plain(response, ours ? 500 : status, ours ? 'internal error' : 'bad request');
  };
}
