// alerts/tests/*.yml: the proofs of each component, for `promtool test rules`.
import type { Alert, Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import { groupsOf, rulesPath } from '../rules/files.ts';
import { neededRecords } from '../rules/needed.ts';
import type { Settings } from '../settings/settings.ts';
import { yamlFile } from '../yaml.ts';
import { type Said, testOf } from './tests.ts';

/** Throws where an alert has fewer than one proof that it fires and two that it stays silent. */
export function proofFiles(
  observed: readonly Observed[],
  settings: Settings,
  said: Said,
): GeneratedFile[] {
  const lacking = observed.flatMap((one) => unproven(one));
  if (lacking.length > 0) throw new Error(`not proven:\n${lacking.join('\n')}`);
  return observed
    .filter(({ alerts }) => alerts.some((alert) => settings.enabled(alert)))
    .map((one) => {
      const { component, title, proofs } = one;
      const needed = [...owners(one, observed)];
      const groups = needed.flatMap((owner) => groupsOf(owner, settings, () => ({})));
      const tests = proofs
        .filter(({ alert }) => settings.enabled(alert))
        .map((proof) => testOf(proof, settings, said));
      const what = `Proofs of ${title}’s alerts: \`promtool test rules alerts/tests/*.yml\`.`;
      return yamlFile(
        `alerts/tests/${component}.yml`,
        what,
        testFile(
          tests,
          groups.map(({ name }) => name),
          needed.map((owner) => `../../${rulesPath(owner.component)}`),
        ),
      );
    });
}

/** The components whose rules one's alerts need, those that only record first; its own last. */
function owners(one: Observed, observed: readonly Observed[]): Set<Observed> {
  const needed = new Set(one.alerts.flatMap((alert) => neededRecords(alert, observed)));
  const others = observed.filter(({ records = [], aliases = [] }) =>
    [...records, ...aliases].some((rule) => needed.has(rule)),
  );
  return new Set([...others.filter((other) => other !== one), one]);
}

/**
 * A test file; the rule files as seen from its folder. promtool takes groups in any order unless told, and an
 * alert that comes before what it reads is a minute late.
 */
export const testFile = (
  tests: readonly object[],
  groups: readonly string[],
  ruleFiles: readonly string[],
) => ({ rule_files: ruleFiles, evaluation_interval: '1m', group_eval_order: groups, tests });

/** What is missing, a line for each alert; proofs of alerts that are not the component's own. */
export function unproven({ component, alerts, proofs }: Observed): string[] {
  const strangers = proofs.filter(({ alert }) => !alerts.includes(alert));
  return [
    ...alerts.flatMap((alert) => lacking(alert, proofs)),
    ...strangers.map(({ alert }) => `${component}: a proof of ${alert.name}, which is not its own`),
  ];
}

function lacking(alert: Alert, proofs: Observed['proofs']): string[] {
  const own = proofs.filter((proof) => proof.alert === alert);
  const firing = own.filter(({ fires }) => fires).length;
  const silent = own.length - firing;
  // What always fires has nothing to be silent about.
  const wanted = alert.severity === 'none' ? 0 : 2;
  return firing >= 1 && silent >= wanted
    ? []
    : [`${alert.name}: ${firing} proofs that it fires, ${silent} that it is silent`];
}
