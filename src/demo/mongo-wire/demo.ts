// Answers with numbers that move, as a small busy MongoDB of an Appsmith would give them.
import type { Handlers } from './answers.ts';

/** Handlers for the demo. */
export function demoHandlers(): Handlers {
  return {
    serverStatus: () => ({ connections: { current: 12, available: 838_848, active: 3 }, ok: 1 }),
  };
}
