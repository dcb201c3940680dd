// Proofs of MongoDB's alerts.
import { availabilityProofs } from './availability.ts';
import { pressureProofs } from './pressure.ts';
import { replicationProofs } from './replication.ts';
import { workProofs } from './work.ts';

/** An hour shows all that happens in the silent ones. */
const MINUTES = 60;

export const mongodbProofs = [
  ...availabilityProofs,
  ...replicationProofs,
  ...pressureProofs,
  ...workProofs,
].map((proof) => (proof.fires ? proof : { minutes: MINUTES, ...proof }));
