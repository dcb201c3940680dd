// `demo`: an embedded Appsmith on free ports and the exporter beside it, found through docker.env as on a real one.
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { closest } from '../config/index.ts';
import type { ActuatorAccess } from '../demo/actuator.ts';
import type { AppsmithOptions, EmbeddedAppsmith } from '../demo/appsmith.ts';
import { type Incident, incidents, playLive, type Step } from '../demo/incidents/index.ts';
import { realDisk } from '../scrape/files/index.ts';
import { type Context, UsageError } from './command.ts';
import { type ContainerFlags, demoContainer } from './demo-container.ts';
import { componentsOn } from './on-disk.ts';
import { serve } from './serve.ts';

const DEFAULT_PORT = 9564;
const ACCESS: readonly ActuatorAccess[] = ['open', 'closed', 'no-password'];

export function help(): string {
  return [
    'Usage: appsmith-exporter demo [flags]',
    '',
    'Starts an embedded Appsmith that speaks the real protocols, with users whose numbers move, and the',
    'exporter beside it. Nothing is installed; Ctrl-C ends both and removes what was written.',
    '',
    `  --actuator open|closed|no-password   how far the backend opens its metrics (default: open).`,
    '                                       closed is a Community edition as it is shipped',
    `  --port N                             the exporter’s port; 0 = any (default: ${DEFAULT_PORT}, or any if that is taken)`,
    '  --once                               write one scrape to standard output and end; 0 if Appsmith is up, 1 if not',
    '  --no-histograms                      a backend without histogram buckets',
    '  --seed N                             another course of events (default: 1)',
    '  --keep                               leave the stacks folder behind',
    '  --container                          in the place of Appsmith’s image: its ports and variables, no exporter',
    '  --stacks DIR                         with --container: the folder of its volume (default: /appsmith-stacks)',
    '  --stores-host ADDRESS                with --container: where its stores listen (default: 127.0.0.1)',
    '  --incident NAME                      play an incident, in real time, and tell each of its steps',
    '  --log.level, --log.format            as for serve',
    '',
    'Incidents, and the issue of appsmithorg/appsmith that each replays:',
    ...incidents.map(describe),
  ].join('\n');
}

export function run(context: Context): Promise<number> {
  return demo(context);
}

/** @param more overrides what the flags say; a test or an incident may want another Appsmith */
export async function demo(context: Context, more: AppsmithOptions = {}): Promise<number> {
  const flags = readFlags(context.argv);
  if (flags.container) return demoContainer(context, flags.container);
  // A wrong flag of serve's own is told before anything starts; the demo is not cheap to import.
  const { startAppsmith } = await import('../demo/appsmith.ts');
  const { diskOf } = await import('../demo/volume/disk.ts');
  const appsmith = await startAppsmith({ ...flags.appsmith, ...more });
  let endPlay = () => {};
  try {
    await appsmith.settle();
    const port = flags.port || (await freePort(flags.port ?? DEFAULT_PORT));
    if (!flags.once) context.stdout.write(welcome(appsmith, port, flags));
    if (flags.incident) {
      context.stdout.write(`Incident: ${flags.incident.title} (${flags.incident.lasts})\n\n`);
      const tell = (step: Step) => context.stdout.write(`  ${step.at.padEnd(8)} ${step.say}\n`);
      endPlay = playLive(appsmith, flags.incident, tell);
    }
    const beside = { ...context, argv: flags.serve, env: environment(context, appsmith, port) };
    return await serve(beside, componentsOn(diskOf(appsmith.model, realDisk)));
  } finally {
    endPlay();
    await appsmith.stop(flags.keep);
  }
}

interface Flags {
  readonly appsmith: AppsmithOptions;
  readonly port: number | undefined;
  readonly once: boolean;
  readonly keep: boolean;
  readonly incident: Incident | undefined;
  readonly container: ContainerFlags | undefined;
  /** What serve is given. */
  readonly serve: readonly string[];
}

