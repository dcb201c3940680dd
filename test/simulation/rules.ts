// The bundle's rules as the engine gets them, and the names of all samples that they read.
import { type InhibitRule, inhibitRules } from '../../src/bundle/alertmanager/inhibitions.ts';
import { observed } from '../../src/bundle/observed.ts';
import { alertingGroups, type Group, recordingGroups } from '../../src/bundle/rules/groups.ts';
import { defaultSettings } from '../../src/bundle/settings/settings.ts';
import { namesReadBy } from './shares.ts';

const settings = defaultSettings(observed);

export const inhibitions = (): InhibitRule[] => inhibitRules(observed, settings);

/** Recording rules before what reads them. */
export const ruleGroups: readonly Group[] = [
  ...recordingGroups(observed, settings),
  // Nobody reads their texts here.
  ...alertingGroups(observed, settings, () => ({})),
];

export const neededNames: ReadonlySet<string> = namesReadBy(ruleGroups);

export const alertNames: ReadonlySet<string> = new Set(
  ruleGroups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? [])),
);
