// What went wrong with a PostgreSQL, as a bounded reason and a message that holds no secret.
import { type Reason, reasonOf, ScrapeError } from '../../scrape/errors.ts';

/** By SQLSTATE, the whole code or its class of two characters. */
const BY_STATE: Readonly<Record<string, Reason>> = {
  '28': 'unauthorized',
  '42501': 'forbidden',
  '3D': 'not_found',
  '53': 'unhealthy',
  '57': 'unhealthy',
  '57014': 'timeout',
  '58': 'unhealthy',
  XX: 'unhealthy',
  '42': 'unsupported',
  '0A': 'unsupported',
  '08': 'protocol',
};

const SAID: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong',
  '28000': 'the server lets nobody in from here by this user',
  '3D000': 'there is no such database',
  '53300': 'all connections are taken',
  '57P03': 'the server starts, stops or recovers, and lets nobody in yet',
  '57P01': 'the server is being stopped',
  '57014': 'the query was cancelled because the time was up',
};

/** An error that the server itself reported; the connection may well go on. */
export class ServerFailure extends ScrapeError {
  /** SQLSTATE. */
  readonly state: string;
  /** The server ends the connection after it. */
  readonly fatal: boolean;

  constructor(reason: Reason, message: string, state: string, fatal: boolean) {
    super(reason, message);
    this.state = state;
    this.fatal = fatal;
  }
}

/** The server wants a password, and none is known. */
export class NoCredentials extends ScrapeError {
  constructor() {
    super('unauthorized', 'PostgreSQL wants a password and none is known');
  }
}

/**
 * Turns what pg threw into a ScrapeError. While logging in only the code is told: what a server writes about a log-in
 * may repeat what it was given.
 */
export function failureOf(error: unknown, during: 'log-in' | 'query'): ScrapeError {
  if (error instanceof ScrapeError) return error;
  const { message } = error instanceof Error ? error : new Error(String(error));
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && severity !== undefined) {
    return serverFailure(code, severity !== 'ERROR', during === 'query' ? message : '');
  }
  const known = reasonOf(error);
  if (known !== 'internal') return new ScrapeError(known, message);
  if (/^Connection terminated/i.test(message)) {
    return new ScrapeError('reset', `PostgreSQL closed the connection (at ${during})`);
  }
  if (/does not support SSL/.test(message)) {
    return new ScrapeError('tls', 'TLS is demanded and the server has none');
  }
  if (/SASL|password must be/i.test(message)) {
    return new ScrapeError('unauthorized', 'logging in failed');
  }
  return notPostgres();
}

/** A refusal of one question, not of us: wanted rights or columns are missing. */
export function isRefusal(error: unknown): error is ServerFailure {
  return (
    error instanceof ServerFailure &&
    !error.fatal &&
    (error.reason === 'forbidden' || error.reason === 'unsupported')
  );
}

export const notPostgres = (): ScrapeError =>
  new ScrapeError('protocol', 'what answers on this port does not speak PostgreSQL’s protocol');

function serverFailure(state: string, fatal: boolean, message: string): ServerFailure {
  const reason = BY_STATE[state] ?? BY_STATE[state.slice(0, 2)] ?? 'unhealthy';
  const told = SAID[state] ?? message.slice(0, 200);
  return new ServerFailure(reason, `PostgreSQL: ${state}${told && ` ${told}`}`, state, fatal);
}
