// observability.yml as settings: every mistake told at once, with its line.
import { LineCounter, parseDocument } from 'yaml';
import { ConfigError, type Problem } from '../../config/index.ts';
import type { Observed, Severity } from '../../observe/index.ts';
import { type MuteTimeValues, muteTime } from '../alertmanager/mute-times.ts';
import {
  type Audience,
  RECEIVERS,
  type Receiver,
  type ReceiverKind,
} from '../alertmanager/receivers.ts';
import { settingsShape } from './definition.ts';
import { SettingsReader, type Tree, type Value } from './read.ts';
import { type AlertValues, type Settings, settingsOf, type Values } from './settings.ts';

export interface Loaded {
  readonly settings: Settings;
  /** What has no effect, such as an alert that this version no longer has. */
  readonly notes: readonly Problem[];
}

/** Throws a ConfigError that lists every problem as `file:line: …`; nothing else is read. */
export function loadSettings(file: string, text: string, observed: readonly Observed[]): Loaded {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings].map(
    ({ message, pos }): Problem => ({
      where: `${file}:${lines.linePos(pos[0]).line}`,
      problem: `is not valid YAML: ${message}`,
      remedy: 'look at this line and the one above',
    }),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  const reader = new SettingsReader(file, (node) => lines.linePos(node.range?.[0] ?? 0).line);
  const shape = settingsShape(observed);
  const tree = reader.value(shape, document.contents, '');
  if (tree === undefined && reader.problems.length === 0) {
    const remedy = 'begin with `version: 1`, or leave --config out';
    throw new ConfigError([{ where: `${file}:1`, problem: 'the file is empty', remedy }]);
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return { settings: settingsOf(valuesOf(tree as Tree), observed), notes: reader.notes };
}

/** The tree has the shape by now. */
function valuesOf(tree: Tree): Values {
  const text = (key: string) => tree[key] as string | undefined;
  return {
    job: text('job'),
    grafanaUrl: text('grafana_url'),
    runbookBaseUrl: text('runbook_base_url'),
    extraLabels: (tree.extra_labels ?? {}) as Record<string, string>,
    slo: (tree.slo ?? {}) as NonNullable<Values['slo']>,
    alerts: Object.fromEntries(
      Object.entries((tree.alerts ?? {}) as Tree).map(([name, one]) => [
        name,
        alertValues(one as Tree),
      ]),
    ),
    receivers: listOf(tree.receivers).map(receiver),
    muteTimes: listOf(tree.mute_times).map((one) => muteTime(one as unknown as MuteTimeValues)),
  };
}

const listOf = (value: Value | undefined): readonly Tree[] => (value ?? []) as readonly Tree[];

function alertValues({ enabled, for: duration, severity, ...numbers }: Tree): AlertValues {
  return {
    ...(enabled !== undefined && { enabled: enabled as boolean }),
    ...(duration !== undefined && { for: duration as string }),
    ...(severity !== undefined && { severity: severity as Severity }),
    numbers: numbers as Record<string, number>,
  };
}

function receiver({ kind, severities, ...values }: Tree): Receiver {
  const { audiences } = RECEIVERS[kind as ReceiverKind];
  return {
    kind: kind as ReceiverKind,
    audiences: (severities as Audience[] | undefined) ?? audiences,
    values: values as Record<string, string | number>,
  };
}
