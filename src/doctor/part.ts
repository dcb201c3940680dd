// What became of one component in the scrape, and where its settings were found.
import type { TargetConfig } from '../config/index.ts';
import type { Outcome } from '../scrape/collection.ts';
import type { Component, Origin } from '../scrape/component.ts';
import type { Reason } from '../scrape/errors.ts';
import { reasonInWords } from '../scrape/words.ts';

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
  /** How long reading it took. */
  readonly seconds: number;
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
    series: families.reduce((sum, family) => sum + family.series, 0),
    reason,
    why: reason && reasonInWords(reason),
    detail: reason && detail,
  };
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
