// `serve`: answers scrapes until it is asked to stop; with --once it writes one scrape and ends.
import { once as onceEvent } from 'node:events';
import { components } from '../components/index.ts';
import {
  answersAgain,
  type Config,
  DOCKER_ENV_HANGS,
  flagHelp,
  forgetTraceHeaders,
  loadConfig,
  printConfig,
  type TargetConfig,
  tracesAsked,
} from '../config/index.ts';
import { ownSurroundings, rejoinNeeded } from '../lifeline/index.ts';
import { settingsWritten } from '../lifeline/settings.ts';
import type { Component } from '../scrape/component.ts';
import type { Target } from '../scrape/target.ts';
import type { WebSource } from '../server/front-door/index.ts';
import type { Listening } from '../server/listen.ts';
import { createLog, type Logger } from '../telemetry/log.ts';
import type { Traces } from '../telemetry/traces.ts';
import { type Context, UsageError } from './command.ts';
import { composeTarget } from './compose.ts';
import { EXIT } from './exit-codes.ts';
import { once } from './once.ts';
import { announce } from './start-up.ts';
import { REVISION, VERSION } from './version.ts';

/** How long running scrapes may take to end after a SIGTERM. */
const DRAIN_MS = 10_000;

export function help(): string {
  return [
    'Usage: appsmith-exporter [serve] [flags]',
    '',
    'Serves the metrics of one Appsmith on /metrics, and of each configured target on /probe?target=NAME.',
    'Without any flag it reads Appsmith’s own variables and docker.env. /metrics takes collect[]=NAME and',
    'exclude[]=NAME; `/` says at a glance what is up.',
    '',
    flagHelp(components),
  ].join('\n');
}

export function run(context: Context): Promise<number> {
  return serve(context, components);
}

/** The same with other components: the demo's disk is not the machine's. */
export async function serve(context: Context, components: readonly Component[]): Promise<number> {
  const { argv, env, stdout, stderr, signal } = context;
  const config = await loadConfig({ argv, env, components });
  const web = await webSource(config);
  if (config.print) stdout.write(printConfig(config));
  if (config.check) stderr.write('the configuration can be used\n');
  if (config.print || config.check) return EXIT.OK;
  const log = createLog(stderr, config.log);
  const traces = !config.once && tracesAsked(env) ? await startTraces(log) : undefined;
  const compose = (target: TargetConfig) => composeTarget(target, components, traces?.tracer);
  const targets = config.targets.map(compose);
  try {
    if (config.once) return await once(targets[0]!, config.limits.scrapeTimeoutMs, log, context);
    return await untilStopped(targets, config, web, log, signal);
  } finally {
    await Promise.all(targets.map((target) => target.close()));
    await traces?.stop();
  }
}

/** Imported here: who does not trace must not load it. */
async function startTraces(log: Logger): Promise<Traces | undefined> {
  const { startTraces: start } = await import('../telemetry/traces.ts');
  const traces = await start(log, VERSION);
  forgetTraceHeaders();
  return traces;
}

async function untilStopped(
  targets: readonly Target[],
  config: Config,
  web: WebSource | undefined,
  log: Logger,
  signal: AbortSignal,
): Promise<number> {
  // Imported here: --once needs no HTTP server.
  const { scrapersOf, startServer } = await import('../server/index.ts');
  const scrapers = scrapersOf(targets, log);
  const notes = new Map(
    config.targets.map(({ name, notes: own }) => [name, [...config.notes, ...own]]),
  );
  const build = { version: VERSION, revision: REVISION };
  const ready = () => !signal.aborted;
  const { limits, listen: address } = config;
  let server: Listening;
  try {
    const what = { scrapers, notes, log, build, ready, limits, listen: address, web };
    server = await startServer(what);
  } catch (error) {
    return cannotListen(error, config, log);
  }
  log.info({ url: server.url, version: VERSION, revision: REVISION }, 'listening');
  announce(config, targets, log);
  // Not waited for: it only puts into the log at once what the first scrape would find.
  void firstLook(scrapers, config.limits.scrapeTimeoutMs, signal);
  const reload = () => void server.reload();
  if (web) process.on('SIGHUP', reload);
  const why = await Promise.race([stopAsked(signal), restartHelps(config, log, signal)]);
  log.info({ signal: String(signal.reason ?? why) }, 'stopping: running scrapes may end');
  await server.stop(why === 'restart' ? 0 : DRAIN_MS);
  process.off('SIGHUP', reload);
  log.info('stopped');
  return why === 'restart' ? EXIT.CUT_OFF : EXIT.OK;
}

async function stopAsked(signal: AbortSignal): Promise<'asked'> {
  if (!signal.aborted) await onceEvent(signal, 'abort');
  return 'asked';
}

/**
 * In a container: resolves when a restart would mend what this process cannot. Its network is gone and Appsmith runs
 * again in another; or Appsmith, new, has written its settings only now.
 */
async function restartHelps(config: Config, log: Logger, signal: AbortSignal): Promise<'restart'> {
  const { stacksDir, notes = [] } = config.targets[0] ?? {};
  const surroundings = stacksDir === undefined ? undefined : ownSurroundings(stacksDir);
  if (stacksDir === undefined || !surroundings) return never();
  const told = new Set([...config.notes, ...notes].map(({ code }) => code));
  const onceIf = (code: string, wait: () => Promise<void>) => (told.has(code) ? wait() : never());
  const remedy =
    'if Appsmith’s container was created anew without the add-on’s file, run `docker compose up -d` with both files; see COMPOSE_FILE in docs/compose.md';
  const onLost = () =>
    log.warn(
      { remedy },
      'cut off: Appsmith’s container and its network are gone; waiting for Appsmith to write logs again',
    );
  const onBack = () => log.info('the network is back');
  const why = await Promise.race([
    rejoinNeeded({ surroundings, onLost, onBack }, signal).then(
      () => 'Appsmith runs again in another network: ending, so that a restart joins it',
    ),
    onceIf('docker-env-missing', () => settingsWritten(stacksDir, signal)).then(
      () => 'Appsmith has written its settings: ending, so that a restart reads them',
    ),
    onceIf(DOCKER_ENV_HANGS, answersAgain).then(
      () => 'the volume answers again: ending, so that a restart reads Appsmith’s settings',
    ),
  ]);
  log.warn(why);
  return 'restart';
}

const never = (): Promise<never> => new Promise(() => undefined);

/** The web-config file, checked; undefined without one, and then nothing that reads it is loaded. */
async function webSource({ webConfigFile: path }: Config): Promise<WebSource | undefined> {
  if (path === undefined) return undefined;
  const { readWebConfig } = await import('../config/web-config/index.ts');
  return { initial: await readWebConfig(path), read: () => readWebConfig(path) };
}

/** One target after the other: a fleet is not asked all at once. */
async function firstLook(
  scrapers: readonly { scrape(request: object): Promise<unknown> }[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (const scraper of scrapers) {
    if (signal.aborted) return;
    await scraper.scrape({ timeoutMs, signal });
  }
}

function cannotListen(error: unknown, { listen: { host, port } }: Config, log: Logger): number {
  const { code, message } = error as NodeJS.ErrnoException;
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (code === 'EADDRINUSE') {
    log.error(
      { address },
      'the address is already in use; choose another with --web.listen-address',
    );
    return EXIT.PORT_IN_USE;
  }
  if (code === undefined) throw error;
  throw new UsageError(
    `cannot listen on ${address}: ${message}; choose another with --web.listen-address`,
  );
}
