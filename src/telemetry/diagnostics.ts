// What the OpenTelemetry SDK has to complain about, as at most one line an hour of each kind.
import type { DiagLogger } from '@opentelemetry/api';
import type { Logger } from './log.ts';
import { Pace } from './pace.ts';

const MAX_LENGTH = 300;

/** `error` is what comes with every batch that cannot be delivered, `warn` what the variables got wrong. */
export function diagnosticsTo(
  log: Logger,
  now: () => number = () => performance.now(),
): DiagLogger {
  const hourly = (message: string) => {
    const pace = new Pace(1);
    return (text: unknown, ...more: unknown[]) => {
      const held = pace.release(now());
      if (!pace.allows(now())) return;
      const detail = detailOf([text, ...more]);
      log.warn({ detail, ...(held && { held_back: held.count }) }, message);
    };
  };
  return {
    error: hourly('traces cannot be delivered'),
    warn: hourly('OpenTelemetry warns'),
    info() {},
    debug() {},
    verbose() {},
  };
}

/**
 * The message, and the system's code, of what the SDK hands over: a text, or an error spelt out as JSON
 * with everything the collector answered, which is nothing for a log.
 */
function detailOf(parts: readonly unknown[]): string {
  const texts = parts.map((part) => {
    if (part instanceof Error) return part.message;
    const error = typeof part === 'string' ? parsed(part) : undefined;
    return error ? [error.message, error.code].filter(Boolean).join(', ') : String(part);
  });
  return withoutUser(texts.filter(Boolean).join(' ')).slice(0, MAX_LENGTH);
}

function parsed(text: string): { message?: string; code?: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A URL without the user and password that it may carry. */
export function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//');
}
