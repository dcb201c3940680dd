// What the backend's requests meet during one step, and what they cost in turn.

/** The state of the world that a step's requests run in. */
export interface Conditions {
  /** Length of the step in seconds. */
  readonly seconds: number;
  /** People at work. */
  readonly users: number;
  readonly mongo: boolean;
  readonly redis: boolean;
  /** Redis is full: it answers, but no session can be written. */
  readonly redisRefuses: boolean;
  /** Every connection of the MongoDB pool is taken. */
  readonly poolExhausted: boolean;
  /** Multiplies every latency: above 1 when collections or a full processor hold everything up. */
  readonly pressure: number;
  /** Multiplies the latency of a plugin's queries. */
  queryFactor(plugin: string): number;
}

/** What a step's requests caused elsewhere. */
export interface Work {
  requests: number;
  queries: number;
  logins: number;
  failures: number;
  /** Seconds that all requests together took: over the step's length it is how many ran at once. */
  busySeconds: number;
  mongoReads: number;
  mongoWrites: number;
  redisCommands: number;
  /** Requests that save their session. */
  sessionWrites: number;
  /** Bytes of garbage made on the heap. */
  allocatedBytes: number;
}

export function noWork(): Work {
  return {
    requests: 0,
    queries: 0,
    logins: 0,
    failures: 0,
    busySeconds: 0,
    mongoReads: 0,
    mongoWrites: 0,
    redisCommands: 0,
    sessionWrites: 0,
    allocatedBytes: 0,
  };
}
