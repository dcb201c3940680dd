// One option's value: the first of its sources that has one, and where that was.
import { dirname, isAbsolute, join } from 'node:path';
import type { Note, Origin, Resolved } from '../scrape/component.ts';
import type { DockerEnv } from './docker-env.ts';
import { type ReadFile, whyUnreadable } from './files.ts';
import { isSecret, type Option, pathOf } from './option.ts';
import { resolvePlaceholders } from './placeholder.ts';
import type { Problem } from './problem.ts';
import { redactUrl } from './redact.ts';
import { parseValue } from './values.ts';
import type { FileValue } from './yaml-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where values come from, in the order of precedence; a source left out is not asked. */
export interface Sources {
  readonly flags?: ReadonlyMap<string, string>;
  readonly env?: Environment;
  readonly file?: { readonly path: string; readonly values: ReadonlyMap<string, FileValue> };
  readonly dockerEnv?: DockerEnv;
  /** `targets.NAME.` for a named target: where its options stand in the file. */
  readonly prefix?: string;
  /** A named target is elsewhere: addresses on loopback, guessed or from its docker.env, are not its. */
  readonly elsewhere?: boolean;
}

/** Collects what went wrong and what is worth saying. */
export interface Report {
  readonly problems: Problem[];
  readonly notes: Note[];
}

interface Candidate {
  readonly text: string;
  readonly origin: Origin;
}

/** Names in the order in which they win, for people. */
export const PRECEDENCE =
  'flag, exporter’s variable, configuration file, Appsmith’s variable, docker.env, default';

export class Resolver {
  readonly #sources: Sources;
  readonly #readFile: ReadFile;
  readonly #report: Report;

  constructor(sources: Sources, readFile: ReadFile, report: Report) {
    this.#sources = sources;
    this.#readFile = readFile;
    this.#report = report;
  }

