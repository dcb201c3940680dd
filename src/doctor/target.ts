// One Appsmith examined: a scrape, a few more questions, and what all of it comes to.
import type { TargetConfig } from '../config/index.ts';
import type { Note } from '../scrape/component.ts';
import type { ScrapeResult, Target } from '../scrape/target.ts';
import { appsmithUp } from '../scrape/verdict.ts';
import { CHECKS } from './checks/index.ts';
import { examineMembers } from './examine.ts';
import { bySeverity, type Finding } from './finding.ts';
import { isCutOff, type Part, partOf } from './part.ts';

/** `unknown`: nothing says how Appsmith as a whole is. */
export type Verdict = 'up' | 'degraded' | 'down' | 'unknown';

/** What the checks judge by. */
export interface Facts {
  readonly config: TargetConfig;
  readonly result: ScrapeResult;
  readonly parts: readonly Part[];
  /** Of the scrape and of the examination, by component. */
  readonly notes: readonly (Note & { readonly component: string })[];
  /** Milliseconds by which each clock is ahead of ours, beyond what the measurement leaves open. */
  readonly clocks: ReadonlyMap<string, number>;
  readonly up: boolean | undefined;
}

export interface TargetReport {
  readonly name: string;
  readonly verdict: Verdict;
  /** How long the scrape took. */
  readonly seconds: number;
  readonly dockerEnv?: { readonly path: string; readonly found: boolean } | undefined;
  readonly parts: readonly Part[];
  readonly findings: readonly Finding[];
}

export interface Limits {
  /** Milliseconds for the scrape. */
  readonly scrapeMs: number;
  /** Milliseconds for the questions after it. */
  readonly examineMs: number;
  readonly signal: AbortSignal;
}

/** Scrapes once, then asks what only a person wants to know. Never throws for what the target does. */
export async function examineTarget(
  target: Target,
  config: TargetConfig,
  { scrapeMs, examineMs, signal }: Limits,
): Promise<TargetReport> {
  const result = await target.scrape({ timeoutMs: scrapeMs, signal });
  const up = new Set(
    result.outcomes.filter(({ state }) => state === 'up').map((o) => o.component.name),
  );
  const members = target.members.filter(({ component }) => up.has(component.name));
  const { notes, clocks } = await examineMembers(members, examineMs, signal);
  const facts: Facts = {
    config,
    result,
    parts: result.outcomes.map((outcome) => partOf(outcome, config)),
    notes: [
      ...result.outcomes.flatMap(({ component, notes: own }) =>
        own.map((note) => ({ ...note, component: component.name })),
      ),
      ...notes,
    ],
    clocks,
    up: appsmithUp(result.families),
  };
  const findings = CHECKS.flatMap((check) => check(facts));
  return {
    name: target.name,
    verdict: verdictOf(facts),
    seconds: result.seconds,
    dockerEnv: config.dockerEnv,
    parts: facts.parts,
    findings: bySeverity(findings).map((finding) => ({ ...finding, target: target.name })),
  };
}

function verdictOf({ up, parts }: Facts): Verdict {
  // Out of reach is not down.
  if (up === undefined || isCutOff(parts)) return 'unknown';
  if (!up) return 'down';
  return parts.some(({ state }) => state === 'down' || state === 'unwell') ? 'degraded' : 'up';
}
