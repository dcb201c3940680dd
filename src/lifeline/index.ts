// Tells a sidecar that its host's network is gone, and when it is worth ending so that a restart rejoins the host.
import { existsSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { newestLog } from './logs.ts';
import { poll } from './poll.ts';
import { Rebirth } from './rebirth.ts';

/** What the outside world is asked for; a test brings its own. */
export interface Surroundings {
  /** True while the network has an address that is not loopback. */
  connected(): boolean;
  /** When Appsmith last wrote a log, in milliseconds since the epoch; undefined if nothing can be read. */
  lastLife(): Promise<number | undefined>;
  /** When the engine last started Appsmith's container, as far as a file of its tells; another value is a new life. */
  lastStart(): number | undefined;
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
 * Resolves once: when there is no network but loopback, and Appsmith has been alive for a while since that was seen —
 * its container runs anew, in another network, which only a restart of this process can join. Never ends
 * earlier: an engine tries to join a stopped container once, and who ends while it is down stays dead. It may have been
 * so from the start: a restart can meet a network that is just going. Never resolves after `signal` fires.
 */
export function rejoinNeeded(options: LifelineOptions, signal: AbortSignal): Promise<void> {
  const { surroundings, everyMs = EVERY_MS } = options;
  let rebirth: Rebirth | undefined;
  let lifeBefore = surroundings.lastStart();
  const livesElsewhere = async () => {
    if (surroundings.connected()) {
      if (rebirth) options.onBack();
      rebirth = undefined;
      lifeBefore = surroundings.lastStart();
      return false;
    }
    if (!rebirth) {
      rebirth = new Rebirth(surroundings.now(), lifeBefore);
      options.onLost();
    }
    const sign = await surroundings.lastLife();
    return rebirth.steady({
      sign,
      start: surroundings.lastStart(),
      now: surroundings.now(),
    });
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
    // Who shares another container's network is given its /etc/hostname, which Docker writes anew at each start of it.
    lastStart: () => statSync('/etc/hostname', { throwIfNoEntry: false })?.mtimeMs,
    now: () => Date.now(),
  };
}
