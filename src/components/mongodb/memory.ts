// What a server's answers have told that holds for longer than a scrape.

export type Role = 'member' | 'standalone' | 'mongos';

/** Behind a proxy another server may come to answer on the same connection; and rights may be granted. */
const HOLDS_MS = 5 * 60_000;

/**
 * What cannot change while a server's process runs: what it is, and what it does not offer. It holds for as long as
 * the connection does, and for some minutes at most, so that a server that is upgraded is known for what it is now.
 */
export class Memory {
  role: Role | undefined;
  /** `process` as serverStatus told it, if it did. */
  build: { process: string | undefined; version: string; edition: string | undefined } | undefined;
  /** Commands that are asked for in their second spelling. */
  readonly notUnderstood = new Set<string>();
  /** Commands that the server does not offer at all, and what it called that. */
  readonly notOffered = new Map<string, string>();
  #connection: object | undefined;
  #until = 0;

  /** To be called before a scrape asks: forgets what another connection told. `now` is in milliseconds. */
  recall(connection: object, now = performance.now()): void {
    if (connection === this.#connection && now < this.#until) return;
    this.#connection = connection;
    this.#until = now + HOLDS_MS;
    this.role = undefined;
    this.build = undefined;
    this.notUnderstood.clear();
    this.notOffered.clear();
  }
}
