// The rule files: one a component, its recording rules before its alerts; a glob of `appsmith-*.yml` loads them all.
import type { Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import type { Settings } from '../settings/settings.ts';
import { yamlFile } from '../yaml.ts';
import { alertingGroups, type Group, recordingGroups, type Words } from './groups.ts';
import { checkRules } from './sound.ts';

export const rulesPath = (component: string): string => `alerts/appsmith-${component}.yml`;

/** The groups of one component in the order in which they must be computed. */
export const groupsOf = (one: Observed, settings: Settings, words: Words): Group[] => [
  ...recordingGroups([one], settings),
  ...alertingGroups([one], settings, words),
];

/** Throws with every unsound rule, by the place of its template. */
export function ruleFiles(
  observed: readonly Observed[],
  settings: Settings,
  words: Words,
): GeneratedFile[] {
  checkRules(observed, settings);
  return observed
    .map((one) => ({ one, groups: groupsOf(one, settings, words) }))
    .filter(({ groups }) => groups.length > 0)
    .map(({ one: { component, title }, groups }) =>
      yamlFile(rulesPath(component), `Rules about ${title}, for Prometheus 2.42 and newer.`, {
        groups,
      }),
    );
}