const OPTIONS = {
  actuator: { type: 'string', default: 'open' },
  port: { type: 'string' },
  once: { type: 'boolean', default: false },
  'no-histograms': { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  keep: { type: 'boolean', default: false },
  container: { type: 'boolean', default: false },
  stacks: { type: 'string', default: '/appsmith-stacks' },
  'stores-host': { type: 'string', default: '127.0.0.1' },
  incident: { type: 'string' },
  'log.level': { type: 'string' },
  'log.format': { type: 'string' },
} as const;

function readFlags(argv: readonly string[]): Flags {
  const values = parse(argv);
  const actuator = ACCESS.find((access) => access === values.actuator);
  if (!actuator) {
    throw new UsageError(`--actuator is ${ACCESS.join(', ')}; not "${values.actuator}"`);
  }
  const incident = values.incident === undefined ? undefined : incidentOf(values.incident);
  if (incident && values.once) {
    throw new UsageError('--once writes one scrape at once; an --incident takes its time');
  }
  const forwarded = (['log.level', 'log.format'] as const).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}=${values[name]}`],
  );
  const seed = wholeNumber('seed', values.seed, 4_294_967_295);
  const { stacks, 'stores-host': storesHost } = values;
  return {
    container: values.container ? { stacks, storesHost, seed, incident } : undefined,
    appsmith: {
      actuator,
      histograms: !values['no-histograms'],
      seed,
      // Somebody who looks at night or on a Sunday wants to see numbers move too.
      knobs: { leastUsers: 15 },
    },
    port: values.port === undefined ? undefined : wholeNumber('port', values.port, 65_535),
    once: values.once,
    keep: values.keep,
    incident,
    serve: values.once ? ['--once', ...forwarded] : forwarded,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    const [first] = (error as Error).message.split('. ');
    throw new UsageError(`${first}; see demo --help`);
  }
}

function incidentOf(name: string): Incident {
  const found = incidents.find((incident) => incident.name === name);
  if (found) return found;
  const names = incidents.map((incident) => incident.name);
  const meant = closest(name, names);
  const hint = meant === undefined ? '' : `did you mean "${meant}"? `;
  throw new UsageError(`no incident "${name}"; ${hint}There are: ${names.join(', ')}`);
}

/** A line of the help. */
function describe({ name, title, report, lasts }: Incident): string {
  const where = report === undefined ? '' : ` #${report}`;
  return `  ${name.padEnd(17)} ${title} (${lasts}${where})`;
}

function wholeNumber(name: string, text: string, max: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= max) return Number(text);
  throw new UsageError(`--${name} is a whole number up to ${max}; not "${text}"`);
}

/** Only what the demo says: a real Appsmith's variables in this shell are not its business. */
function environment({ env }: Context, appsmith: EmbeddedAppsmith, port: number): Context['env'] {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('APPSMITH_'));
  return {
    ...Object.fromEntries(others),
    ...appsmith.env,
    APPSMITH_EXPORTER_LISTEN: `127.0.0.1:${port}`,
  };
}

/** `preferred` if nobody has it, else any that is free. */
async function freePort(preferred: number): Promise<number> {
  for (const port of [preferred, 0]) {
    const server = createServer();
    const bound = await new Promise<number | undefined>((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' ? address?.port : undefined);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    if (bound !== undefined) return bound;
  }
  return 0;
}

function welcome({ urls, stacksDir }: EmbeddedAppsmith, port: number, { appsmith }: Flags): string {
  const exporter = `http://127.0.0.1:${port}`;
  const actuator = {
    open: 'open, with the password in docker.env',
    closed: 'closed, as in a Community edition: 401',
    'no-password': 'open to an empty password, as in older versions',
  }[appsmith.actuator ?? 'open'];
  return [
    'An embedded Appsmith with some users, and the exporter beside it. Ctrl-C ends both.',
    '',
    `  At a glance      ${exporter}/`,
    `  Metrics          ${exporter}/metrics`,
    '',
    `  Appsmith         ${urls.front}/`,
    `  Backend          ${urls.backend}/api/v1/health`,
    `  Actuator         ${actuator}`,
    `  RTS              ${urls.rts}/rts-api/v1/health-check`,
    `  supervisord      ${urls.supervisor}/RPC2`,
    `  Stacks folder    ${stacksDir} (configuration/docker.env names the stores)`,
    '',
    '',
  ].join('\n');
}
