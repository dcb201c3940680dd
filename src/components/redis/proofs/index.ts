// Proofs of Redis's alerts.
import { availabilityProofs } from './availability.ts';
import { loadProofs } from './load.ts';
import { memoryProofs } from './memory.ts';

/** An hour shows all that happens in the silent ones; only what looks back by an hour says that it needs more. */
const MINUTES = 60;

export const redisProofs = [...availabilityProofs, ...memoryProofs, ...loadProofs].map((proof) =>
  proof.fires ? proof : { minutes: MINUTES, ...proof },
);
