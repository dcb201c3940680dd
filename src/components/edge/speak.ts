// Talk over one open connection, in HTTP/2 or HTTP/1.1 as the two sides agreed; answers are bounded.
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { ScrapeError } from '../../scrape/errors.ts';
import type { Access } from './line.ts';

/** Appsmith's page is some 10 KiB; what comes after this much does not change what it is. */
const MAX_BYTES = 512 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Media type, lower case, without parameters; empty if there was none. */
  readonly mediaType: string;
  readonly text: string;
  readonly headSeconds: number;
}

interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export const HEADERS = { 'user-agent': 'appsmith-exporter', accept: 'text/html,*/*' } as const;

/** Questions and answers over one connection, one after the other; whoever began it closes it. */
export class Talk {
  readonly socket: Socket;
  readonly #agent: OneSocket;
  #session: ClientHttp2Session | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.#agent = new OneSocket(socket);
  }

  get http2(): boolean {
    return this.socket instanceof TLSSocket && this.socket.alpnProtocol === 'h2';
  }

  /** Whether one more question can be asked. */
  get open(): boolean {
    if (this.http2) return this.#session?.closed === false && !this.#session.destroyed;
    return !this.socket.destroyed && this.#agent.isFree;
  }

  /**
   * Asks for `url`. Throws `truncated` for an answer that breaks off, `unsupported` for a compressed one, which
   * nobody asked for.
   */
  async get(url: URL, { signal, spent }: Access): Promise<Answer> {
    const started = performance.now();
    const asked = this.http2 ? this.#askHttp2(url, signal) : this.#askHttp1(url, signal);
    const { status, headers, body } = await asked;
    const head = performance.now();
    spent.add('processing', (head - started) / 1000);
    if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
      body.destroy();
      throw new ScrapeError('unsupported', 'the front door answered compressed, unasked');
    }
    const text = await readSome(body);
    spent.add('transfer', (performance.now() - head) / 1000);
    const mediaType = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    return { status, headers, mediaType, text, headSeconds: (head - started) / 1000 };
  }

  close(): void {
    this.#session?.destroy();
    this.#agent.destroy();
    this.socket.destroy();
  }

  #askHttp1(url: URL, signal: AbortSignal): Promise<Head> {
    return new Promise((resolve, reject) => {
      const path = url.pathname + url.search;
      const headers = { host: url.host, ...HEADERS };
      const asked = request({ agent: this.#agent, path, headers, signal });
      asked.on('error', reject);
      asked.once('response', (body) =>
        resolve({ status: body.statusCode ?? 0, headers: body.headers, body }),
      );
      asked.end();
    });
  }

  async #askHttp2(url: URL, signal: AbortSignal): Promise<Head> {
    const http2 = await import('node:http2');
    return new Promise((resolve, reject) => {
      this.#session ??= http2
        .connect(url.origin, { createConnection: () => this.socket })
        .on('error', reject);
      const path = url.pathname + url.search;
      const stream = this.#session.request({ ':path': path, ...HEADERS }, { signal });
      stream.on('error', reject);
      stream.once('response', (headers) =>
        resolve({ status: headers[':status'] ?? 0, headers, body: stream }),
      );
      // A peer that ends it all without an answer.
      const ended = () => reject(new ScrapeError('truncated', 'HTTP/2 ended without an answer'));
      stream.once('close', ended);
    });
  }
}

/** An agent that has the one connection and makes no other. */
class OneSocket extends Agent {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#socket = socket;
  }

  get isFree(): boolean {
    return Object.keys(this.freeSockets).length > 0;
  }

  override createConnection(): Socket {
    return this.#socket;
  }
}

async function readSome(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let left = MAX_BYTES;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) break;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    throw new ScrapeError('truncated', 'the connection closed in the middle of the answer');
  }
  return Buffer.concat(chunks).toString('utf8');
}
