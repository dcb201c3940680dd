// One GET over an open connection, in HTTP/2 or HTTP/1.1 as the two sides agreed; answers are bounded.
import { type IncomingHttpHeaders, request } from 'node:http';
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

export const speaksHttp2 = (socket: Socket): boolean =>
  socket instanceof TLSSocket && socket.alpnProtocol === 'h2';

/**
 * Asks for `url` over its open connection, which is good for this one question. Throws `truncated` for an answer that
 * breaks off, `unsupported` for a compressed one, which nobody asked for.
 */
export async function get(socket: Socket, url: URL, { signal, spent }: Access): Promise<Answer> {
  const started = performance.now();
  const { status, headers, body } = await (speaksHttp2(socket) ? askHttp2 : askHttp1)(
    socket,
    url,
    signal,
  );
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

function askHttp1(socket: Socket, url: URL, signal: AbortSignal): Promise<Head> {
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => socket,
      path: url.pathname + url.search,
      headers: { host: url.host, ...HEADERS },
      signal,
    });
    asked.on('error', reject);
    asked.once('response', (body) =>
      resolve({ status: body.statusCode ?? 0, headers: body.headers, body }),
    );
    asked.end();
  });
}

async function askHttp2(socket: Socket, url: URL, signal: AbortSignal): Promise<Head> {
  const http2 = await import('node:http2');
  return new Promise((resolve, reject) => {
    const session = http2.connect(url.origin, { createConnection: () => socket });
    session.on('error', reject);
    const stream = session.request({ ':path': url.pathname + url.search, ...HEADERS }, { signal });
    stream.on('error', reject);
    stream.once('response', (headers) =>
      resolve({ status: headers[':status'] ?? 0, headers, body: stream }),
    );
    stream.once('close', () => session.destroy());
    // A peer that ends the session without an answer.
    stream.once('end', () =>
      reject(new ScrapeError('truncated', 'HTTP/2 ended without an answer')),
    );
  });
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
