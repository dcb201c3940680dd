// The whole configuration: flags, environment, file and each Appsmith's own settings, checked at once.
import type { Component, Note, SettingValue } from '../scrape/component.ts';
import { TargetBuilder } from './build-target.ts';
import { environmentNotes } from './environment.ts';
import { type ReadFile, readInTime, readUtf8, whyUnreadable } from './files.ts';
import { type FlagDefinition, readFlags } from './flags.ts';
import { type Option, PROCESS_OPTIONS, pathOf, targetOptions } from './option.ts';
import { ConfigError, type Problem } from './problem.ts';
import { type Environment, type Report, Resolver, type Sources } from './resolve.ts';
import type { Entry, TargetConfig } from './target.ts';
import { type ListenAddress, parseListen } from './values.ts';
import { type FileConfig, type FileValue, readYaml } from './yaml-file.ts';

export interface Config {
  readonly listen: ListenAddress;
  /** TLS and basic auth of the exporter's own server. */
  readonly webConfigFile?: string;
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  readonly limits: { readonly scrapeTimeoutMs: number; readonly maxScrapeTimeoutMs: number };
  /** `--once`, `--config.check`, `--print-config`. */
  readonly once: boolean;
  readonly check: boolean;
  readonly print: boolean;
  /** Flags that only the command knows, as given. */
  readonly extra: ReadonlyMap<string, string>;
  readonly file?: string;
  /** The default target first, if there is one. */
  readonly targets: readonly TargetConfig[];
  /** About the process; each target has its own. */
  readonly notes: readonly Note[];
  readonly entries: readonly Entry[];
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFormat = 'logfmt' | 'json';

export interface LoadOptions {
  /** Flags only, without the command's name. */
  readonly argv: readonly string[];
  readonly components: readonly Component[];
  readonly env?: Environment;
  readonly readFile?: ReadFile;
  /** Flags of the command itself. */
  readonly extraFlags?: readonly FlagDefinition[];
}

/** Reads and checks everything; throws a ConfigError that lists every problem. Connects to nothing. */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { argv, components, env = process.env, readFile = readUtf8, extraFlags = [] } = options;
  const declared = targetOptions(components);
  const { values: flags, problems } = readFlags(argv, declared, extraFlags);
  const file = await readConfigFile(flags, env, declared, readFile, problems);
  const sources: Sources = { flags, env, ...(file && { file }) };
  const report: Report = {
    problems,
    notes: environmentNotes(env, [...PROCESS_OPTIONS, ...declared]),
  };
  const resolver = new Resolver(sources, readFile, report);
  const entries = PROCESS_OPTIONS.map((option) => ({ option, resolved: resolver.resolve(option) }));
  const alone = entries.some(
    ({ option, resolved }) => option.path[0] === 'default_target' && resolved?.value === false,
  );

  const readDockerEnv = options.readFile ?? readInTime;
  const what = { components, options: declared, readFile, readDockerEnv, problems };
  const build = new TargetBuilder(what);
  // One after the other: problems are told in the order of the file.
  const targets = alone ? [] : [await build.target('default', sources)];
  for (const [name, values] of file?.targets ?? []) {
    targets.push(await build.target(name, remote(name, values, file!.path, flags)));
  }
  if (targets.length === 0) problems.push(NO_TARGET);
  if (problems.length > 0) throw new ConfigError(inOrder(problems));
  const extra = new Map(
    [...flags].filter(([name]) => extraFlags.some((flag) => flag.name === name)),
  );
  return {
    ...processSettings(entries),
    ...switchesOf(flags),
    ...(file && { file: file.path }),
    extra,
    targets,
    notes: report.notes,
    entries,
  };
}

type ProcessSettings = Pick<Config, 'listen' | 'webConfigFile' | 'log' | 'limits'>;

/** The process options by their names in the code; each has a value by now, from its default if nowhere else. */
function processSettings(entries: readonly Entry[]): ProcessSettings {
  const byPath = new Map(entries.map(({ option, resolved }) => [pathOf(option), resolved?.value]));
  const get = <T extends SettingValue>(path: string) => byPath.get(path) as T;
  const webConfigFile = byPath.get('web.config_file');
  return {
    listen: parseListen(get('web.listen_address'))!,
    ...(typeof webConfigFile === 'string' && { webConfigFile }),
    log: { level: get('log.level'), format: get('log.format') },
    limits: {
      scrapeTimeoutMs: get<number>('limits.scrape_timeout') * 1000,
      maxScrapeTimeoutMs: get<number>('limits.max_scrape_timeout') * 1000,
    },
  };
}

function switchesOf(flags: ReadonlyMap<string, string>): Pick<Config, 'once' | 'check' | 'print'> {
  const on = (name: string) => flags.get(name) === 'true';
  return { once: on('once'), check: on('config.check'), print: on('print-config') };
}

/**
 * A named target takes nothing from the environment and its flags mean the default target, but for
 * switching a component off, which holds for all.
 */
function remote(
  name: string,
  values: ReadonlyMap<string, FileValue>,
  path: string,
  flags: ReadonlyMap<string, string>,
): Sources {
  const switches = new Map([...flags].filter(([flag]) => flag.startsWith('collector.')));
  return { flags: switches, file: { path, values }, prefix: `targets.${name}.`, elsewhere: true };
}

/** Problems of the file by line, where they stand among themselves. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const line = ({ where }: Problem) => Number(/:(\d+)(?: |$)/.exec(where)?.[1] ?? 0);
  return [...problems].sort((a, b) => line(a) - line(b));
}

const NO_TARGET: Problem = {
  where: 'default_target',
  problem: 'is false and no target is named, so there is nothing to watch',
  remedy: 'name targets under `targets:` in the configuration file',
};

async function readConfigFile(
  flags: ReadonlyMap<string, string>,
  env: Environment,
  declared: readonly Option[],
  readFile: ReadFile,
  problems: Problem[],
): Promise<FileConfig | undefined> {
  const path = flags.get('config.file') || env.APPSMITH_EXPORTER_CONFIG;
  if (!path) return undefined;
  const where = flags.get('config.file') ? '--config.file' : 'APPSMITH_EXPORTER_CONFIG';
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const problem = whyUnreadable(error, path);
    problems.push({
      where: `${where} (${path})`,
      problem,
      remedy: 'give the path of a readable YAML file',
    });
    return undefined;
  }
  const file = await readYaml(path, text, PROCESS_OPTIONS, declared);
  problems.push(...file.problems);
  return file;
}
