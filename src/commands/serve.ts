// `serve`: answers scrapes until it is asked to stop; with --once it writes one scrape and ends.
import { once as onceEvent } from 'node:events';
import type { Target } from '../scrape/target.ts';
import type { ListenAddress, Listening } from '../server/listen.ts';
import { createLog, type Logger } from '../telemetry/log.ts';
import { type Context, UsageError } from './command.ts';
import { composeDefaults } from './compose.ts';
import { EXIT } from './exit-codes.ts';
import { once } from './once.ts';
import { REVISION, VERSION } from './version.ts';

/** How long running scrapes may take to end after a SIGTERM. */
const DRAIN_MS = 10_000;

export function help(): string {
  return 'Usage: appsmith-exporter serve [flags]';
}

export async function run(context: Context): Promise<number> {
  const targets = composeDefaults();
  const log = createLog(context.stderr, { level: 'info', format: 'logfmt' });
  try {
    if (context.argv.includes('--once')) return await once(targets[0]!, context);
    return await listenUntilStopped(targets, { port: 9564 }, log, context.signal);
  } finally {
    await Promise.all(targets.map((target) => target.close()));
  }
}

async function listenUntilStopped(
  targets: readonly Target[],
  address: ListenAddress,
  log: Logger,
  signal: AbortSignal,
): Promise<number> {
  const build = { version: VERSION, revision: REVISION };
  // Imported here: --once needs no HTTP server.
  const { startServer } = await import('../server/index.ts');
  let server: Listening;
  try {
    server = await startServer({ targets, log, build, address, ready: () => !signal.aborted });
  } catch (error) {
    return cannotListen(error, address, log);
  }
  log.info({ url: server.url, version: VERSION }, 'listening');
  if (!signal.aborted) await onceEvent(signal, 'abort');
  log.info({ signal: String(signal.reason) }, 'stopping: running scrapes may end');
  await server.stop(DRAIN_MS);
  log.info('stopped');
  return EXIT.OK;
}

function cannotListen(error: unknown, { host = '', port }: ListenAddress, log: Logger): number {
  const code = (error as NodeJS.ErrnoException).code;
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (code === 'EADDRINUSE') {
    log.error(
      { address: where },
      'the address is already in use; choose another with --web.listen-address',
    );
    return EXIT.PORT_IN_USE;
  }
  if (code === undefined) throw error;
  throw new UsageError(`cannot listen on ${where}: ${(error as Error).message}`);
}
