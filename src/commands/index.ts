// From the command line to a command: finds it, imports it, turns what it throws into an exit code.
import { type CommandModule, type Context, UsageError } from './command.ts';
import { EXIT, EXIT_MEANINGS } from './exit-codes.ts';
import { REVISION, VERSION } from './version.ts';

export { leave } from './leave.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Imported lazily, so that no command pays for another's start-up time and memory. */
const COMMANDS: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'answer scrapes over HTTP (the default); --once writes one scrape and ends',
    load: () => import('./serve.ts'),
  },
  {
    name: 'doctor',
    summary: 'say what is there, what is not and why, and what to do about it',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'generate',
    summary: 'write dashboards, alerts and runbooks, by your observability.yml if you have one',
    load: () => import('./generate.ts'),
  },
  {
    name: 'healthcheck',
    summary: 'ask the exporter beside it whether it answers; for container images',
    load: () => import('./healthcheck.ts'),
  },
  {
    name: 'provision',
    summary: 'write what the compose stack is started with into its volumes',
    load: () => import('./provision.ts'),
  },
  {
    name: 'demo',
    summary: 'start an embedded Appsmith and the exporter beside it, to look at',
    load: () => import('./demo.ts'),
  },
];

/** Runs what the arguments ask for; never throws. Without a command name it is `serve`. */
export async function run(context: Context): Promise<number> {
  try {
    return await dispatch(context);
  } catch (error) {
    return report(error, context.stderr);
  }
}

async function dispatch(context: Context): Promise<number> {
  const [first = '', ...rest] = context.argv;
  if (first === '--version' || first === '-V') {
    context.stdout.write(
      `appsmith-exporter ${VERSION} (${REVISION}, Node.js ${process.version})\n`,
    );
    return EXIT.OK;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    return help(rest[0], context);
  }
  const named = first !== '' && !first.startsWith('-');
  const command = await (await find(named ? first : 'serve')).load();
  const argv = named ? rest : context.argv;
  if (argv.includes('--help') || argv.includes('-h')) {
    context.stdout.write(`${command.help()}\n`);
    return EXIT.OK;
  }
  return command.run({ ...context, argv });
}

async function find(name: string): Promise<Entry> {
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry) return entry;
  const { closest } = await import('../config/index.ts');
  const names = COMMANDS.map((command) => command.name);
  const meant = closest(name, names);
  const hint = meant ? `did you mean "${meant}"?` : `there are: ${names.join(', ')}`;
  // What is no word may be an address with its password.
  const shown = /^[\w.-]{1,63}$/.test(name) ? `unknown command "${name}"` : 'no such command';
  throw new UsageError(`${shown}; ${hint}`);
}

async function help(name: string | undefined, { stdout }: Context): Promise<number> {
  const text = name === undefined ? overview() : (await (await find(name)).load()).help();
  stdout.write(`${text}\n`);
  return EXIT.OK;
}

function overview(): string {
  const commands = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`);
  const codes = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(11)} ${meaning}`);
  return [
    'Prometheus exporter for a self-hosted Appsmith.',
    '',
    'Usage: appsmith-exporter [command] [flags]',
    '',
    'Commands:',
    ...commands,
    '',
    '  <command> --help   the command’s flags',
    '  --version          version, revision and Node.js version',
    '',
    'Exit codes:',
    ...codes,
  ].join('\n');
}

/** Prints an error and gives its exit code: lines for what the user can mend, the stack for what we must. */
export function report(error: unknown, stderr: NodeJS.WritableStream): number {
  if (error instanceof Error && (error.name === 'UsageError' || error.name === 'ConfigError')) {
    const lines = error.message.split('\n');
    for (const line of lines) stderr.write(`appsmith-exporter: ${line}\n`);
    return EXIT.USAGE;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`appsmith-exporter: unexpected error: ${text}\n`);
  return EXIT.INTERNAL;
}
