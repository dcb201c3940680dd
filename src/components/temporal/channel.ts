// Asks a gRPC server one unary question at a time or several at once, over one kept HTTP/2 connection.
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Secret } from '../../scrape/secret.ts';
import { dial } from './dial.ts';
import { frame, GrpcError, STATUS, unframe } from './frames.ts';

export interface Call {
  /** `/grpc.health.v1.Health/Check` */
  readonly method: string;
  readonly message: Buffer;
  readonly signal: AbortSignal;
  /** Milliseconds left: the server ends what takes longer, also when nobody listens any more. */
  readonly timeoutMs: number;
}

/** The largest answer here is a description of a task queue with its pollers. */
const MOST_BYTES = 1 << 20;

export class GrpcChannel {
  readonly #address: URL;
  readonly #token: Secret | undefined;
  #session: ClientHttp2Session | undefined;
  /** Several calls at once wait for the same connection. */
  #dialling: Promise<ClientHttp2Session> | undefined;
  #closed = false;

  constructor(url: string, token?: Secret) {
    this.#address = new URL(url);
    this.#token = token;
  }

  /** The answer's message. Throws a {@link GrpcError} for a refusal, and what the connection failed with. */
  async call(call: Call): Promise<Buffer> {
    const kept = this.#session;
    try {
      return await this.#ask(call);
    } catch (error) {
      // The server may have let go of a kept connection at this very moment: nothing was answered, so once more.
      const stale = kept && kept === this.#session && isLost(error) && !call.signal.aborted;
      if (!stale) throw error;
      this.#letGo();
      return this.#ask(call);
    }
  }

  /** For good: a connection that is still being made ends as soon as it is there. */
  close(): void {
    this.#closed = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#session?.destroy();
    this.#session = undefined;
  }

  async #ask(call: Call): Promise<Buffer> {
    const session = await this.#connect(call.signal);
    try {
      return await exchange(session, call, this.#token);
    } catch (error) {
      // What does not answer in time may be a connection that leads nowhere: the next scrape takes a new one.
      if (call.signal.aborted || !(error instanceof ScrapeError)) session.destroy();
      throw error;
    }
  }

  async #connect(signal: AbortSignal): Promise<ClientHttp2Session> {
    const session = this.#session;
    if (session && !session.closed && !session.destroyed) return session;
    this.#dialling ??= dial(this.#address, signal).finally(() => {
      this.#dialling = undefined;
    });
    const made = await this.#dialling;
    if (this.#closed) made.destroy();
    else this.#session = made;
    return made;
  }
}

/** The connection went before any answer: a kept one may have been let go of just then. */
class LostError extends ScrapeError {
  constructor(message: string, options?: ErrorOptions) {
    super('reset', message, options);
  }
}

const LOST = /^(ERR_HTTP2_|ECONNRESET|EPIPE)/;

function isLost(error: unknown): boolean {
  return error instanceof LostError || LOST.test(codeOf(error));
}

/** Node's code; an aborted signal's reason has a number in its place. */
function codeOf(error: unknown): string {
  return error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? '') : '';
}

/** What has arrived of an answer. */
interface Answer {
  headers?: IncomingHttpHeaders;
  trailers?: IncomingHttpHeaders;
  readonly chunks: Buffer[];
  bytes: number;
}

function exchange(session: ClientHttp2Session, call: Call, token?: Secret): Promise<Buffer> {
  const { signal } = call;
  return new Promise((resolve, reject) => {
    const stream = session.request(headersOf(call, token), { endStream: false });
    const answer: Answer = { chunks: [], bytes: 0 };
    const giveUp = () => stream.destroy(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
    collect(stream, answer);
    let failure: unknown;
    stream.once('error', (error) => {
      failure = error;
    });
    stream.once('close', () => {
      signal.removeEventListener('abort', giveUp);
      try {
        if (failure !== undefined) throw failure;
        resolve(read(answer, call.method));
      } catch (error) {
        reject(answer.headers ? error : notHttp2(error));
      }
    });
    stream.end(frame(call.message));
    if (signal.aborted) giveUp();
  });
}

function headersOf({ method, timeoutMs }: Call, token?: Secret): Record<string, string> {
  return {
    ':method': 'POST',
    ':path': method,
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-timeout': `${Math.max(1, Math.floor(timeoutMs))}m`,
    'user-agent': 'appsmith-exporter',
    ...(token && { authorization: `Bearer ${token.reveal()}` }),
  };
}

function collect(stream: ClientHttp2Stream, answer: Answer): void {
  stream.once('response', (headers) => {
    answer.headers = headers;
  });
  stream.once('trailers', (trailers) => {
    answer.trailers = trailers;
  });
  stream.on('data', (chunk: Buffer) => {
    answer.bytes += chunk.length;
    if (answer.bytes <= MOST_BYTES) answer.chunks.push(chunk);
    else
      stream.destroy(new ScrapeError('too_large', `the answer is larger than ${MOST_BYTES} bytes`));
  });
}

/** Looks at status and type, then at the message. A refusal may come in the head alone. */
function read({ headers, trailers, chunks }: Answer, method: string): Buffer {
  // A session that is ended in good order ends its calls without an error of Node's.
  if (!headers) throw new LostError(`${method} was cut off before any answer`);
  const status = Number(headers[':status']);
  if (!(headers['content-type'] ?? '').startsWith('application/grpc')) {
    if (status === 401) throw new ScrapeError('unauthorized', `${method} answered 401`);
    if (status === 403) throw new ScrapeError('forbidden', `${method} answered 403`);
    throw new ScrapeError('protocol', `${method} answered ${status}, and not as gRPC`);
  }
  const said = trailers?.['grpc-status'] ?? headers['grpc-status'];
  if (said === undefined) throw new ScrapeError('truncated', `${method} ended without a status`);
  const code = Number(said);
  if (code !== STATUS.OK) throw new GrpcError(code, method);
  return unframe(Buffer.concat(chunks));
}

/** An answer in another protocol, such as HTTP/1, is told by the parser of HTTP/2. */
function notHttp2(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ERR_HTTP2_ERROR' || code === 'ERR_HTTP2_SESSION_ERROR') {
    return new ScrapeError('protocol', 'what listens there does not speak HTTP/2', {
      cause: error,
    });
  }
  return code.startsWith('ERR_HTTP2_')
    ? new LostError('the connection was lost', { cause: error })
    : error;
}
