// One connection through the faulty proxy: what becomes of the bytes in each direction while a fault lasts.
import type { Socket } from 'node:net';

export type Fault =
  | { readonly kind: 'none' }
  /** Nobody listens. */
  | { readonly kind: 'refuse' }
  /** Every connection is answered with RST. */
  | { readonly kind: 'reset' }
  /** Accepts, and nothing that is sent arrives anywhere. */
  | { readonly kind: 'half-open' }
  /** Requests arrive, answers do not. */
  | { readonly kind: 'mute' }
  /** Answers arrive one byte every `everyMs`. */
  | { readonly kind: 'trickle'; readonly everyMs: number }
  /** Closes after so many bytes of answers, counted from the fault's start on each connection. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Answers arrive late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** From this byte of the answers on, every bit is inverted. */
  | { readonly kind: 'corrupt'; readonly fromByte: number }
  /** Somebody else answers instead of the server. */
  | { readonly kind: 'impostor'; readonly serve: (client: Socket) => void };

/** A client's connection and the one to the server that belongs to it. */
export class Pair {
  /** Whether bytes were swallowed or changed: a connection that can never be of use again. */
  lostBytes = false;
  readonly #raw: Socket;
  readonly #client: Socket;
  readonly #server: Socket | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();
  #fault: Fault;
  /** Bytes of answers since the fault began. */
  #answered = 0;
  #queue: Buffer[] = [];
  #closed = false;

  /** @param raw the TCP connection below `client`, which may be its TLS side */
  constructor(raw: Socket, client: Socket, server: Socket | undefined, fault: Fault) {
    this.#raw = raw;
    this.#client = client;
    this.#server = server;
    this.#fault = fault;
    for (const socket of new Set([raw, client, server])) {
      socket?.on('error', () => {});
      socket?.once('close', () => this.#close());
      socket?.setNoDelay(true);
    }
    if (!server) return;
    client.on('data', (chunk) => this.#ask(chunk));
    server.on('data', (chunk) => this.#answer(chunk));
    server.once('end', () => this.#fault.kind === 'none' && client.end());
  }

  set fault(fault: Fault) {
    this.#fault = fault;
    this.#answered = 0;
  }

  /** Ends the client's connection with RST. */
  reset(): void {
    // After a FIN there is nothing to reset: the handle would stay open for ever.
    if (!this.#raw.writableEnded && !this.#closed) this.#raw.resetAndDestroy();
    this.#close();
  }

  #close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#queue = [];
    for (const socket of [this.#client, this.#raw, this.#server]) socket?.destroy();
  }

  #ask(chunk: Buffer): void {
    if (this.#fault.kind === 'half-open') this.lostBytes = true;
    else pass(this.#client, this.#server!, chunk);
  }

  #answer(chunk: Buffer): void {
    if (this.#closed) return;
    const before = this.#answered;
    this.#answered += chunk.length;
    const fault = this.#fault;
    switch (fault.kind) {
      case 'half-open':
      case 'mute':
        this.lostBytes = true;
        return;
      case 'trickle':
        this.#trickle(chunk, fault.everyMs);
        return;
      case 'cut':
        if (this.#answered < fault.afterBytes) this.#client.write(chunk);
        else this.#client.end(chunk.subarray(0, fault.afterBytes - before));
        return;
      case 'delay':
        this.#later(fault.ms, () => this.#client.write(chunk));
        return;
      case 'corrupt':
        this.lostBytes = true;
        this.#client.write(chunk.map((byte, i) => (before + i < fault.fromByte ? byte : ~byte)));
        return;
      default:
        pass(this.#server!, this.#client, chunk);
    }
  }

  /** The server is read on: it must not notice how slowly its answer arrives. */
  #trickle(chunk: Buffer, everyMs: number): void {
    this.lostBytes = true;
    this.#queue.push(...Array.from(chunk.subarray(0, 10_000), (byte) => Buffer.of(byte)));
    if (this.#timers.size > 0) return;
    const next = () => {
      const byte = this.#queue.shift();
      if (!byte) return;
      this.#client.write(byte);
      this.#later(everyMs, next);
    };
    next();
  }

  #later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

/** Forwards without piling up what the receiver does not read. */
function pass(from: Socket, to: Socket, chunk: Buffer): void {
  if (to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
