// reactor-netty's meters: one series per raw path, which is why nobody should keep them.
import type { Timer } from '../../micrometer/meters.ts';
import type { Registry } from '../../micrometer/registry.ts';

interface PathTimers {
  readonly received: Timer;
  readonly receivedTime: Timer;
  readonly sent: Timer;
  readonly sentTime: Timer;
  readonly response: Timer;
}

const SERVER = 'reactor.netty.http.server';
const ALLOCATOR: Readonly<Record<string, number>> = {
  'active.direct.memory': 65_536,
  'active.heap.memory': 0,
  'chunk.size': 4_194_304,
  'direct.arenas': 8,
  'heap.arenas': 8,
  'normal.cache.size': 64,
  'small.cache.size': 256,
  'threadlocal.caches': 17,
  'used.direct.memory': 16_777_216,
  'used.heap.memory': 0,
};

export class NettyMeters {
  readonly #registry: Registry;
  readonly #rawPaths: boolean;
  readonly #paths = new Map<string, PathTimers>();
  /** Kept-alive connections, for the gauges. */
  connections = 4;

  /** @param rawPaths false leaves out the timers by path, which the exporter drops anyway */
  constructor(registry: Registry, address: string, id: string, rawPaths = true) {
    this.#registry = registry;
    this.#rawPaths = rawPaths;
    for (const [name, value] of Object.entries(ALLOCATOR)) {
      const tags = { id, type: 'pooled' };
      registry.gauge(`reactor.netty.bytebuf.allocator.${name}`, () => value, {}, tags);
    }
    for (let i = 1; i <= 4; i++) {
      const name = `reactor-http-epoll-${i}`;
      registry.gauge('reactor.netty.eventloop.pending.tasks', () => 0, {}, { name });
    }
    const local = { local_address: address, uri: 'http' };
    registry.gauge(`${SERVER}.connections`, () => this.connections, {}, local);
    registry.gauge(`${SERVER}.connections.active`, () => Math.min(this.connections, 1), {}, local);
  }

  record(method: string, status: string, path: string, seconds: number): void {
    if (!this.#rawPaths) return;
    const key = `${method} ${status} ${path}`;
    let timers = this.#paths.get(key);
    if (!timers) {
      timers = this.#create(method, status, path);
      this.#paths.set(key, timers);
    }
    timers.received.record(method === 'GET' ? 0 : 640);
    timers.receivedTime.record(seconds * 0.02);
    timers.sent.record(400 + seconds * 20_000);
    timers.sentTime.record(seconds * 0.05);
    timers.response.record(seconds);
  }

  #create(method: string, status: string, uri: string): PathTimers {
    const bytes = { unit: 'bytes' };
    const registry = this.#registry;
    return {
      received: registry.summary(`${SERVER}.data.received`, { uri }, bytes),
      receivedTime: registry.timer(`${SERVER}.data.received.time`, { method, uri }),
      sent: registry.summary(`${SERVER}.data.sent`, { uri }, bytes),
      sentTime: registry.timer(`${SERVER}.data.sent.time`, { method, status, uri }),
      response: registry.timer(`${SERVER}.response.time`, { method, status, uri }),
    };
  }
}
