// The command line, spelt as Prometheus exporters spell it.
import { isSecret, type Option, PROCESS_OPTIONS, pathOf } from './option.ts';
import type { Problem } from './problem.ts';
import { didYouMean } from './suggest.ts';

/** Flags that are no option of the configuration. */
export interface FlagDefinition {
  readonly name: string;
  readonly help: string;
  /** Takes a value; otherwise it is a switch. */
  readonly value?: string;
}

export const ACTIONS: readonly FlagDefinition[] = [
  { name: 'config.file', value: 'FILE', help: 'Configuration file (APPSMITH_EXPORTER_CONFIG).' },
  { name: 'config.check', help: 'Check the configuration, say what is wrong with it, and end.' },
  { name: 'print-config', help: 'Print the resulting configuration and where each value is from.' },
  { name: 'once', help: 'Write one scrape to standard output and end.' },
  { name: 'help', help: 'Show this help.' },
  { name: 'version', help: 'Show the version.' },
];

export interface Flags {
  /** Text by the flag's name; a switch is `true` or `false`. */
  readonly values: ReadonlyMap<string, string>;
  readonly problems: Problem[];
}

type Known = ReadonlyMap<string, { readonly takesValue: boolean; readonly secret?: Option }>;

function knownFlags(options: readonly Option[], extra: readonly FlagDefinition[]): Known {
  const known = new Map<string, { takesValue: boolean; secret?: Option }>();
  for (const option of options) {
    const entry = {
      takesValue: option.kind !== 'boolean',
      ...(isSecret(option) && { secret: option }),
    };
    for (const flag of option.flags) known.set(flag, entry);
  }
  for (const { name, value } of extra) known.set(name, { takesValue: value !== undefined });
  return known;
}

/** Splits arguments into flags; what is not known, lacks its value or comes twice is a problem. */
export function readFlags(
  argv: readonly string[],
  options: readonly Option[],
  extra: readonly FlagDefinition[] = [],
): Flags {
  const known = knownFlags([...PROCESS_OPTIONS, ...options], [...ACTIONS, ...extra]);
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const rest = [...argv];
  while (rest.length > 0) {
    const problem = readOne(rest.shift()!, rest, known, values);
    if (problem) problems.push(problem);
  }
  return { values, problems };
}

function readOne(
  argument: string,
  rest: string[],
  known: Known,
  values: Map<string, string>,
): Problem | undefined {
  const [, given, text] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(argument) ?? [];
  if (given === undefined) {
    return {
      where: 'command line',
      problem: 'an argument is not a flag',
      remedy: 'flags begin with --',
    };
  }
  const negated = given.startsWith('no-') && known.get(given.slice(3))?.takesValue === false;
  const name = negated ? given.slice(3) : given;
  const flag = known.get(name);
  const where = `--${given}`;
  if (!flag) return { where, problem: 'unknown flag', remedy: unknownRemedy(given, known) };
  if (values.has(name))
    return { where, problem: 'given more than once', remedy: 'keep one of them' };
  if (flag.secret) {
    // Taken even if it looks like a flag: or the secret itself would be told as an unknown one.
    if (text === undefined) rest.shift();
    return onTheCommandLine(where, flag.secret);
  }
  const value = text ?? (flag.takesValue ? takeValue(rest) : 'true');
  if (value === undefined)
    return { where, problem: 'needs a value', remedy: `write ${where}=VALUE` };
  if (negated && text !== undefined)
    return { where, problem: 'takes no value', remedy: `write ${where}` };
  values.set(name, negated ? 'false' : value);
  return undefined;
}

function takeValue(rest: string[]): string | undefined {
  return rest[0] === undefined || rest[0].startsWith('--') ? undefined : rest.shift();
}

function unknownRemedy(given: string, known: Known): string {
  const names = [...known].flatMap(([name, flag]) =>
    flag.takesValue ? [name] : [name, `no-${name}`],
  );
  const remedy = didYouMean(given, names, '--');
  return remedy.startsWith('did') ? remedy : '--help lists all flags';
}

function onTheCommandLine(where: string, option: Option): Problem {
  const variable = option.env ?? option.appsmith?.[0];
  const file = `${pathOf(option)}_file in the configuration file`;
  return {
    where,
    value: '***',
    path: pathOf(option),
    problem: 'a secret on the command line can be read by everybody on the machine',
    remedy: variable
      ? `set ${variable}, or ${variable}_FILE to a file that holds it`
      : `use ${file}`,
  };
}
