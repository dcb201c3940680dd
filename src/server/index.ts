// The room's front door: a server from targets.
import { type AppOptions, createApp } from './app.ts';
import { type ListenAddress, type Listening, listen } from './listen.ts';
import { OwnMetrics } from './own.ts';

export type ServerOptions = Omit<AppOptions, 'own'> & { readonly address: ListenAddress };

/** Starts the HTTP server; rejects with the system's error when it cannot listen. */
export function startServer(options: ServerOptions): Promise<Listening> {
  const own = new OwnMetrics(options.build);
  return listen(createApp({ ...options, own }), options.address);
}
