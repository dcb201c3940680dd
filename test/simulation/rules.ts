// The bundle's rules as the engine gets them, and the names of all samples that they read.
import { observed } from '../../src/bundle/observed.ts';
import { alertingGroups, type Group, recordingGroups } from '../../src/bundle/rules/groups.ts';
import { defaultSettings } from '../../src/bundle/settings/settings.ts';
import { selectorsOf } from '../../src/promql/index.ts';

const settings = defaultSettings(observed);

/** Recording rules before what reads them. */
export const ruleGroups: readonly Group[] = [
  ...recordingGroups(observed, settings),
  // Nobody reads their texts here.
  ...alertingGroups(observed, settings, () => ({})),
];

export const neededNames: ReadonlySet<string> = new Set(
  ruleGroups.flatMap(({ rules }) =>
    rules.flatMap(({ expr }) => selectorsOf(expr).map(({ name }) => name)),
  ),
);

export const alertNames: ReadonlySet<string> = new Set(
  ruleGroups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? [])),
);
