// The room's front door: a server from targets.
import type { ListenAddress } from '../config/index.ts';
import type { Target } from '../scrape/target.ts';
import { ChangeLog } from '../telemetry/changes.ts';
import type { Logger } from '../telemetry/log.ts';
import { type AppOptions, createApp } from './app.ts';
import { type Listening, listen } from './listen.ts';
import { OwnMetrics } from './own.ts';
import { Scraper } from './scraper.ts';

export type ServerOptions = Omit<AppOptions, 'own'> & { readonly listen: ListenAddress };

/** The targets, with their changes of state logged. */
export function scrapersOf(targets: readonly Target[], log: Logger): Scraper[] {
  const changes = new ChangeLog(log);
  return targets.map((target) => new Scraper(target, (result) => changes.observe(result)));
}

/** Starts the HTTP server; rejects with the system's error when it cannot listen. */
export function startServer(options: ServerOptions): Promise<Listening> {
  const own = new OwnMetrics(options.build);
  return listen(createApp({ ...options, own }), options.listen);
}
