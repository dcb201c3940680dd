// The bytes of an answer, made once and as they are asked for, for everybody who shares a collection.
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';

/** Whatever gives a body's chunks one after the other. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** How many bytes gzip hands on at a time. */
const GZIP_BYTES = 64 << 10;

/**
 * Holds what lies between its slowest and its fastest reader: nothing for a single one, a whole body at
 * the most for many, and nothing again when the last has left.
 */
export class SharedBody {
  readonly gzip: boolean;
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #onLeft: () => void;
  readonly #readers = new Set<BodyReader>();
  readonly #held: Uint8Array[] = [];
  /** How many chunks were there before those held. */
  #gone = 0;
  #ended = false;
  #making: Promise<void> | undefined;

  /** `onLeft` is called when the last reader has left. */
  constructor(chunks: Chunks, gzip: boolean, onLeft: () => void = () => {}) {
    this.gzip = gzip;
    this.#source = iterate(gzip ? gzipped(chunks) : chunks);
    this.#onLeft = onLeft;
  }

  /** Somebody who reads it from the start; undefined if that has gone. */
  reader(): BodyReader | undefined {
    if (this.#gone > 0) return undefined;
    const reader: BodyReader = new BodyReader(this, () => this.#leave(reader));
    this.#readers.add(reader);
    return reader;
  }

  /** The chunk that a reader comes to next, made if it must be; undefined behind the last. */
  async take(reader: BodyReader): Promise<Uint8Array | undefined> {
    while (reader.taken - this.#gone >= this.#held.length && !this.#ended) {
      this.#making ??= this.#make();
      await this.#making;
    }
    const chunk = this.#held[reader.taken++ - this.#gone];
    this.#forget();
    return chunk;
  }

  async #make(): Promise<void> {
    // Once it has thrown, that is what everybody gets.
    const { value, done } = await this.#source.next();
    if (done) this.#ended = true;
    else this.#held.push(value);
    this.#making = undefined;
  }

  /** Lets go of what everybody has taken. */
  #forget(): void {
    let slowest = Number.POSITIVE_INFINITY;
    for (const { taken } of this.#readers) slowest = Math.min(slowest, taken);
    const count = Math.min(slowest - this.#gone, this.#held.length);
    if (count <= 0) return;
    this.#held.splice(0, count);
    this.#gone += count;
  }

  #leave(reader: BodyReader): void {
    if (!this.#readers.delete(reader)) return;
    this.#forget();
    if (this.#readers.size > 0) return;
    this.#onLeft();
    // What it holds while it is suspended, it lets go of.
    void this.#source.return?.().catch(() => {});
  }
}

/** One who reads a shared body at their own pace. */
export class BodyReader {
  readonly gzip: boolean;
  /** Number of chunks taken. */
  taken = 0;
  readonly #body: SharedBody;
  /** To be called at the end, or when the rest is not wanted. */
  readonly leave: () => void;

  constructor(body: SharedBody, leave: () => void) {
    this.#body = body;
    this.gzip = body.gzip;
    this.leave = leave;
  }

  /** The next chunk; undefined at the end. Throws what the making of the body threw. */
  next(): Promise<Uint8Array | undefined> {
    return this.#body.take(this);
  }
}

async function* iterate(chunks: Chunks): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/**
 * Level 1: on this kind of text the higher ones cost several times the CPU for a few percent. A pipeline of streams
 * would cost as much as the compression; each write is a trip to another thread, so chunks should be large.
 */
async function* gzipped(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ level: 1, chunkSize: GZIP_BYTES });
  const made: Uint8Array[] = [];
  gzip.on('data', (chunk: Uint8Array) => made.push(chunk));
  // Whoever waits for a write or the end hears of it there.
  gzip.on('error', () => {});
  try {
    for await (const chunk of chunks) {
      await written(gzip, chunk);
      yield* made.splice(0);
    }
    const end = once(gzip, 'end');
    gzip.end();
    await end;
    yield* made;
  } finally {
    gzip.destroy();
  }
}

function written(gzip: Gzip, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    gzip.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
