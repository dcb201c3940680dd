// What is wrong with a configuration: every mistake at once, each with its place and what to do.

/** One mistake. Nothing in it may hold a secret. */
export interface Problem {
  /** `file:line`, a variable or a flag. */
  readonly where: string;
  /** Path of the option, as in the YAML file: `mongodb.url`. */
  readonly path?: string | undefined;
  /** What was given; `***` for secrets. */
  readonly value?: string | undefined;
  /** What is wrong with it: `must be one of …`. */
  readonly problem: string;
  /** The one thing to do about it. */
  readonly remedy?: string | undefined;
}

/** The configuration cannot be used; `message` holds one line for each problem. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** One line: `exporter.yml:3: log.level = "loud": must be one of …; did you mean …?` */
export function describe({ where, path, value, problem, remedy }: Problem): string {
  const subject =
    path === undefined ? '' : `${path}${value === undefined ? '' : ` = ${quote(value)}`}: `;
  const line = `${where}: ${subject}${problem}${remedy ? `; ${remedy}` : ''}`;
  // Names are repeated as given: no line break or terminal sequence in one may reach a log.
  return line.replace(/\p{Cc}/gu, ' ');
}

function quote(value: string): string {
  if (value === '***') return value;
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value);
}
