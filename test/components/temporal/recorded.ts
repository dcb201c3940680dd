// Questions and answers of a real Temporal server, byte by byte.
import { readFileSync } from 'node:fs';

export interface Recorded {
  readonly name: string;
  readonly method: string;
  /** Messages without gRPC's framing, in hexadecimal. */
  readonly request: string;
  readonly status: number;
  readonly response: string;
}

const FILE = new URL('../../fixtures/temporal/1.32/calls.json', import.meta.url);

export const RECORDED = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Recorded[];

/** The recorded call of this name. */
export function recorded(name: string): Recorded {
  const found = RECORDED.find((one) => one.name === name);
  if (!found) throw new Error(`no call ${name} is recorded`);
  return found;
}
