// Doctor's whole report: every target's, what concerns the exporter itself, the verdict and the exit code.
import type { Problem } from '../config/index.ts';
import type { Note } from '../scrape/component.ts';
import { listed } from '../scrape/words.ts';
import { bySeverity, type Finding, findingOf, type Level } from './finding.ts';
import type { TargetReport, Verdict } from './target.ts';

export interface Report {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly version: string;
  readonly targets: readonly TargetReport[];
  /** All of them, those of the exporter itself included, worst first. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Level, number>>;
  /** `unusable`: the configuration is broken, so nothing was asked. */
  readonly verdict: Verdict | 'unusable';
  /** One sentence or two. */
  readonly summary: string;
}

type Given = Pick<Report, 'at' | 'version'>;

/** @param notes about the process, from the configuration */
export function reportOf(
  given: Given,
  targets: readonly TargetReport[],
  notes: readonly Note[],
): Report {
  const findings = bySeverity([
    ...notes.map(findingOf),
    ...targets.flatMap(({ findings: own }) => own),
  ]);
  const counts = count(findings);
  const verdict = worst(targets.map((target) => target.verdict));
  const summary = `${headline(targets, findings)} ${toMend(counts)}`;
  return { ...given, targets, findings, counts, verdict, summary };
}

/** What cannot be used is one error each; nothing else is known then. */
export function brokenConfiguration(given: Given, problems: readonly Problem[]): Report {
  const findings = problems.map(({ where, path, value, problem, remedy }): Finding => {
    const given = value === undefined || value === '' ? '' : ` = ${value.slice(0, 80)}`;
    return {
      level: 'error',
      code: 'configuration',
      text: `${where}: ${path === undefined ? '' : `${path}${given}: `}${problem}`,
      ...(remedy !== undefined && { remedy: { text: remedy, lines: [] } }),
    };
  });
  const counts = count(findings);
  const summary = `The configuration cannot be used, so nothing was asked. ${toMend(counts)}`;
  return { ...given, targets: [], findings, counts, verdict: 'unusable', summary };
}

function count(findings: readonly Finding[]): Report['counts'] {
  const of = (level: Level) => findings.filter((finding) => finding.level === level).length;
  return { error: of('error'), warning: of('warning'), info: of('info') };
}

const ORDER: readonly Verdict[] = ['down', 'unknown', 'degraded', 'up'];

const worst = (verdicts: readonly Verdict[]): Verdict =>
  ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';

function headline(targets: readonly TargetReport[], findings: readonly Finding[]): string {
  const [first] = findings.filter(({ level }) => level === 'error');
  if (targets.length !== 1) return fleet(targets);
  const state = STATES[targets[0]!.verdict];
  return first ? `${state}: ${first.text}.` : `${state}.`;
}

const STATES: Readonly<Record<Verdict, string>> = {
  up: 'Appsmith is up',
  degraded: 'Appsmith is up, but not all of it',
  down: 'Appsmith is down',
  unknown: 'Appsmith’s own state is not known',
};

function fleet(targets: readonly TargetReport[]): string {
  const named = (verdict: Verdict) =>
    targets.filter((target) => target.verdict === verdict).map(({ name }) => name);
  const troubled = (['down', 'unknown', 'degraded'] as const)
    .filter((verdict) => named(verdict).length > 0)
    .map((verdict) => `${verdict}: ${listed(named(verdict))}`);
  const up = `${named('up').length} of ${targets.length} Appsmiths are up`;
  return `${[up, ...troubled].join('; ')}.`;
}

function toMend({ error, warning }: Report['counts']): string {
  const things = error + warning;
  if (things === 0) return 'Nothing to mend.';
  return things === 1 ? '1 thing to mend.' : `${things} things to mend.`;
}
