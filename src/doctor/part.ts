// What became of one component in the scrape, and where its settings were found.
import { sectionOf, type TargetConfig } from '../config/index.ts';
import type { Outcome } from '../scrape/collection.ts';
import type { Component, Origin, Setting } from '../scrape/component.ts';
import type { Reason } from '../scrape/errors.ts';
import { valuesOf } from '../scrape/values.ts';
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
  /** The target's name, if it is one of the file's and takes nothing from the environment. */
  readonly named?: string | undefined;
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
  const named = config.name === 'default' ? undefined : config.name;
  const found = foundOf(component.name, config);
  const part = { component, named, address, seconds, series: 0, found };
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
    if (owner !== sectionOf(component) || !resolved) return [];
    const { origin } = resolved;
    if (origin.kind === 'default' && setting !== 'url') return [];
    return [{ setting, kind: origin.kind, where: origin.where, secret: kind === 'secret' }];
  });
}

/** The line that sets an option: a variable, or for a target of the file its place there. */
export function settingLine(
  { named, component }: Pick<Part, 'named' | 'component'>,
  { key, env, appsmith }: Pick<Setting, 'key' | 'env' | 'appsmith'>,
  value: string,
): string {
  if (named !== undefined) {
    return `targets: { ${named}: { ${sectionOf(component.name)}: { ${key}: ${JSON.stringify(value)} } } }`;
  }
  // The exporter's own variable first: what Appsmith's says is right for Appsmith.
  return `${env ?? appsmith?.[0] ?? ''}=${value}`;
}

/** Whether an address names this machine, or the network namespace that is shared with Appsmith. */
export function isLoopback({ address = '' }: Pick<Part, 'address'>): boolean {
  return /(?:\/\/|@|,)(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/,?]|$)/i.test(address);
}

/** Whether everything that should be on this machine refuses: then the machine is the wrong one, or empty. */
export function isCutOff(parts: readonly Part[]): boolean {
  const near = parts.filter((part) => part.state !== 'absent' && isLoopback(part));
  return near.length >= 2 && near.every(({ reason }) => reason === 'refused');
}
