// What Appsmith's MongoDB has counted: moved by the work that the backend gave it.
import type { Random } from '../random.ts';
import type { Work } from './backend/conditions.ts';

const MIB = 1_048_576;

/** One life of the server; a new one begins at 0. */
export class MongoModel {
  /** Milliseconds since the epoch. */
  readonly started: number;
  uptime = 0;
  readonly ops = { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 };
  /** Operations and microseconds. */
  readonly latencies = {
    reads: { ops: 0, latency: 0 },
    writes: { ops: 0, latency: 0 },
    commands: { ops: 0, latency: 0 },
    transactions: { ops: 0, latency: 0 },
  };
  readonly documents = { returned: 0, inserted: 0, updated: 0, deleted: 0 };
  readonly scanned = { keys: 0, objects: 0 };
  readonly network = { in: 0, out: 0, requests: 0 };
  connections = { current: 14, active: 2, created: 14 };
  readonly cache = { bytes: 96 * MIB, max: 1536 * MIB, dirty: 2 * MIB, readIn: 0, writtenOut: 0 };
  readonly asserts = { user: 0 };
  readonly ttl = { passes: 0, deleted: 0 };
  readonly tickets = { reads: 0, writes: 0 };
  cursorsOpen = 2;
  /** Bytes of Appsmith's database. */
  dataSize = 68 * MIB;
  objects = 31_400;
  /** Milliseconds since the epoch. */
  lastWrite: number;
  readonly #random: Random;
  #shells = 0;

  constructor(random: Random, now: number) {
    this.#random = random;
    this.started = now;
    this.lastWrite = now;
  }

  /** @param poolSize connections that the backend holds  @param now milliseconds since the epoch */
  step(seconds: number, work: Work, poolSize: number, now: number): void {
    this.uptime += seconds;
    const reads = work.mongoReads;
    const writes = work.mongoWrites + this.#random.poisson(seconds / 10);
    const inserts = this.#random.poisson(writes * 0.25);
    const commands = this.#random.poisson(seconds * 1.4);
    this.#count(reads, writes, inserts, commands);
    this.#latency(reads, writes, commands);
    this.#connect(seconds, poolSize, reads);
    this.tickets.reads = this.#random.poisson(reads / seconds / 400);
    this.tickets.writes = this.#random.poisson(writes / seconds / 300);
    this.cursorsOpen = 1 + this.#random.poisson(1);
    this.#storage(seconds, reads, writes, inserts);
    if (writes > 0) this.lastWrite = now;
  }

  /** The backend's pool, its monitors, RTS and now and then somebody's shell. */
  #connect(seconds: number, poolSize: number, reads: number): void {
    const { connections } = this;
    if (this.#random.chance(seconds / 300)) this.#shells = this.#random.poisson(0.5);
    const current = 8 + poolSize + this.#shells;
    connections.created += Math.max(0, current - connections.current);
    connections.current = current;
    connections.active = 1 + Math.min(current - 1, this.#random.poisson(reads / seconds / 200));
  }

  #count(reads: number, writes: number, inserts: number, commands: number): void {
    const { ops, documents, network } = this;
    // Two draws: in a quiet second there may be more inserts than writes, and no counter may fall.
    const updates = Math.max(0, writes - inserts);
    ops.query += reads;
    ops.insert += inserts;
    ops.update += updates;
    ops.getmore += Math.round(reads * 0.02);
    ops.command += commands;
    documents.returned += reads * 4;
    documents.inserted += inserts;
    documents.updated += updates;
    this.scanned.keys += reads * 5;
    this.scanned.objects += reads * 5;
    network.requests += reads + writes + commands;
    network.in += reads * 420 + writes * 2400 + commands * 180;
    network.out += reads * 9600 + writes * 130 + commands * 640;
  }

  #latency(reads: number, writes: number, commands: number): void {
    const add = (of: { ops: number; latency: number }, count: number, micros: number) => {
      of.ops += count;
      of.latency += Math.round(count * this.#random.logNormal(micros, 0.25));
    };
    add(this.latencies.reads, reads, 900);
    add(this.latencies.writes, writes, 1400);
    add(this.latencies.commands, commands, 350);
  }

  #storage(seconds: number, reads: number, writes: number, inserts: number): void {
    const { cache } = this;
    cache.readIn += reads * 300;
    cache.writtenOut += writes * 6000;
    cache.bytes = Math.min(cache.max * 0.8, cache.bytes + reads * 40 + writes * 500);
    // A checkpoint writes out what is dirty once a minute.
    cache.dirty = cache.dirty * Math.exp(-seconds / 60) + writes * 4000 + 20_000;
    this.objects += inserts;
    this.dataSize += inserts * 480;
    const passes = Math.floor(this.uptime / 60) - this.ttl.passes;
    this.ttl.passes += passes;
    const expired = this.#random.poisson(passes * 0.2);
    this.ttl.deleted += expired;
    this.documents.deleted += expired;
    this.asserts.user += this.#random.poisson(seconds / 900);
  }
}
