// Sends a rendered body as a response: no faster than the client reads, sharing the event loop.
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BodyReader } from './shared-body.ts';

/** Longest stretch of rendering before others get their turn on the event loop. */
const SLICE_MS = 5;
/** A client that reads nothing for this long is given up. */
const STALL_MS = 30_000;

/**
 * Streams a body and ends the response. Returns early, without an error, when the client goes away. An
 * error while rendering destroys the connection: half an exposition must not look whole.
 */
export async function sendBody(response: ServerResponse, body: BodyReader): Promise<void> {
  response.setTimeout(STALL_MS, () => response.destroy());
  if (body.gzip) response.setHeader('content-encoding', 'gzip');
  try {
    await write(response, body);
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    body.leave();
  }
}

async function write(response: ServerResponse, body: BodyReader): Promise<void> {
  let turn = performance.now();
  for (;;) {
    const chunk = await body.next();
    if (response.destroyed) return;
    if (!chunk) break;
    if (!response.write(chunk)) await drained(response);
    if (performance.now() - turn < SLICE_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
  response.end();
}

/** Resolves when there is room again, or nobody to make any. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