  /** Undefined if no source has it. An empty text counts as not set. */
  resolve(option: Option): Resolved | undefined {
    for (const { text, origin } of this.#candidates(option)) {
      if (text === '') {
        this.#noteEmpty(option, origin);
        continue;
      }
      const known = this.#withoutPlaceholders(text, option, origin);
      if (known === undefined) continue;
      const parsed = parseValue(known, option);
      if ('value' in parsed) return { value: parsed.value, origin };
      const { problem, remedy } = parsed;
      if (origin.kind !== 'appsmith-env' && origin.kind !== 'docker.env') {
        const value = isSecret(option) ? '***' : redactUrl(text);
        this.#report.problems.push({
          where: origin.where,
          path: this.#path(option),
          value,
          problem,
          remedy,
        });
        return undefined;
      }
      this.#warn(
        'appsmith-variable-unusable',
        `${origin.where}: ${problem}; it is not used`,
        remedy,
      );
    }
    return undefined;
  }

  *#candidates(option: Option): Generator<Candidate> {
    const { flags, env, elsewhere } = this.#sources;
    for (const flag of option.flags) {
      const text = flags?.get(flag);
      if (text !== undefined) yield { text, origin: { kind: 'flag', where: `--${flag}` } };
    }
    if (env && option.env !== undefined) yield* this.#variable(env, option.env, option, 'env');
    yield* this.#fromFile(option);
    // As in Appsmith, a variable that is set anywhere comes before its alias.
    for (const name of option.appsmith ?? []) {
      if (env) yield* this.#variable(env, name, option, 'appsmith-env');
      yield* this.#fromDockerEnv(name, option);
    }
    const address = option.kind === 'url' || option.kind === 'secret-url';
    if (option.default !== undefined && !(elsewhere && address)) {
      yield { text: String(option.default), origin: { kind: 'default', where: 'default' } };
    }
  }

  *#variable(
    env: Environment,
    name: string,
    option: Option,
    kind: 'env' | 'appsmith-env',
  ): Generator<Candidate> {
    const text = env[name];
    const file = env[`${name}_FILE`];
    if (text && file && kind === 'env') {
      const problem = `both ${name} and ${name}_FILE are set`;
      this.#report.problems.push({
        where: name,
        path: this.#path(option),
        problem,
        remedy: 'unset one',
      });
    }
    if (text !== undefined) yield { text, origin: { kind, where: name } };
    if (!text && file) yield* this.#contents(file, option, { kind, where: `${name}_FILE` });
  }

  *#fromFile(option: Option): Generator<Candidate> {
    const { file } = this.#sources;
    if (!file) return;
    const path = pathOf(option);
    const plain = file.values.get(path);
    const indirect = isSecret(option) ? file.values.get(`${path}_file`) : undefined;
    const origin = ({ line }: FileValue): Origin => ({
      kind: 'file',
      where: `${file.path}:${line}`,
    });
    if (plain && indirect) {
      const problem = `both ${path} and ${path}_file are given`;
      this.#report.problems.push({ where: origin(plain).where, problem, remedy: 'remove one' });
    }
    if (plain) {
      const relative = option.kind === 'path' && plain.text !== '' && !isAbsolute(plain.text);
      const text = relative ? join(dirname(file.path), plain.text) : plain.text;
      yield { text, origin: origin(plain) };
    } else if (indirect) {
      yield* this.#contents(indirect.text, option, origin(indirect), dirname(file.path));
    }
  }

  *#fromDockerEnv(name: string, option: Option): Generator<Candidate> {
    const { dockerEnv, elsewhere } = this.#sources;
    const found = dockerEnv?.variables.get(name);
    if (!found) return;
    const origin = { kind: 'docker.env', where: `docker.env line ${found.line}, ${name}` } as const;
    if (elsewhere && isLoopback(found.value)) {
      const text = `${origin.where}: a loopback address says nothing about where the exporter finds it`;
      this.#warn('loopback-elsewhere', text, `set ${this.#path(option)}`);
    } else yield { text: found.value, origin };
  }

  /** A file's contents without the newline that editors and `echo` put at its end. */
  *#contents(given: string, option: Option, origin: Origin, folder = ''): Generator<Candidate> {
    const path = isAbsolute(given) ? given : join(folder, given);
    try {
      const text = this.#readFile(path).replace(/\r?\n$/, '');
      if (text === '') this.#fileProblem(origin, option, given, 'the file is empty');
      else yield { text, origin: { ...origin, where: `${origin.where} (${path})` } };
    } catch (error) {
      this.#fileProblem(origin, option, given, whyUnreadable(error, path));
    }
  }

  /** What Appsmith's backend is given may name another variable; a value of the exporter's own stays as it is. */
  #withoutPlaceholders(text: string, option: Option, { kind, where }: Origin): string | undefined {
    const ours = kind !== 'appsmith-env' && kind !== 'docker.env';
    if (ours || !isSecret(option) || !text.includes('${')) return text;
    const { env, dockerEnv } = this.#sources;
    const held = (name: string) => env?.[name] || dockerEnv?.variables.get(name)?.value;
    const known = resolvePlaceholders(text, (name) => held(name) || undefined);
    if (known === undefined) {
      const problem = `${where}: it names a variable that is neither set here nor in docker.env`;
      this.#warn(
        'placeholder-unknown',
        problem,
        `set ${where.split(' ').at(-1)} for Appsmith and the exporter alike`,
      );
    }
    return known;
  }

  #path(option: Option): string {
    return `${this.#sources.prefix ?? ''}${pathOf(option)}`;
  }

  #fileProblem({ kind, where }: Origin, option: Option, given: string, problem: string): void {
    const remedy = 'put the value into that file and let the exporter read it';
    // What does not look like a path may be the secret itself, put into the wrong place.
    const value = /^\.{0,2}\//.test(given) ? given : '***';
    if (kind === 'appsmith-env') {
      this.#warn('appsmith-variable-unusable', `${where} (${value}): ${problem}`, remedy);
    } else {
      const path = kind === 'file' ? `${this.#path(option)}_file` : this.#path(option);
      this.#report.problems.push({ where, path, value, problem, remedy });
    }
  }

  #noteEmpty(option: Option, { kind, where }: Origin): void {
    if (!isSecret(option) || (kind !== 'appsmith-env' && kind !== 'docker.env')) return;
    const text = `${where} is empty, which counts as not set`;
    this.#report.notes.push({ level: 'info', code: 'empty-variable', text });
  }

  #warn(code: string, text: string, remedy: string): void {
    this.#report.notes.push({ level: 'warning', code, text, remedy });
  }
}

/** Whether an address or connection string names this machine. */
function isLoopback(address: string): boolean {
  return /(?:\/\/|@|,)(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/,?]|$)/i.test(address);
}
