// What a TLS handshake told of the front door's certificate: when it expires and whether it is accepted.
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { CERTIFICATE_ERRORS } from './metrics.ts';

export type CertificateError = (typeof CERTIFICATE_ERRORS)[number];

export interface Certificate {
  /** Seconds since 1970. */
  readonly expires: number | undefined;
  /** The earliest of the certificate and those that vouch for it, without roots. */
  readonly chainExpires: number | undefined;
  /** Absent if it is accepted. */
  readonly error: CertificateError | undefined;
}

const BY_CODE: Readonly<Record<string, CertificateError>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong_name',
  HOSTNAME_MISMATCH: 'wrong_name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self_signed',
  // A missing intermediate and an authority of the organisation's own look the same from outside.
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown_issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown_issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown_issuer',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown_issuer',
  CERT_UNTRUSTED: 'unknown_issuer',
};

const MAX_CHAIN = 10;

/** Reads what the handshake left in the socket. */
export function certificateOf(socket: TLSSocket): Certificate {
  const expiries = [...chain(socket.getPeerCertificate(true))].map(expiryOf);
  const known = expiries.filter((time) => time !== undefined);
  return {
    expires: expiries[0],
    chainExpires: known.length > 0 ? Math.min(...known) : undefined,
    error: socket.authorized ? undefined : errorOf(socket.authorizationError),
  };
}

/** The code of why it was not accepted, which Node's types call an error; a wrong name is one indeed. */
function errorOf(error: unknown): CertificateError {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : error;
  return BY_CODE[String(code)] ?? 'other';
}

/** The certificate, then who vouches for it; a root vouches for itself and ends the chain. */
function* chain(leaf: DetailedPeerCertificate): Generator<DetailedPeerCertificate> {
  let next: DetailedPeerCertificate | undefined = leaf;
  for (let depth = 0; next?.valid_to && depth < MAX_CHAIN; depth++) {
    const issuer: DetailedPeerCertificate | undefined = next.issuerCertificate;
    const root = issuer === next || issuer?.fingerprint256 === next.fingerprint256;
    if (!root || depth === 0) yield next;
    if (root) return;
    next = issuer;
  }
}

function expiryOf({ valid_to }: DetailedPeerCertificate): number | undefined {
  const time = Date.parse(valid_to);
  return Number.isNaN(time) ? undefined : time / 1000;
}
