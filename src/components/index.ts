// The ordered list of everything that can be monitored; adding a system adds a folder and a line here.
import type { Component } from '../scrape/component.ts';
import { backend } from './backend/index.ts';
import { backups } from './backups/index.ts';
import { caddy } from './caddy/index.ts';
import { cloudServices } from './cloud-services/index.ts';
import { edge } from './edge/index.ts';
import { keycloak } from './keycloak/index.ts';
import { mongodb } from './mongodb/index.ts';
import { usage } from './mongodb/usage/index.ts';
import { postgres } from './postgres/index.ts';
import { redis } from './redis/index.ts';
import { rts } from './rts/index.ts';
import { runtime } from './runtime/index.ts';
import { supervisord } from './supervisord/index.ts';
import { temporal } from './temporal/index.ts';
import { upgrade } from './upgrade/index.ts';
import { volume } from './volume/index.ts';

/** The most critical first, as Appsmith itself ranks its parts: people read pages and reports in this order. */
export const components: readonly Component[] = [
  backend,
  mongodb,
  volume,
  postgres,
  redis,
  rts,
  caddy,
  edge,
  supervisord,
  keycloak,
  temporal,
  runtime,
  backups,
  usage,
  upgrade,
  cloudServices,
];
