// When Redis should wake somebody, the gravest first.
import { availabilityAlerts } from './availability.ts';
import { loadAlerts } from './load.ts';
import { memoryAlerts } from './memory.ts';

export const redisAlerts = [...availabilityAlerts, ...memoryAlerts, ...loadAlerts];
