// What generate refuses: each fault of a panel, with the place of its template and what to do.
import { describe, expect, it } from 'vitest';
import { gauge } from '../../../src/metrics/index.ts';
import { type Panel, query } from '../../../src/observe/index.ts';
import { promql } from '../../../src/promql/index.ts';
import { made } from './model.ts';
import { metrics, panels, withPanels } from './sample.ts';

const graph = panels[4]!;
const stranger = gauge({ name: 'stranger', help: 'Not of the sample.', source: 'the test' });
const with_ = (changes: Partial<Panel>) => () => made(withPanels({ ...graph, ...changes }));

describe('generate refuses', () => {
  it.each<[what: string, changes: Partial<Panel>, message: RegExp]>([
    [
      'a metric that nobody exposes',
      { queries: [query(promql`${stranger}`)] },
      /stranger is not in the catalogue/,
    ],
    [
      'rate of a gauge',
      { queries: [query(promql`rate(${metrics.up}[5m])`)] },
      /rate is for counters/,
    ],
    [
      'a variable that the dashboard lacks',
      { queries: [query(promql`${metrics.up} > $limit`)] },
      /no variable limit/,
    ],
    [
      'a legend of a label that is not kept',
      { queries: [query(promql`sum by (job) (${metrics.used})`, '{{area}}')] },
      /\{\{area\}\}, but the result has job; keep it in `by/,
    ],
    ['no query', { queries: [] }, /has no query/],
    ['a width between', { width: 7 as 8 }, /7 columns wide; use one of 4, 6, 8, 12, 24/],
    ['half a line', { height: 2.5 }, /2.5 rows high/],
    ['a heatmap without its bounds', { kind: 'heatmap' }, /legend must be \{\{le\}\}/],
  ])('%s', (_what, changes, message) => {
    expect(with_(changes)).toThrow(message);
  });

  it('a panel that does not say what to do', () => {
    const { act: _, ...mute } = graph;
    expect(() => made(withPanels(mute))).toThrow(/says neither `act` nor `alerts`/);
  });

  it('a title twice on a dashboard', () => {
    expect(() => made(withPanels(graph, graph))).toThrow(
      /“Calls”: another panel there has this title/,
    );
  });

  it('all faults at once, each with the place of its template', () => {
    const bad = { ...graph, title: 'Bad', queries: [query(promql`${stranger}`)] };
    const attempt = () => made(withPanels(bad, { ...graph, width: 5 as 8 }));
    expect(attempt).toThrow(
      /check\.test\.ts:\d+:\d+: overview, “Bad”: .*\n.*sample\.ts:\d+:\d+: overview, “Calls”/,
    );
  });
});
