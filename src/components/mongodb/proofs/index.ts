// Proofs of MongoDB's alerts.
import { availabilityProofs } from './availability.ts';
import { pressureProofs } from './pressure.ts';
import { replicationProofs } from './replication.ts';
import { workProofs } from './work.ts';

export const mongodbProofs = [
  ...availabilityProofs,
  ...replicationProofs,
  ...pressureProofs,
  ...workProofs,
];
