// Sends rendered families as a response: in pieces, no faster than the client reads, sharing the event loop.
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

/** Small chunks are gathered up to this size, so that a family does not cost a packet. */
const PIECE_BYTES = 64 * 1024;
/** Longest stretch of rendering before others get their turn on the event loop. */
const SLICE_MS = 5;
/** A client that reads nothing for this long is given up. */
const STALL_MS = 30_000;

/**
 * Streams `chunks` as the body and ends the response. Returns early, without an error, when the client
 * goes away. An error while rendering destroys the connection: half an exposition must not look whole.
 */
export async function sendChunks(
  response: ServerResponse,
  chunks: Iterable<Uint8Array>,
  gzip: boolean,
): Promise<void> {
  response.setTimeout(STALL_MS, () => response.destroy());
  const sink = gzip ? gzipInto(response) : response;
  let turn = performance.now();
  try {
    for (const piece of pieces(chunks)) {
      if (response.destroyed) return;
      if (!sink.write(piece)) await drained(sink, response);
      if (performance.now() - turn < SLICE_MS) continue;
      await nextTurn();
      turn = performance.now();
    }
    sink.end();
  } catch (error) {
    response.destroy();
    throw error;
  }
}

function gzipInto(response: ServerResponse): Writable {
  // Level 1: on this kind of text the higher ones cost several times the CPU for a few percent.
  const gzip = createGzip({ level: 1 });
  response.setHeader('content-encoding', 'gzip');
  gzip.on('error', () => response.destroy());
  response.once('close', () => gzip.destroy());
  gzip.pipe(response);
  return gzip;
}

/** Resolves when there is room again, or nobody to make any. */
function drained(sink: Writable, response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      sink.off('drain', done);
      response.off('close', done);
      resolve();
    };
    sink.once('drain', done);
    response.once('close', done);
  });
}

/** Joins chunks into pieces of about {@link PIECE_BYTES}. */
function* pieces(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held, size);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held, size);
}
