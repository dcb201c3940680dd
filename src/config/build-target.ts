// Builds one target's configuration: its docker.env first, then every option of every component.
import type { Component, Note } from '../scrape/component.ts';
import { type DockerEnv, readDockerEnv } from './docker-env.ts';
import type { ReadFile } from './files.ts';
import { type Option, STACKS_DIR } from './option.ts';
import type { Problem } from './problem.ts';
import { type Report, Resolver, type Sources } from './resolve.ts';
import { type Entry, makeTarget, type TargetConfig } from './target.ts';

type ReadDockerEnv = (path: string) => string | Promise<string>;

export interface Builds {
  readonly components: readonly Component[];
  readonly options: readonly Option[];
  readonly readFile: ReadFile;
  /** Appsmith's volume may hang, which the exporter's own files do not. */
  readonly readDockerEnv: ReadDockerEnv;
  /** Where problems go. */
  readonly problems: Problem[];
}

export class TargetBuilder {
  readonly #components: readonly Component[];
  readonly #options: readonly Option[];
  readonly #readFile: ReadFile;
  readonly #readDockerEnv: ReadDockerEnv;
  readonly #problems: Problem[];

  constructor({ components, options, readFile, readDockerEnv, problems }: Builds) {
    this.#components = components;
    this.#options = options;
    this.#readFile = readFile;
    this.#readDockerEnv = readDockerEnv;
    this.#problems = problems;
  }

  /** Resolves every option; problems go to the list given at construction, the rest becomes notes. */
  async target(name: string, sources: Sources): Promise<TargetConfig> {
    const report: Report = { problems: this.#problems, notes: [] };
    const stacks = this.#stacks(sources, report);
    const stacksDir = stacks.resolved?.value as string | undefined;
    const dockerEnv = stacksDir ? await readDockerEnv(stacksDir, this.#readDockerEnv) : undefined;
    const all = { ...sources, ...(dockerEnv && { dockerEnv }) };
    const resolver = new Resolver(all, this.#readFile, report);
    const rest = this.#options.filter((option) => option !== STACKS_DIR);
    const resolved = rest.map((option) => ({ option, resolved: resolver.resolve(option) }));
    const entries = [stacks, ...resolved];
    const notes = [...aboutFile(dockerEnv, entries), ...this.#refusals(dockerEnv), ...report.notes];
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

/** Without docker.env little is known, unless the exporter was given Appsmith's own variables. */
function aboutFile(dockerEnv: DockerEnv | undefined, entries: readonly Entry[]): readonly Note[] {
  const notes = dockerEnv?.notes ?? [];
  if (!entries.some(({ resolved }) => resolved?.origin.kind === 'appsmith-env')) return notes;
  return notes.map((note) =>
    note.code === 'docker-env-missing' ? { ...note, level: 'info' } : note,
  );
}
