// Why a component could not be read, as one of a bounded set of reasons fit for a label.

/** Every value that the `reason` label can take. */
export const REASONS = [
  'timeout',
  'refused',
  'reset',
  'unreachable',
  'dns',
  'tls',
  'unauthorized',
  'forbidden',
  'not_found',
  'http_status',
  'protocol',
  'truncated',
  'too_large',
  'unsupported',
  'unhealthy',
  'no_primary',
  'no_descriptors',
  'cancelled',
  'internal',
] as const;
export type Reason = (typeof REASONS)[number];

/** A failure of the target, not of our code. `message` is for people and must hold no secret. */
export class ScrapeError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ScrapeError';
    this.reason = reason;
  }
}

/** The target itself has shown that it is not part of this deployment: the component is absent, not down. */
export class AbsentError extends Error {
  /** What to set where, if somebody wants it. */
  readonly hint: string | undefined;

  constructor(why: string, hint?: string) {
    super(why);
    this.name = 'AbsentError';
    this.hint = hint;
  }
}

const BY_CODE: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  EMFILE: 'no_descriptors',
  ENFILE: 'no_descriptors',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
};

/**
 * Maps whatever was thrown to a bounded reason: our own errors, Node's system codes (looked for along
 * `cause` and inside an AggregateError), TLS and HTTP parser codes, aborts. Unknown means `internal`.
 */
export function reasonOf(error: unknown, depth = 0): Reason {
  if (error instanceof ScrapeError) return error.reason;
  if (!(error instanceof Error) || depth > 4) return 'internal';
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code === 'string') {
    const known = BY_CODE[code];
    if (known) return known;
    if (code.startsWith('ERR_TLS') || code.startsWith('CERT_') || code.startsWith('ERR_SSL')) {
      return 'tls';
    }
    if (code.startsWith('HPE_')) return 'protocol';
  }
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? 'internal' : reasonOf(inner, depth + 1);
}
