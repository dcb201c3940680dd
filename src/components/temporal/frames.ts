// gRPC's framing of one message, and what its status codes mean for a scrape.
import { type Reason, ScrapeError } from '../../scrape/errors.ts';

const HEAD = 5;

/** A byte that says "not compressed", four of length, and the message. */
export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The message in an answer's body. Throws `truncated`, or `unsupported` if it is compressed. */
export function unframe(body: Buffer): Buffer {
  if (body.length < HEAD) throw new ScrapeError('truncated', 'the answer has no message');
  if (body[0] !== 0) {
    throw new ScrapeError('unsupported', 'the answer is compressed, which nobody asked for');
  }
  const end = HEAD + body.readUInt32BE(1);
  if (body.length < end) throw new ScrapeError('truncated', 'the message ended too soon');
  return body.subarray(HEAD, end);
}

/** Codes that are acted upon. */
export const STATUS = {
  OK: 0,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

const REASONS: Readonly<Record<number, Reason>> = {
  [STATUS.DEADLINE_EXCEEDED]: 'timeout',
  [STATUS.NOT_FOUND]: 'not_found',
  [STATUS.PERMISSION_DENIED]: 'forbidden',
  [STATUS.UNIMPLEMENTED]: 'unsupported',
  [STATUS.UNAUTHENTICATED]: 'unauthorized',
};

/** A well-formed refusal: the server is there and said no. Its own text may hold anything, so it is not told. */
export class GrpcError extends ScrapeError {
  readonly status: number;

  constructor(status: number, method: string) {
    super(REASONS[status] ?? 'unhealthy', `${method} was refused with gRPC status ${status}`);
    this.name = 'GrpcError';
    this.status = status;
  }
}
