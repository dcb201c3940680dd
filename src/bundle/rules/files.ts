// The rule files: recording rules in one, alerting rules in the other; a glob of `appsmith-*.yml` loads both.
import type { Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import type { Settings } from '../settings/settings.ts';
import { yamlFile } from '../yaml.ts';
import { alertingGroups, recordingGroups, type Words } from './groups.ts';
import { checkRules } from './sound.ts';

export const RECORDING = 'alerts/appsmith-recording.yml';
export const ALERTING = 'alerts/appsmith-alerts.yml';

/** Throws with every unsound rule, by the place of its template. */
export function ruleFiles(
  observed: readonly Observed[],
  settings: Settings,
  words: Words,
): GeneratedFile[] {
  checkRules(observed, settings);
  return [
    yamlFile(RECORDING, 'Recording rules of Appsmith’s bundle, for Prometheus 2.42 and newer.', {
      groups: recordingGroups(observed, settings),
    }),
    yamlFile(ALERTING, 'Alerting rules of Appsmith’s bundle; they need the recording rules.', {
      groups: alertingGroups(observed, settings, words),
    }),
  ];
}
