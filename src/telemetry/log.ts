// The log: pino on standard error, one line an event, as logfmt or JSON, secrets blanked.
import { type Logger, pino } from 'pino';
import { logfmt } from './logfmt.ts';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const LOG_FORMATS = ['logfmt', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
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
    },
    { write },
  );
}

/** An error in one line; a stack is the place to look at only for faults of our own. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ScrapeError' ? error.message : (error.stack ?? error.message);
}
