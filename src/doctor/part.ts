// What became of one component in the scrape, and where its settings were found.
import type { TargetConfig } from '../config/index.ts';
import type { Outcome } from '../scrape/collection.ts';
import type { Component, Origin } from '../scrape/component.ts';
import type { Reason } from '../scrape/errors.ts';
import { reasonInWords } from '../scrape/words.ts';
import { valuesOf } from './series.ts';

/** `unwell`: it answers, but not as it should. */
export type PartState = 'up' | 'unwell' | 'down' | 'absent';

/** Where one setting of a component comes from. */
export interface Found {
  readonly setting: string;
  readonly kind: Origin['kind'];
  /** For people: `docker.env line 12, APPSMITH_DB_URL`. */
  readonly where: string;
  /** A password or token, as opposed to an address. */
  readonly secret: boolean;
}

export interface Part {
  readonly component: Component;
  readonly state: PartState;
  readonly address?: string | undefined;
  readonly found: readonly Found[];
  /** How long reading all of it took. */
  readonly seconds: number;
  /** How fast it answered one question, where the scrape has measured that. */
  readonly latency?: number | undefined;
  readonly series: number;
  readonly reason?: Reason | undefined;
  /** In plain words: why it is not up, or why it is absent. */
  readonly why?: string | undefined;
  /** What the system itself said. */
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

export function partOf(outcome: Outcome, config: TargetConfig): Part {
  const { component, state, address, reason, detail, hint, seconds, families } = outcome;
  const part = { component, address, seconds, series: 0, found: foundOf(component.name, config) };
  if (state === 'absent') return { ...part, state, why: detail, hint };
  return {
    ...part,
    state: state === 'up' && reason ? 'unwell' : state,
    latency: latencyOf(families),
    series: families.reduce((sum, family) => sum + family.series, 0),
    reason,
    why: reason && reasonInWords(reason),
    detail: reason && detail,
  };
}

/** One question and its answer: health checks and pings. */
const ROUND_TRIPS = [
  'appsmith_health_check_duration_seconds',
  'appsmith_rts_health_check_duration_seconds',
  'mongodb_ping_duration_seconds',
  'redis_ping_duration_seconds',
];

function latencyOf(families: Outcome['families']): number | undefined {
  return ROUND_TRIPS.flatMap((name) => valuesOf(families, name)).at(0)?.value;
}

/** Everything that somebody set, and the address even if nobody did. */
function foundOf(component: string, { entries }: TargetConfig): Found[] {
  return entries.flatMap(({ option: { path, kind }, resolved }) => {
    const [owner, setting = ''] = path;
    if (owner !== component || !resolved) return [];
    const { origin } = resolved;
    if (origin.kind === 'default' && setting !== 'url') return [];
    return [{ setting, kind: origin.kind, where: origin.where, secret: kind === 'secret' }];
  });
}

/** Whether an address names this machine, or the network namespace that is shared with Appsmith. */
export function isLoopback({ address = '' }: Pick<Part, 'address'>): boolean {
  return /(?:\/\/|@|,)(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/,?]|$)/i.test(address);
}
