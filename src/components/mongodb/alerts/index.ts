// When MongoDB should wake somebody, the gravest first.
import { availabilityAlerts } from './availability.ts';
import { pressureAlerts } from './pressure.ts';
import { replicationAlerts } from './replication.ts';
import { workAlerts } from './work.ts';

export const mongodbAlerts = [
  ...availabilityAlerts,
  ...replicationAlerts,
  ...pressureAlerts,
  ...workAlerts,
];
