// The connections of a TLS server: which client certificates pass, which handshakes hang, which are of an older configuration.
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { WebTls } from '../../config/web-config/index.ts';
import type { Logger } from '../../telemetry/log.ts';
import { refusalOf } from './client-certificate.ts';

/** Of each kind of refusal, one line in this time: a stranger must not fill the log. */
const QUIET_MS = 60_000;

const PLAIN = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/plain; charset=utf-8',
  'X-Content-Type-Options: nosniff',
  'Connection: close',
  '',
  'this is an HTTPS server; use https://\n',
].join('\r\n');

export class TlsConnections {
  readonly #policy: () => WebTls;
  readonly #log: Logger;
  /** By the client's address and port: those whose handshake goes on, and the epoch they began in. */
  readonly #pending = new Map<string, { readonly raw: Socket; readonly epoch: number }>();
  readonly #epochs = new WeakMap<Socket, number>();
  readonly #said = new Map<string, number>();
  #epoch = 0;

  constructor(server: Server, policy: () => WebTls, log: Logger) {
    this.#policy = policy;
    this.#log = log;
    server.prependListener('connection', (raw: Socket) => this.#began(raw));
    server.prependListener('secureConnection', (socket) => this.#shook(socket));
    // Node's own listener would answer in plain HTTP through a TLS connection that never came about.
    server.removeAllListeners('tlsClientError');
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      this.#failed(error.code ?? 'unknown', socket);
    });
  }

  /** From now on, all that is open was made under an older configuration. */
  outdate(): void {
    this.#epoch += 1;
  }

  isOutdated(socket: Socket): boolean {
    return this.#epochs.get(socket) !== this.#epoch;
  }

  dropPending(): void {
    for (const { raw } of this.#pending.values()) raw.destroy();
  }

  #began(raw: Socket): void {
    const key = keyOf(raw);
    this.#pending.set(key, { raw, epoch: this.#epoch });
    raw.once('close', () => {
      if (this.#pending.get(key)?.raw === raw) this.#pending.delete(key);
    });
  }

  #shook(socket: TLSSocket): void {
    const key = keyOf(socket);
    this.#epochs.set(socket, this.#pending.get(key)?.epoch ?? -1);
    this.#pending.delete(key);
    const refusal = refusalOf(socket, this.#policy());
    if (refusal === undefined) return;
    this.#say(refusal, socket, socket.authorizationError as unknown);
    socket.destroy();
  }

  #failed(code: string, socket: TLSSocket): void {
    const raw = this.#pending.get(keyOf(socket))?.raw;
    socket.destroy();
    if (code !== 'ERR_SSL_HTTP_REQUEST') this.#say('TLS handshake failed', socket, code);
    if (code !== 'ERR_SSL_HTTP_REQUEST' || !raw?.writable) return void raw?.destroy();
    raw.end(PLAIN, () => raw.destroy());
  }

  #say(what: string, socket: Socket, why: unknown): void {
    const now = performance.now();
    if (now - (this.#said.get(what) ?? -QUIET_MS) < QUIET_MS) return;
    this.#said.set(what, now);
    this.#log.warn({ client: socket.remoteAddress, why }, what);
  }
}

const keyOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
