// One new connection to the front door: name, TCP and TLS, each of them timed; always closed by whoever opened it.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { PHASES } from './metrics.ts';

type Phase = (typeof PHASES)[number];

/** Seconds by phase, summed over the connections of one visit. */
export class Spent {
  readonly #seconds = new Map<Phase, number>();

  add(phase: Phase, seconds: number): void {
    this.#seconds.set(phase, (this.#seconds.get(phase) ?? 0) + seconds);
  }

  entries(): Iterable<[Phase, number]> {
    return this.#seconds;
  }
}

export interface Access {
  readonly signal: AbortSignal;
  readonly spent: Spent;
  /** The authorities to trust instead of the system's. */
  readonly trust: SecureContext | undefined;
  /** What TLS offers to speak, the best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
}

/**
 * Connects anew. A certificate that is not valid does not end it: who calls looks at `authorized`, and
 * nothing secret is ever sent. Throws the system's or TLS's error, or the signal's reason.
 */
export function openLine(url: URL, access: Access): Promise<Socket> {
  const { signal, spent } = access;
  signal.throwIfAborted();
  const socket = start(url, access);
  // HTTP/2 begins with several small pieces, each of which would wait for the other side's word on the last.
  socket.setNoDelay(true);
  let last = performance.now();
  const mark = (phase: Phase) => () => {
    const now = performance.now();
    spent.add(phase, (now - last) / 1000);
    last = now;
  };
  // An address is not resolved, and then this event does not come.
  socket.once('lookup', mark('resolve'));
  socket.once('connect', mark('connect'));
  socket.once('secureConnect', mark('tls'));
  const abort = () => socket.destroy(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', abort));
  return new Promise((resolve, reject) => {
    // It stays: a peer may go wrong also when nobody reads any more.
    socket.on('error', reject);
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => resolve(socket));
  });
}

function start(url: URL, { trust, protocols }: Access): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:') return connectTcp({ host, port: Number(url.port || 80) });
  return connectTls({
    host,
    port: Number(url.port || 443),
    ALPNProtocols: [...protocols],
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
    ...(trust && { secureContext: trust }),
  });
}
