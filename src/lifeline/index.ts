// Tells a sidecar that its host's network is gone, and when it is worth ending so that a restart rejoins the host.
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { newestLog } from './logs.ts';
import { poll } from './poll.ts';
import { Pulse } from './pulse.ts';

/** What the outside world is asked for; a test brings its own. */
export interface Surroundings {
  /** True while the network has an address that is not loopback. */
  connected(): boolean;
  /** When Appsmith last wrote a log, in milliseconds since the epoch; undefined if nothing can be read. */
  lastLife(): Promise<number | undefined>;
  now(): number;
}

export interface LifelineOptions {
  readonly surroundings: Surroundings;
  readonly everyMs?: number;
  readonly onLost: () => void;
  readonly onBack: () => void;
}

const EVERY_MS = 2000;

/**
 * Resolves once: when there is no network but loopback, and Appsmith has been writing logs for a while since that was
 * seen — its container runs anew, in another network, which only a restart of this process can join. Never ends
 * earlier: an engine tries to join a stopped container once, and who ends while it is down stays dead. It may have been
 * so from the start: a restart can meet a network that is just going. Never resolves after `signal` fires.
 */
export function rejoinNeeded(options: LifelineOptions, signal: AbortSignal): Promise<void> {
  const { surroundings, everyMs = EVERY_MS } = options;
  const pulse = new Pulse();
  let lost: number | undefined;
  const livesElsewhere = async () => {
    if (surroundings.connected()) {
      if (lost !== undefined) options.onBack();
      lost = undefined;
      return false;
    }
    if (lost === undefined) {
      lost = surroundings.now();
      options.onLost();
    }
    const life = await surroundings.lastLife();
    if (life === undefined || life <= lost) return false;
    return pulse.steady(life, surroundings.now());
  };
  return poll(livesElsewhere, everyMs, signal);
}

/** This process's own surroundings; undefined outside a container, whose network is its own affair. */
export function ownSurroundings(stacksDir: string): Surroundings | undefined {
  if (!existsSync('/.dockerenv') && !existsSync('/run/.containerenv')) return undefined;
  return {
    connected: () =>
      Object.values(networkInterfaces()).some((addresses) =>
        addresses?.some(({ internal }) => !internal),
      ),
    lastLife: () => newestLog(stacksDir),
    now: () => Date.now(),
  };
}
