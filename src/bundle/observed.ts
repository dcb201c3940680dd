// The list of what the bundle is made from, in the order in which people look at it.
import { backend, queries } from '../components/backend/observed.ts';
import { appsmith } from '../components/backend/whole/observed.ts';
import { backups } from '../components/backups/observed.ts';
import { caddy } from '../components/caddy/observed.ts';
import { cloudServices } from '../components/cloud-services/observed.ts';
import { edge } from '../components/edge/observed.ts';
import { keycloak } from '../components/keycloak/observed.ts';
import { mongodb } from '../components/mongodb/observed.ts';
import { usage } from '../components/mongodb/usage/observed.ts';
import { postgres } from '../components/postgres/observed.ts';
import { gitRedis, redis } from '../components/redis/observed.ts';
import { rts } from '../components/rts/observed.ts';
import { runtime } from '../components/runtime/observed.ts';
import { supervisord } from '../components/supervisord/observed.ts';
import { temporal } from '../components/temporal/observed.ts';
import { upgrade } from '../components/upgrade/observed.ts';
import { volume } from '../components/volume/observed.ts';
import type { Observed } from '../observe/index.ts';
import { exporter } from './exporter/observed.ts';
import { overview } from './overview/observed.ts';

export const observed: readonly Observed[] = [
  overview,
  appsmith,
  backend,
  queries,
  mongodb,
  postgres,
  redis,
  gitRedis,
  edge,
  rts,
  caddy,
  supervisord,
  volume,
  cloudServices,
  backups,
  keycloak,
  temporal,
  usage,
  runtime,
  upgrade,
  exporter,
];
