// The parts of the embedded Appsmith beside its backend, RTS, stores and supervisord: one file each.
import { startCaddy } from './caddy.ts';
import { startCloudServices } from './cloud-services.ts';
import { startKeycloak } from './keycloak/index.ts';
import type { AppsmithModel } from './model/appsmith.ts';
import { startPostgres } from './postgres/index.ts';
import { startProgramLogs } from './program-logs.ts';
import { startRuntime } from './runtime.ts';
import { startTemporal } from './temporal/index.ts';
import { startUpgrade } from './upgrade.ts';
import { startVolume } from './volume/part.ts';

/** What a part is given when the rest of the embedded Appsmith runs. */
export interface World {
  readonly model: AppsmithModel;
  readonly stacksDir: string;
  /** Base addresses without a trailing slash. */
  readonly urls: Readonly<Record<'backend' | 'front' | 'rts' | 'supervisor', string>>;
}

/** One of them, running. */
export interface Part {
  /** What an exporter needs to find it, because the ports are not the usual ones. */
  readonly env: Readonly<Record<string, string>>;
  /** Brings it in line with the knobs and the model's clock; called after every step of time. */
  settle?(): Promise<void>;
  stop(): Promise<void>;
}

export type StartPart = (world: World) => Promise<Part>;

export const parts: readonly StartPart[] = [
  startCaddy,
  startCloudServices,
  startKeycloak,
  startTemporal,
  startProgramLogs,
  startRuntime,
  startPostgres,
  startVolume,
  startUpgrade,
];
