// The whole configuration: flags, environment, file and each Appsmith's own settings, checked at once.
import type { Component, Note, SettingValue } from '../scrape/component.ts';
import { type DockerEnv, readDockerEnv } from './docker-env.ts';
import { environmentNotes } from './environment.ts';
import { type ReadFile, readUtf8, whyUnreadable } from './files.ts';
import { type FlagDefinition, readFlags } from './flags.ts';
import { type Option, PROCESS_OPTIONS, STACKS_DIR, targetOptions } from './option.ts';
import { ConfigError, type Problem } from './problem.ts';
import { type Environment, type Report, Resolver, type Sources } from './resolve.ts';
import { type Entry, makeTarget, type TargetConfig } from './target.ts';
import { type ListenAddress, parseListen } from './values.ts';
import { type FileConfig, readYaml } from './yaml-file.ts';

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
  const { values: flags, problems: flagProblems } = readFlags(argv, declared, extraFlags);
  const report: Report = { problems: [...flagProblems], notes: [] };
  const file = await readConfigFile(flags, env, declared, readFile, report.problems);
  const fromFile = file && { path: file.path, values: file.values };
  const sources: Sources = { flags, env, ...(fromFile && { file: fromFile }) };
  const resolver = new Resolver(sources, readFile, report);
  const entries = PROCESS_OPTIONS.map((option) => ({ option, resolved: resolver.resolve(option) }));
  const get = <T extends SettingValue>(path: string) =>
    entries.find(({ option }) => option.path.join('.') === path)?.resolved?.value as T | undefined;

  const build = new TargetBuilder(components, declared, readFile, report.problems);
  const targets =
    get<boolean>('default_target') === false ? [] : [build.target('default', sources)];
  for (const [name, values] of file?.targets ?? []) {
    targets.push(
      build.target(name, {
        flags: switches(flags),
        file: { path: file!.path, values },
        elsewhere: true,
      }),
    );
  }
  if (targets.length === 0) report.problems.push(NO_TARGET);
  if (report.problems.length > 0) throw new ConfigError(report.problems);
  report.notes.push(...environmentNotes(env, [...PROCESS_OPTIONS, ...declared]));

  const webConfigFile = get<string>('web.config_file');
  return {
    listen: parseListen(get<string>('web.listen_address') ?? '')!,
    ...(webConfigFile !== undefined && { webConfigFile }),
    log: { level: get<LogLevel>('log.level')!, format: get<LogFormat>('log.format')! },
    limits: {
      scrapeTimeoutMs: get<number>('limits.scrape_timeout')! * 1000,
      maxScrapeTimeoutMs: get<number>('limits.max_scrape_timeout')! * 1000,
    },
    once: flags.get('once') === 'true',
    check: flags.get('config.check') === 'true',
    print: flags.get('print-config') === 'true',
    extra: new Map([...flags].filter(([name]) => extraFlags.some((flag) => flag.name === name))),
    ...(file && { file: file.path }),
    targets,
    notes: report.notes,
    entries,
  };
}

const NO_TARGET: Problem = {
  where: 'default_target',
  problem: 'is false and no target is named, so there is nothing to watch',
  remedy: 'name targets under `targets:` in the configuration file',
};

/** Switching a component off by flag holds for every target; other flags mean the default one. */
function switches(flags: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...flags].filter(([name]) => name.startsWith('collector.')));
}

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

class TargetBuilder {
  readonly #components: readonly Component[];
  readonly #options: readonly Option[];
  readonly #readFile: ReadFile;
  readonly #problems: Problem[];

  constructor(
    components: readonly Component[],
    options: readonly Option[],
    readFile: ReadFile,
    problems: Problem[],
  ) {
    this.#components = components;
    this.#options = options;
    this.#readFile = readFile;
    this.#problems = problems;
  }

  target(name: string, sources: Sources): TargetConfig {
    const report: Report = { problems: this.#problems, notes: [] };
    const stacks = this.#stacks(sources, report);
    const stacksDir = stacks.resolved?.value as string | undefined;
    const dockerEnv =
      stacksDir === undefined ? undefined : readDockerEnv(stacksDir, this.#readFile);
    const resolver = new Resolver(
      { ...sources, ...(dockerEnv && { dockerEnv }) },
      this.#readFile,
      report,
    );
    const rest = this.#options.filter((option) => option !== STACKS_DIR);
    const entries = [
      stacks,
      ...rest.map((option) => ({ option, resolved: resolver.resolve(option) })),
    ];
    const notes = [...(dockerEnv?.notes ?? []), ...this.#refusals(dockerEnv), ...report.notes];
    return makeTarget({ name, stacksDir, dockerEnv, notes, entries }, this.#components);
  }

  /** A named target has no stacks folder unless it says so: the default one is somebody else's. */
  #stacks(sources: Sources, report: Report): Entry {
    const { default: fallback, ...bare } = STACKS_DIR;
    const option = sources.elsewhere || fallback === undefined ? bare : STACKS_DIR;
    return { option, resolved: new Resolver(sources, this.#readFile, report).resolve(option) };
  }

  /** Lines of docker.env that were not understood, if they hold something that is wanted here. */
  #refusals(dockerEnv: DockerEnv | undefined): Note[] {
    const wanted = new Set(this.#options.flatMap(({ appsmith }) => appsmith ?? []));
    return (dockerEnv?.refusals ?? [])
      .filter(({ key }) => key === undefined || wanted.has(key))
      .map(({ line, key, why }) => ({
        level: 'warning',
        code: 'docker-env-line',
        text: `docker.env line ${line}${key ? `, ${key}` : ''}: ${why}`,
        remedy: 'put the value in single quotes, or set the exporter’s own variable',
      }));
  }
}
