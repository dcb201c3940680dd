// Hands a recording to the real rule engine, promtool, and reads at which minutes which alerts were pending or fired.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group } from '../../src/bundle/rules/groups.ts';
import { pipeInto } from '../peers/promtool.ts';
import type { InputSeries, Recording } from './recording.ts';
import { namesReadBy, shares } from './shares.ts';

/** From one minute to another, both included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** One alert with one set of labels. */
export interface Course {
  readonly alert: string;
  /** Without alertname and alertstate. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pending: readonly Interval[];
  readonly firing: readonly Interval[];
}

/**
 * Evaluates the groups each minute of the recording. promtool has no way to print a range, but it says what it got
 * where nothing was expected: so every minute is asked for its alerts. Groups that do not read each other's records
 * are evaluated at the same time.
 */
export async function evaluate(groups: readonly Group[], recording: Recording): Promise<Course[]> {
  const inputs = recording.inputSeries();
  const courses = await Promise.all(
    shares(groups, 2).map((share) => evaluateShare(share, inputs, recording.length)),
  );
  return courses.flat().sort((a, b) => start(a) - start(b));
}

async function evaluateShare(
  groups: readonly Group[],
  inputs: readonly InputSeries[],
  length: number,
): Promise<Course[]> {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'));
  try {
    await writeFile(join(folder, 'rules.json'), JSON.stringify({ groups }));
    await writeFile(join(folder, 'test.json'), JSON.stringify(testOf(groups, inputs, length)));
    const { output } = await pipeInto('promtool', ['test', 'rules', join(folder, 'test.json')], '');
    return coursesOf(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function testOf(groups: readonly Group[], inputs: readonly InputSeries[], length: number): object {
  const read = namesReadBy(groups);
  const minutes = Array.from({ length }, (_, minute) => minute);
  return {
    rule_files: ['rules.json'],
    evaluation_interval: '1m',
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: '1m',
        input_series: inputs.filter(({ series }) => read.has(series.slice(0, series.indexOf('{')))),
        promql_expr_test: minutes.map((minute) => ({
          expr: 'ALERTS{alertname!="Watchdog"}',
          eval_time: `${minute}m`,
          exp_samples: [],
        })),
      },
    ],
  };
}

const TIME = /^ {4}expr: "ALERTS.*", time: (.*),$/;
const SAMPLE = /\{__name__="ALERTS", ([^\n]*?)\} 1E\+00/g;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads promtool's complaints. Throws with its words if it complains of anything else. */
export function coursesOf(output: string): Course[] {
  const minutes = new Map<string, number[]>();
  let minute = 0;
  for (const line of output.split('\n')) {
    const time = TIME.exec(line);
    if (time) minute = minuteOf(time[1]!);
    else if (
      !/^(Unit Testing: |\s*(FAILED|SUCCESS)|\s*exp: |\s*got: |\s*\{__name__="ALERTS"|\s*$)/.test(
        line,
      )
    ) {
      throw new Error(`promtool: ${line}`);
    }
    for (const [, labels] of line.matchAll(SAMPLE)) {
      minutes.set(labels!, [...(minutes.get(labels!) ?? []), minute]);
    }
  }
  return byAlert(minutes);
}

/** Prometheus writes `1d2h3m`. */
function minuteOf(duration: string): number {
  const units: Record<string, number> = { w: 10_080, d: 1440, h: 60, m: 1, s: 1 / 60 };
  const parts = [...duration.matchAll(/(\d+)([wdhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0);
}

function byAlert(minutes: ReadonlyMap<string, readonly number[]>): Course[] {
  const courses = new Map<string, Course & { pending: Interval[]; firing: Interval[] }>();
  for (const [text, at] of minutes) {
    const { alertname = '', alertstate, ...labels } = labelsOf(text);
    const key = JSON.stringify([alertname, labels]);
    const course = courses.get(key) ?? { alert: alertname, labels, pending: [], firing: [] };
    course[alertstate === 'firing' ? 'firing' : 'pending'].push(...intervals(at));
    courses.set(key, course);
  }
  return [...courses.values()].sort((a, b) => start(a) - start(b));
}

const start = ({ firing, pending }: Course): number =>
  firing[0]?.from ?? 1e9 + (pending[0]?.from ?? 0);

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(LABEL)].map(([, name, value]) => [name!, JSON.parse(`"${value}"`) as string]),
  );

function intervals(minutes: readonly number[]): Interval[] {
  const found: Interval[] = [];
  for (const minute of minutes) {
    const last = found.at(-1);
    if (last?.to === minute - 1) found[found.length - 1] = { from: last.from, to: minute };
    else found.push({ from: minute, to: minute });
  }
  return found;
}
