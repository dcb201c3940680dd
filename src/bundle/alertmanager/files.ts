// alerts/alertmanager.yml, and the same with each kind of receiver as an example.
import type { Observed } from '../../observe/index.ts';
import type { GeneratedFile } from '../file.ts';
import type { Settings } from '../settings/settings.ts';
import { yamlFile } from '../yaml.ts';
import { alertmanagerConfig } from './config.ts';
import { RECEIVER_KINDS, RECEIVERS, type ReceiverKind } from './receivers.ts';

export const ALERTMANAGER = 'alerts/alertmanager.yml';

export function alertmanagerFile(observed: readonly Observed[], settings: Settings): GeneratedFile {
  const what =
    settings.receivers.length > 0
      ? 'Alertmanager’s configuration.'
      : 'Alertmanager’s configuration; nobody is told anything before receivers are named in observability.yml.';
  return yamlFile(ALERTMANAGER, what, alertmanagerConfig(observed, settings));
}

export const alertmanagerExamples = (
  observed: readonly Observed[],
  settings: Settings,
): GeneratedFile[] => RECEIVER_KINDS.map((kind) => example(kind, observed, settings));

function example(kind: ReceiverKind, observed: readonly Observed[], settings: Settings) {
  const { title, options, audiences, since } = RECEIVERS[kind];
  const wanted = Object.entries(options).filter(([key]) => key !== 'url_file');
  const values = Object.fromEntries(wanted.map(([key, option]) => [key, option.example]));
  const config = alertmanagerConfig(observed, {
    ...settings,
    receivers: [{ kind, audiences, values }],
  });
  const needs = since === undefined ? '' : ` Needs Alertmanager ${since} or newer.`;
  const what = `Example: alertmanager.yml that writes to ${title}; secrets come from files.${needs}`;
  return yamlFile(`alerts/examples/alertmanager-${kind}.yml`, what, config);
}
