// What a command is given and what it gives back; it touches the process through nothing else.

/** The outside world of one run. */
export interface Context {
  /** Arguments after the command's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream;
  /** Results only; a reader that goes away is not an error. */
  readonly stdout: NodeJS.WritableStream;
  /** Logs and messages for people. */
  readonly stderr: NodeJS.WritableStream;
  /** Fires when the process is asked to stop. */
  readonly signal: AbortSignal;
}

/** A command's module, imported only when it is called. */
export interface CommandModule {
  /** The text of `<command> --help`, without a last newline. */
  help(): string;
  /** Resolves to the exit code, when everything it opened is closed. Throws UsageError for what a user can mend. */
  run(context: Context): Promise<number>;
}

/** Something on the command line cannot be used: printed as one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
