// What went wrong with a Redis, as a bounded reason and a message that holds no secret.
import { type Reason, reasonOf, ScrapeError } from '../../scrape/errors.ts';

/** Redis puts a code in capitals before the text of an error. */
const BY_CODE: Readonly<Record<string, Reason>> = {
  NOAUTH: 'unauthorized',
  WRONGPASS: 'unauthorized',
  NOPERM: 'forbidden',
  DENIED: 'forbidden',
  LOADING: 'unhealthy',
  BUSY: 'unhealthy',
  MISCONF: 'unhealthy',
  MASTERDOWN: 'unhealthy',
  CLUSTERDOWN: 'unhealthy',
};

const BY_TEXT: readonly (readonly [RegExp, Reason])[] = [
  [/^ERR invalid password/i, 'unauthorized'],
  [/^ERR operation not permitted/i, 'unauthorized'],
  [/^ERR max(imum)? number of clients/i, 'unhealthy'],
  [
    /^ERR unknown (sub)?command|wrong number of arguments|not supported|support disabled|syntax error/i,
    'unsupported',
  ],
];

/** An error reply of the server; the connection itself is fine. */
export class ReplyFailure extends ScrapeError {}

/**
 * Turns what ioredis threw into a ScrapeError. ioredis hangs the command and its arguments on the
 * error (`AUTH` with the password), and a server may repeat them in its text, so only the message of
 * commands without a secret is kept and the original is never passed on as a cause.
 */
export function failureOf(error: unknown, command: string): ScrapeError {
  if (error instanceof ScrapeError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'ReplyError') {
    return new ReplyFailure(replyReason(message), `${command}: ${told(message, command)}`);
  }
  if (name === 'ParserError' || /^Unknown RESP type|Command queue state error/.test(message)) {
    return new ScrapeError('protocol', 'what answers on this port does not speak Redis’s protocol');
  }
  const known = reasonOf(error);
  if (known !== 'internal') return new ScrapeError(known, message);
  if (/connection is closed|isn't writeable|aborted due to connection close/i.test(message)) {
    return new ScrapeError('reset', `Redis closed the connection (at ${command})`);
  }
  return new ScrapeError('internal', message);
}

/**
 * True where the server does not know a command or will not let us use it, in whatever words: managed
 * services have their own. Not where it wants a password or cannot serve anybody now.
 */
export function isRefusal(error: unknown): error is ReplyFailure {
  if (!(error instanceof ReplyFailure)) return false;
  return error.reason !== 'unauthorized' && error.reason !== 'unhealthy';
}

function replyReason(message: string): Reason {
  const code = /^[A-Z]+/.exec(message)?.[0] ?? '';
  const byText = BY_TEXT.find(([pattern]) => pattern.test(message))?.[1];
  return BY_CODE[code] ?? byText ?? 'protocol';
}

function told(message: string, command: string): string {
  return command === 'AUTH' ? (/^[A-Z]+/.exec(message)?.[0] ?? 'refused') : message.slice(0, 200);
}
