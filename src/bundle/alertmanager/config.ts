// alertmanager.yml: who is told what and how often, when nobody is, and which alerts are silent meanwhile.
import type { Observed } from '../../observe/index.ts';
import type { Settings } from '../settings/settings.ts';
import { inhibitRules } from './inhibitions.ts';
import type { MuteTime } from './mute-times.ts';
import { AUDIENCES, type Audience, RECEIVERS, type Receiver } from './receivers.ts';

/** How soon and how often each severity is told. */
const PACE: Readonly<Record<Audience, Readonly<Record<string, string>>>> = {
  critical: { group_wait: '15s', group_interval: '1m', repeat_interval: '1h' },
  warning: { group_wait: '1m', group_interval: '10m', repeat_interval: '12h' },
  info: { group_wait: '5m', group_interval: '30m', repeat_interval: '24h' },
  // A steady beat: its absence is what somebody else's watch notices.
  watchdog: { group_wait: '0s', group_interval: '1m', repeat_interval: '5m' },
};

export function alertmanagerConfig(
  observed: readonly Observed[],
  settings: Settings,
): Record<string, unknown> {
  const { receivers, muteTimes } = settings;
  return {
    route: {
      receiver: 'default',
      group_by: ['job', 'instance', 'component'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
      routes: AUDIENCES.map((audience) => route(audience, muteTimes)),
    },
    inhibit_rules: inhibitRules(observed, settings),
    ...(muteTimes.length > 0 && {
      time_intervals: muteTimes.map(({ name, interval }) => ({
        name,
        time_intervals: [interval],
      })),
    }),
    receivers: [
      { name: 'default' },
      ...AUDIENCES.map((audience) => ({ name: audience, ...destinations(audience, receivers) })),
    ],
  };
}

function route(audience: Audience, muteTimes: readonly MuteTime[]): Record<string, unknown> {
  const muted = muteTimes
    .filter(({ severities }) => audience !== 'watchdog' && severities.includes(audience))
    .map(({ name }) => name);
  return {
    receiver: audience,
    matchers: [audience === 'watchdog' ? 'severity="none"' : `severity="${audience}"`],
    ...PACE[audience],
    ...(muted.length > 0 && { mute_time_intervals: muted }),
  };
}

/** Alertmanager's sections of one receiver; none where nobody is named, so that it loads as it is. */
function destinations(audience: Audience, receivers: readonly Receiver[]): Record<string, unknown> {
  const sections: Record<string, unknown[]> = {};
  for (const { kind, audiences, values } of receivers) {
    if (!audiences.includes(audience)) continue;
    const { section, configure } = RECEIVERS[kind];
    sections[section] = [...(sections[section] ?? []), configure(values)];
  }
  return sections;
}
