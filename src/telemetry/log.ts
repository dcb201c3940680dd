// The log: pino on standard error, one line an event, as logfmt or JSON, secrets blanked.
import { type Logger, type LoggerOptions, pino } from 'pino';
import { Dam } from './flood.ts';
import { logfmt } from './logfmt.ts';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ['logfmt', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** Keys whose values are never written, at the top and one level down. */
const SECRET_KEYS = ['password', 'secret', 'token', 'authorization', 'cookie', 'uri'];

/** A logger that writes each line to `stream` at once: no thread, nothing to flush at the end. */
export function createLog(stream: NodeJS.WritableStream, options: LogOptions): Logger {
  const write = (line: string) => {
    stream.write(options.format === 'json' ? line : logfmt(line));
  };
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '***' },
      serializers: { err: (error: unknown) => describe(error) },
      hooks: { logMethod: bounded(options.now) },
    },
    { write },
  );
}

/** Lines above debug pass the dam: a fault that comes with every request must not fill a disk. */
function bounded(now: () => number = () => performance.now()) {
  const dam = new Dam(now);
  const logMethod: NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']> = function (
    args,
    method,
    level,
  ) {
    if (level <= pino.levels.values.debug!) return method.apply(this, args);
    const [first, second] = args as unknown[];
    const [fields, message] = typeof first === 'object' ? [first, second] : [{}, first];
    const more = dam.pass({ ...fields }, String(message));
    if (more) method.apply(this, [{ ...fields, ...more }, String(message)]);
  };
  return logMethod;
}

/** An error in one line; a stack is the place to look at only for faults of our own. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ScrapeError' ? error.message : (error.stack ?? error.message);
}
