// The simulation's own parts: nothing needed is lost by its short cuts, and what promtool says is read aright.
import { describe, expect, it } from 'vitest';
import type { Group } from '../../src/bundle/rules/groups.ts';
import { simulate } from './course.ts';
import { type Course, coursesOf } from './engine.ts';
import { told } from './inhibition.ts';
import { Recording } from './recording.ts';
import { neededNames } from './rules.ts';
import { shares } from './shares.ts';
import { MONDAY } from './week.ts';

/** Measured by the exporter in real time, and so never the same twice. */
const MEASURED = /_duration_seconds|^redis_(clients|connected|connections|commands|net|cpu)/;

describe('short cuts', () => {
  it('leave every series that a rule reads as it is', async () => {
    const run = async (whole: boolean) => {
      const script = { start: MONDAY, lead: 0, minutes: 4, steps: [], needed: neededNames, whole };
      const series = (await simulate(script)).inputSeries();
      return series.filter((one) => !MEASURED.test(one.series)).map((one) => Object.values(one));
    };
    const [short, whole] = [await run(false), await run(true)];
    expect(short.length).toBeGreaterThan(100);
    expect(short).toEqual(whole);
  });
});

describe('a recording', () => {
  it('goes on where another ends, and knows what was not there', () => {
    const recording = new Recording(new Set(), 0);
    recording.append({ length: 2, columns: [['a{}', [1, 2]]] });
    recording.append({
      length: 3,
      columns: [
        ['b{}', [undefined, 7, 7]],
        ['a{}', [3]],
      ],
    });
    expect(recording.inputSeries()).toEqual([
      { series: 'a{}', values: '1 2 3 stale _x1' },
      { series: 'b{}', values: '_x3 7x1' },
    ]);
  });
});

describe('promtool', () => {
  const got = (name: string, state: string) =>
    `{__name__="ALERTS", alertname="${name}", alertstate="${state}", job="a\\"b"} 1E+00`;
  const at = (time: string, ...lines: string[]) =>
    `    expr: "ALERTS{alertname!=\\"Watchdog\\"}", time: ${time},\n        exp: nil\n        got: ${lines.join(', ')}\n`;

  it('is read as intervals of each alert', () => {
    const output = [
      'Unit Testing:  test.json\n  FAILED:\n',
      at('59m', got('A', 'pending')),
      at('1h', got('A', 'firing'), got('B', 'pending')),
      at('1h1m', got('A', 'firing')),
      at('1d', got('A', 'firing')),
    ].join('');
    expect(coursesOf(output)).toEqual([
      {
        alert: 'A',
        labels: { job: 'a"b' },
        pending: [{ from: 59, to: 59 }],
        firing: [
          { from: 60, to: 61 },
          { from: 1440, to: 1440 },
        ],
      },
      { alert: 'B', labels: { job: 'a"b' }, pending: [{ from: 60, to: 60 }], firing: [] },
    ]);
  });

  it('is not believed when it complains of anything else', () => {
    expect(() => coursesOf('  FAILED:\nrules.json: no such file\n')).toThrow('no such file');
  });
});

describe('inhibition', () => {
  const course = (
    alert: string,
    labels: Record<string, string>,
    from: number,
    to: number,
  ): Course => ({
    alert,
    labels,
    pending: [],
    firing: [{ from, to }],
  });

  it('leaves the minutes in which nobody speaks for an alert', () => {
    const rule = {
      source_matchers: ['alertname=~"Down|Gone"'],
      target_matchers: ['component="web"', 'severity!="none"'],
      equal: ['instance'],
    };
    const courses = [
      course('Down', { instance: 'a' }, 3, 5),
      course('Slow', { instance: 'a', component: 'web' }, 4, 7),
      course('Slow', { instance: 'b', component: 'web' }, 4, 7),
      course('Beat', { instance: 'a', component: 'web', severity: 'none' }, 1, 9),
    ];
    expect(told(courses, [rule]).map((one) => one.told)).toEqual([
      [{ from: 3, to: 5 }],
      [{ from: 6, to: 7 }],
      [{ from: 4, to: 7 }],
      [{ from: 1, to: 9 }],
    ]);
  });
});

describe('shares', () => {
  const group = (name: string, ...rules: Group['rules'][number][]): Group => ({ name, rules });

  it('keep together what reads each other, in order', () => {
    const groups = [
      group('x', { record: 'x:rate', expr: 'rate(x[5m])' }),
      group('y', { record: 'y:rate', expr: 'rate(y[5m])' }),
      group('ax', { alert: 'A', expr: 'x:rate > 1' }),
      group('ay', { alert: 'B', expr: 'y:rate > 1' }),
    ];
    const names = shares(groups, 2).map((share) => share.map(({ name }) => name));
    expect(names.sort()).toEqual([
      ['x', 'ax'],
      ['y', 'ay'],
    ]);
  });
});
