// Times in which nobody is told: the names, forms and ranges that Alertmanager takes.
import type { Audience } from './receivers.ts';

export interface MuteTime {
  readonly name: string;
  /** Never the Watchdog: its silence is an alarm. */
  readonly severities: readonly Exclude<Audience, 'watchdog'>[];
  /** As Alertmanager writes one. */
  readonly interval: Readonly<Record<string, unknown>>;
}

export const MUTED: readonly MuteTime['severities'][number][] = ['critical', 'warning', 'info'];
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** What `mute_times` says of one: `times` are `HH:MM-HH:MM`, within one day. */
export interface MuteTimeValues {
  readonly name: string;
  readonly severities?: MuteTime['severities'];
  readonly times?: readonly string[];
  readonly weekdays?: readonly string[];
  readonly location?: string;
}

export const TIME_RANGE = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export function muteTime({ name, severities = MUTED, ...when }: MuteTimeValues): MuteTime {
  const times = when.times?.map((range) => {
    const [start_time, end_time] = range.split('-');
    return { start_time, end_time };
  });
  return {
    name,
    severities,
    interval: {
      ...(times && { times }),
      ...(when.weekdays && { weekdays: when.weekdays }),
      ...(when.location !== undefined && { location: when.location }),
    },
  };
}
