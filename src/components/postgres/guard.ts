// Stands between a socket and pg: what is no PostgreSQL, or sends without end, must not get at its parser.
import type { Socket } from 'node:net';
import { ScrapeError } from '../../scrape/errors.ts';
import { notPostgres } from './errors.ts';
import { Frames } from './frames.ts';

/** The inside of a pg connection that is used; its declarations keep it private. */
export interface PgConnection {
  stream: Socket;
  attachListeners(stream: Socket): void;
}

/** A server that sends more than this for one scrape is not one that we want to read. */
const MAX_BYTES = 8 << 20;
/** Longest message of the log-in; a length beyond it is text that was taken for one. */
const MAX_FIRST = 64 << 10;
/** The kinds of message that a server may open with: `E`, `N`, `R`, `S`, `v`. */
const OPENINGS: ReadonlySet<number> = new Set([0x45, 0x4e, 0x52, 0x53, 0x76]);

/** What has been read in this scrape; lives as long as the connection. */
export class Meter {
  bytes = 0;
  opened = false;
  readonly frames = new Frames();
}

/**
 * pg's parser throws at a broken message in a listener where nothing catches it, which would end the process; it never
 * comes back from an error whose fields do not end; it waits for ever for a message whose length is text; and it buffers
 * without a limit. Each ends the socket here, with the reason as its error.
 */
export function guardConnection(connection: PgConnection, meter: Meter): void {
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    guardStream(stream, meter);
    attach(stream);
  };
}

type Listener = (chunk: Buffer) => void;

function guardStream(stream: Socket, meter: Meter): void {
  const on = stream.on.bind(stream) as (event: string, listener: Listener) => Socket;
  const guarded =
    (listener: Listener): Listener =>
    (chunk) => {
      if (stream.destroyed) return;
      try {
        inspect(chunk, meter);
        listener(chunk);
      } catch (error) {
        stream.destroy(error instanceof ScrapeError ? error : notPostgres());
      }
    };
  stream.on = ((event: string, listener: Listener) =>
    on(event, event === 'data' ? guarded(listener) : listener)) as Socket['on'];
}

function inspect(chunk: Buffer, meter: Meter): void {
  meter.bytes += chunk.length;
  if (meter.bytes > MAX_BYTES) {
    throw new ScrapeError('too_large', `an answer of more than ${MAX_BYTES} bytes`);
  }
  if (!meter.opened && isStrange(chunk)) throw notPostgres();
  meter.opened = true;
  if (!meter.frames.accepts(chunk)) throw notPostgres();
}

const isStrange = (first: Buffer): boolean =>
  !OPENINGS.has(first[0] ?? 0) || (first.length >= 5 && first.readUInt32BE(1) > MAX_FIRST);
