// The rule files: recording rules in one, alerting rules in the other; a glob of `appsmith-*.yml` loads both.
import type { Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import { yamlFile } from '../yaml.ts';
import type { Choices } from './choices.ts';
import { alertingGroups, recordingGroups, type Words } from './groups.ts';
import { checkRules } from './sound.ts';

export const RECORDING = 'alerts/appsmith-recording.yml';
export const ALERTING = 'alerts/appsmith-alerts.yml';

/** Throws with every unsound rule, by the place of its template. */
export function ruleFiles(
  observed: readonly Observed[],
  choices: Choices,
  words: Words,
): GeneratedFile[] {
  checkRules(observed, choices);
  return [
    yamlFile(RECORDING, 'Recording rules of Appsmith’s bundle, for Prometheus 2.42 and newer.', {
      groups: recordingGroups(observed, choices),
    }),
    yamlFile(ALERTING, 'Alerting rules of Appsmith’s bundle; they need the recording rules.', {
      groups: alertingGroups(observed, choices, words),
    }),
  ];
}
