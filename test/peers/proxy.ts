// A TCP proxy between the exporter and a server that goes wrong on demand, and counts what is open through it.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { TLSSocket, type TlsOptions } from 'node:tls';
import { type Fault, Pair } from './proxy-pair.ts';

export type { Fault } from './proxy-pair.ts';

export interface ProxyOptions {
  /** Port of the server on 127.0.0.1. */
  readonly to: number;
  /** Speaks TLS to clients with this certificate; the server gets the plain bytes. */
  readonly tls?: Pick<TlsOptions, 'key' | 'cert'>;
}

export interface FaultyProxy {
  readonly port: number;
  /** Connections of clients that are open now. */
  connections(): number;
  /** Connections of clients accepted since the start. */
  accepted(): number;
  /** Pieces in which requests arrived since the start: one for each small request. */
  asked(): number;
  /** Goes wrong from now on, on connections that exist as well. */
  fault(fault: Fault): Promise<void>;
  /** Forwards again; connections on which bytes were lost are reset, as a firewall that forgot them would. */
  heal(): Promise<void>;
  /** Points new connections at another server; those that exist are reset. */
  redirect(to: number): void;
  /** Another certificate from now on, or none (plain bytes); connections that exist are reset. */
  certificate(tls: ProxyOptions['tls']): void;
  /** Closes everything. */
  stop(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and forwards. */
export async function startProxy(options: ProxyOptions): Promise<FaultyProxy> {
  const proxy = new ProxyServer(options);
  await proxy.listen();
  return proxy;
}

class ProxyServer implements FaultyProxy {
  #tls: ProxyOptions['tls'];
  readonly #pairs = new Set<Pair>();
  readonly #server = createServer({ allowHalfOpen: false }, (socket) => this.#accept(socket));
  #to: number;
  #port = 0;
  #accepted = 0;
  #asked = 0;
  #fault: Fault = { kind: 'none' };

  constructor({ to, tls }: ProxyOptions) {
    this.#to = to;
    this.#tls = tls;
  }

  get port(): number {
    return this.#port;
  }

  connections(): number {
    return this.#pairs.size;
  }

  accepted(): number {
    return this.#accepted;
  }

  asked(): number {
    return this.#asked;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async fault(fault: Fault): Promise<void> {
    this.#fault = fault;
    for (const pair of this.#pairs) pair.fault = fault;
    if (fault.kind === 'refuse') await this.#closeListener();
    else if (!this.#server.listening) await this.listen();
    if (fault.kind === 'refuse' || fault.kind === 'reset' || fault.kind === 'impostor')
      this.#resetAll();
  }

  async heal(): Promise<void> {
    for (const pair of this.#pairs) if (pair.lostBytes) pair.reset();
    await this.fault({ kind: 'none' });
  }

  redirect(to: number): void {
    this.#to = to;
    this.#resetAll();
  }

  certificate(tls: ProxyOptions['tls']): void {
    this.#tls = tls;
    this.#resetAll();
  }

  async stop(): Promise<void> {
    this.#resetAll();
    if (this.#server.listening) await this.#closeListener();
  }

  #resetAll(): void {
    for (const pair of this.#pairs) pair.reset();
  }

  async #closeListener(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#resetAll();
    await closed;
  }

  #accept(raw: Socket): void {
    this.#accepted++;
    const fault = this.#fault;
    if (fault.kind === 'reset') {
      raw.on('error', () => {});
      raw.resetAndDestroy();
      return;
    }
    const client = this.#tls ? new TLSSocket(raw, { isServer: true, ...this.#tls }) : raw;
    const server = fault.kind === 'impostor' ? undefined : connect(this.#to, '127.0.0.1');
    const pair = new Pair(raw, client, server, fault);
    this.#pairs.add(pair);
    client.on('data', () => this.#asked++);
    raw.once('close', () => this.#pairs.delete(pair));
    if (fault.kind === 'impostor') fault.serve(client);
  }
}
