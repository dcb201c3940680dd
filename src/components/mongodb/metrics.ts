// Everything that may be exposed about MongoDB.
import type { Catalogue } from '../../metrics/index.ts';
import { serverMetrics } from './metrics/server.ts';

export const mongodbMetrics = {
  ...serverMetrics,
} satisfies Catalogue;
