// The committed rules and Alertmanager's committed configuration in haste: every wait in them takes a thirtieth.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ALERTS, committedRules, type RuleFiles } from './live.ts';

/** All waits alike, so that what comes before what stays as it is. */
const HASTE = 30;
const WAITS = [
  'for',
  'keep_firing_for',
  'interval',
  'group_wait',
  'group_interval',
  'repeat_interval',
];
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** By file name. What tells of slowness keeps its time: a busy machine is slow for seconds. */
export function hurriedRules(): RuleFiles {
  return new Map(
    [...committedRules()].map(([name, rules]) => [
      name,
      hurried(rules, (rule) => !String(rule.alert ?? '').endsWith('Slow')),
    ]),
  );
}

/** Alertmanager's configuration in which every receiver is this webhook. */
export function hurriedAlertmanager(webhook: string): string {
  const config = JSON.parse(hurried(readFileSync(`${ALERTS}alertmanager.yml`, 'utf8')));
  for (const receiver of config.receivers) receiver.webhook_configs = [{ url: webhook }];
  return JSON.stringify(config);
}

/** JSON is YAML. */
const hurried = (yaml: string, of: (holder: Record<string, unknown>) => boolean = () => true) =>
  JSON.stringify(parse(yaml), function (this: Record<string, unknown>, key, value: unknown) {
    return WAITS.includes(key) && typeof value === 'string' && of(this) ? shortened(value) : value;
  });

function shortened(duration: string): string {
  const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const seconds = SECONDS[unit];
  if (seconds === undefined) throw new Error(`not a duration: ${duration}`);
  return `${Math.round((Number(count) * seconds * 1000) / HASTE)}ms`;
}
