// Maps what the MongoDB driver throws to a bounded reason and a text that holds no secret.
import { type Reason, reasonOf, ScrapeError } from '../../scrape/errors.ts';

/** Server error codes (MongoDB's `error_codes.yml`) that mean something for the connection as a whole. */
const BY_CODE: ReadonlyMap<number, Reason> = new Map([
  [11, 'unauthorized'], // UserNotFound
  [13, 'unauthorized'], // Unauthorized
  [18, 'unauthorized'], // AuthenticationFailed
  [8000, 'unauthorized'], // AtlasError: bad auth
  [50, 'timeout'], // MaxTimeMSExpired
  [89, 'timeout'], // NetworkTimeout
  [91, 'reset'], // ShutdownInProgress
  [11600, 'reset'], // InterruptedAtShutdown
  [189, 'no_primary'], // PrimarySteppedDown
  [10107, 'no_primary'], // NotWritablePrimary
  [13435, 'no_primary'], // NotPrimaryNoSecondaryOk
  [13436, 'no_primary'], // NotPrimaryOrSecondary
]);

const BY_NAME: Readonly<Record<string, Reason>> = {
  MongoNetworkTimeoutError: 'timeout',
  MongoOperationTimeoutError: 'timeout',
  MongoWaitQueueTimeoutError: 'timeout',
  MongoCompatibilityError: 'unsupported',
  MongoMissingDependencyError: 'unsupported',
  MongoParseError: 'protocol',
  MongoUnexpectedServerResponseError: 'protocol',
  // What the driver throws at SRV records that it must not follow.
  MongoAPIError: 'dns',
  BSONError: 'protocol',
  MongoRuntimeError: 'protocol',
  // What the driver throws at lengths that no answer can have.
  RangeError: 'protocol',
  MongoMissingCredentialsError: 'unauthorized',
  MongoNetworkError: 'reset',
  // The client was dropped by another scrape that ran at the same time.
  MongoTopologyClosedError: 'reset',
  MongoPoolClosedError: 'reset',
  MongoPoolClearedError: 'reset',
  MongoClientClosedError: 'reset',
  MongoNotConnectedError: 'reset',
  MongoServerClosedError: 'reset',
};

interface DriverError extends Error {
  readonly code?: number | string;
  readonly codeName?: string;
  readonly reason?: { readonly servers?: ReadonlyMap<string, Server> };
}

/** A server as the driver's selection error describes it. */
interface Server {
  readonly type?: string;
  readonly error?: unknown;
}

interface Refusal extends DriverError {
  readonly name: 'MongoServerError';
}

/** The server's own answer `ok: 0`, as opposed to a connection that failed. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'MongoServerError';
}

/** CommandNotFound, CommandNotSupported, Atlas's shared tiers, and DocumentDB's two: more rights would change nothing. */
const NOT_OFFERED = new Set([59, 115, 8000, 303, 304]);

/** Whether the server has no such command at all, so that asking again soon brings nothing. */
export function isNotOffered({ code }: Refusal): boolean {
  return NOT_OFFERED.has(Number(code));
}

/** What a refusal is called: `Unauthorized (13)`. The server's text is left out: it may quote the command. */
export function refusalName({ code, codeName }: Refusal): string {
  return codeName ? `${codeName.slice(0, 60)} (${code})` : `code ${code}`;
}

/** Turns anything thrown while connecting or asking into a ScrapeError; aborts pass through. */
export function toScrapeError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ScrapeError || !(error instanceof Error)) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if ((code === 'ENOENT' || code === 'EACCES') && path !== undefined) {
    return new ScrapeError('tls', `the connection string names ${path}, which cannot be read here`);
  }
  const reason = reasonFor(error);
  return reason === 'internal' ? error : new ScrapeError(reason, textOf(error));
}

/** The resolver's own codes, from Node's `dns`; the driver looks up SRV and TXT records with it. */
const DNS_CODES = new Set(['ENODATA', 'ESERVFAIL', 'EREFUSED', 'ETIMEOUT', 'EFORMERR', 'EBADRESP']);

function reasonFor(error: DriverError, depth = 0): Reason {
  if (depth > 5) return 'internal';
  if (DNS_CODES.has(String(error.code))) return 'dns';
  if (isRefusal(error)) return BY_CODE.get(Number(error.code)) ?? 'protocol';
  const system = error.name === 'MongoServerSelectionError' ? 'internal' : reasonOf(error);
  if (system !== 'internal') return system;
  const cause = causeOf(error);
  const inner = cause ? reasonFor(cause, depth + 1) : 'internal';
  if (inner !== 'internal') return inner;
  if (error.name === 'MongoServerSelectionError') {
    const answered = serversOf(error).some(({ type }) => type !== undefined && type !== 'Unknown');
    return answered ? 'no_primary' : 'timeout';
  }
  return BY_NAME[error.name] ?? 'internal';
}

/** A selection error keeps what really happened with the servers it tried. */
function causeOf(error: DriverError): DriverError | undefined {
  const servers = serversOf(error);
  // Members that answer but may not be read (starting, recovering) outweigh those that cannot be reached.
  if (servers.some(({ type }) => type !== undefined && type !== 'Unknown')) return undefined;
  return [error.cause, ...servers.map((server) => server.error)].find((e) => e instanceof Error);
}

function serversOf(error: DriverError): Server[] {
  return [...(error.reason?.servers?.values() ?? [])];
}

function textOf(error: DriverError): string {
  if (isRefusal(error)) return `MongoDB answered ${refusalName(error)}`;
  return error.message.slice(0, 300);
}
