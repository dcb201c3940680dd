// The shape of observability.yml, from the alerts, objectives and receivers that there are.
import { budgetOf, FASTEST_BURN, OBJECTIVES, type Observed } from '../../observe/index.ts';
import { MUTED, TIME_RANGE, WEEKDAYS } from '../alertmanager/mute-times.ts';
import {
  AUDIENCES,
  RECEIVER_KINDS,
  RECEIVERS,
  type ReceiverKind,
} from '../alertmanager/receivers.ts';
import { alertShape } from './alert-shape.ts';
import { DEFAULT_GRAFANA_URL, DEFAULT_JOB } from './settings.ts';
import type { ListShape, MapShape, NumberShape, Shape, TextShape } from './shape.ts';

const RESERVED = ['alertname', 'component', 'instance', 'job', 'severity', 'le', 'quantile'];

export function settingsShape(observed: readonly Observed[]): MapShape {
  return {
    kind: 'map',
    help: 'Read by `appsmith-exporter generate --config observability.yml`.',
    required: ['version'],
    keys: {
      version: {
        kind: 'number',
        integer: true,
        min: 1,
        max: 1,
        help: 'Version of this file’s format.',
        default: 1,
      },
      job: text('Prometheus’s `job` label of Appsmith’s exporter.', {
        pattern: /^[A-Za-z0-9_./-]+$/,
        must: 'must consist of letters, digits, _ . / and -',
        default: DEFAULT_JOB,
      }),
      grafana_url: address(
        'Where people open Grafana: links in messages lead there.',
        DEFAULT_GRAFANA_URL,
      ),
      runbook_base_url: address(
        'Where runbooks are, if not in Grafana’s Runbooks dashboard; `{alert}` is replaced by the alert’s name, without it `/NAME.md` is added.',
      ),
      extra_labels: {
        kind: 'dictionary',
        help: 'Labels added to every alert, for routes of your own.',
        key: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
        keyMust: 'must be a label’s name: letters, digits and _, no digit first',
        reserved: RESERVED,
        value: text('The label’s value.'),
      },
      slo: slo(),
      alerts: {
        kind: 'map',
        help: 'Alerts by name. `enabled: false` removes one; `severity` is critical (somebody is woken), warning (for the working day) or info (only shown); `for` is how long the condition must hold, from 30s to 7d.',
        outlived: 'alert',
        keys: Object.fromEntries(
          observed.flatMap(({ alerts }) =>
            alerts.map((alert): [string, Shape] => [alert.name, alertShape(alert, observed)]),
          ),
        ),
      },
      receivers: receivers(),
      mute_times: muteTimes(),
    },
  };
}

function slo(): MapShape {
  const keys = Object.values(OBJECTIVES).map(({ name, target, good }): [string, NumberShape] => {
    const lowest = lowestTarget();
    const why = `at a lower target even a total failure burns the budget slower than ${FASTEST_BURN} times, so the fastest alert could never fire`;
    const help = `Share of good events. ${good} Between ${lowest} and 0.9999: ${why}.`;
    return [name, { kind: 'number', help, min: lowest, max: 0.9999, tooLow: why, default: target }];
  });
  return {
    kind: 'map',
    help: 'Targets of the service level objectives; the burn-rate alerts follow from them.',
    keys: Object.fromEntries(keys),
  };
}

/** The least target, in steps of 0.001, that {@link budgetOf} takes. */
function lowestTarget(): number {
  const fits = (target: number) => {
    try {
      return budgetOf(target) > 0;
    } catch {
      return false;
    }
  };
  const steps = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
  return steps.find(fits) ?? 0.999;
}

function receivers(): ListShape {
  const of = Object.fromEntries(RECEIVER_KINDS.map((kind) => [kind, receiver(kind)]));
  return {
    kind: 'list',
    help: 'Who is told. Without any, alerts are only shown.',
    of: { kind: 'variant', by: 'kind', of, help: 'One receiver; secrets come from files.' },
  };
}

function receiver(kind: ReceiverKind): MapShape {
  const { title, options, secrets, audiences, since } = RECEIVERS[kind];
  const keys = Object.entries(options).map(([key, { type, help }]): [string, Shape] => {
    if (type === 'integer') return [key, { kind: 'number', integer: true, help }];
    if (type === 'url') return [key, address(help)];
    if (type === 'file') {
      const must = 'must be the absolute path of a file';
      return [key, text(help, { pattern: /^\//, must })];
    }
    return [key, text(help)];
  });
  const needed = Object.keys(options).filter((key) => options[key]?.required);
  return {
    kind: 'map',
    help: since === undefined ? `${title}.` : `${title}; Alertmanager ${since} or newer.`,
    keys: {
      kind: { kind: 'choice', choices: [kind], help: 'Which kind of receiver this is.' },
      severities: {
        kind: 'list',
        help: `Which messages it gets; by default ${audiences.join(' and ')}.`,
        of: {
          kind: 'choice',
          choices: AUDIENCES,
          help: 'A severity, or the Watchdog’s sign of life.',
        },
      },
      ...Object.fromEntries(keys),
    },
    required: ['kind', ...needed],
    ...(kind === 'webhook' && { oneOf: ['url', 'url_file'] }),
    instead: Object.fromEntries(
      Object.entries(secrets).map(([key, file]) => [
        key,
        `secrets are read from files only: use ${file} with the path of a file that Alertmanager can read`,
      ]),
    ),
  };
}

function muteTimes(): ListShape {
  const of: MapShape = {
    kind: 'map',
    help: 'A time in which nobody is told, for instance maintenance.',
    required: ['name'],
    keys: {
      name: text('A name of your own.', { pattern: /^[\w -]+$/, must: 'must be a plain name' }),
      times: {
        kind: 'list',
        help: 'Ranges within a day.',
        of: text('`HH:MM-HH:MM`.', {
          pattern: TIME_RANGE,
          must: 'must be HH:MM-HH:MM within one day',
          accepts: (range) => (range.split('-')[0] ?? '') < (range.split('-')[1] ?? ''),
          remedy: 'write a night as two: 22:00-24:00 and 00:00-06:00',
        }),
      },
      weekdays: {
        kind: 'list',
        help: 'Days of the week; all unless said.',
        of: { kind: 'choice', choices: WEEKDAYS, help: 'A day of the week.' },
      },
      location: text('Time zone, such as Europe/Berlin; UTC unless said.', {
        accepts: isTimeZone,
        must: 'must be a time zone',
        remedy: 'write it as in Europe/Berlin',
      }),
      severities: {
        kind: 'list',
        help: 'What is muted; critical, warning and info unless said.',
        of: { kind: 'choice', choices: MUTED, help: 'A severity.' },
      },
    },
    oneOf: ['times', 'weekdays'],
  };
  return { kind: 'list', help: 'Times in which nobody is told.', of };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const text = (help: string, rest: Partial<TextShape> = {}): TextShape => ({
  kind: 'text',
  help,
  ...rest,
});

const address = (help: string, fallback?: string): TextShape =>
  text(help, {
    pattern: /^https?:\/\/\S+$/,
    must: 'must be an address',
    remedy: 'write it as in https://grafana.example.com',
    ...(fallback !== undefined && { default: fallback }),
  });
