// The room's front door: a server from targets.
import type { ListenAddress } from '../config/index.ts';
import type { Target } from '../scrape/target.ts';
import { ChangeLog } from '../telemetry/changes.ts';
import type { Logger } from '../telemetry/log.ts';
import { type AppOptions, createApp } from './app.ts';
import type { WebSource } from './front-door/index.ts';
import { type ClientLimits, type Listening, listen } from './listen.ts';
import { OwnMetrics } from './own.ts';
import { Scraper } from './scraper.ts';

export interface ServerOptions extends Omit<AppOptions, 'own' | 'door'> {
  readonly listen: ListenAddress;
  readonly clientLimits?: Partial<ClientLimits>;
  /** TLS and users; without it nothing of them is loaded. */
  readonly web?: WebSource | undefined;
}

/** The targets, with their changes of state logged. */
export function scrapersOf(targets: readonly Target[], log: Logger): Scraper[] {
  const changes = new ChangeLog(log);
  return targets.map((target) => new Scraper(target, (result) => changes.observe(result)));
}

/** Starts the HTTP server; rejects with the system's error when it cannot listen. */
export async function startServer(options: ServerOptions): Promise<Listening> {
  const { web, log, listen: address, clientLimits = {} } = options;
  const door = web && new (await import('./front-door/index.ts')).FrontDoor(web, log);
  const own = new OwnMetrics(options.build, door && (() => door.report()));
  try {
    return await listen(createApp({ ...options, own, door }), {
      address,
      limits: clientLimits,
      door,
    });
  } catch (error) {
    await door?.close();
    throw error;
  }
}
