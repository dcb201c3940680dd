// How a panel is drawn: thresholds the right way round, units, legends, words, queries tied to what is chosen.
import { describe, expect, it } from 'vitest';
import { colored, lines } from '../../../src/bundle/dashboards/thresholds.ts';
import { query } from '../../../src/observe/index.ts';
import { promql } from '../../../src/promql/index.ts';
import { made, type PanelJson, panelNamed } from './model.ts';
import { alerts, metrics, panels, sample, withPanels } from './sample.ts';

const list = made([sample]);
const named = (title: string): PanelJson => panelNamed(list, title);
const steps = (title: string) =>
  named(title).fieldConfig?.defaults.thresholds?.steps.map(({ value, color }) => [value, color]);

describe('thresholds', () => {
  it.each([
    [
      'Up',
      [
        [null, 'green'],
        [0, 'red'],
        [1, 'green'],
      ],
    ],
    [
      'Used',
      [
        [null, 'green'],
        [0.85, 'orange'],
      ],
    ],
    [
      'Free',
      [
        [null, 'red'],
        [1024, 'green'],
      ],
    ],
    ['Started', [[null, 'green']]],
  ])('colour %s', (title, expected) => expect(steps(title)).toEqual(expected));

  it.each([
    [
      'Used by area',
      [
        [null, 'transparent'],
        [0.85, 'orange'],
      ],
    ],
    [
      'Free over time',
      [
        [null, 'transparent'],
        [1024, 'red'],
      ],
    ],
  ])('are a dashed line in %s', (title, expected) => {
    expect(steps(title)).toEqual(expected);
    expect(named(title).fieldConfig?.defaults.custom?.thresholdsStyle).toEqual({ mode: 'dashed' });
  });

  it('of another unit are not drawn', () => {
    expect(steps('Growth')).toEqual([[null, 'transparent']]);
    expect(named('Growth').fieldConfig?.defaults.custom?.thresholdsStyle).toEqual({ mode: 'off' });
  });

  const limit = (compare: '>' | '>=' | '<' | '<=' | '==' | '!=', than: number, color = 'red') => ({
    compare,
    than,
    color,
  });
  const colour = (value: number, limits: Parameters<typeof colored>[0]) =>
    colored(limits, 'count').findLast((step) => (step.value ?? Number.NEGATIVE_INFINITY) <= value)
      ?.color;

  it.each([
    ['>', [2, 'green'], [3, 'red']],
    ['>=', [1.9, 'green'], [2, 'red']],
    ['<', [1.9, 'red'], [2, 'green']],
    ['<=', [2, 'red'], [3, 'green']],
    ['==', [2, 'red'], [3, 'green']],
    ['==', [1, 'green'], [2, 'red']],
    ['!=', [2, 'green'], [3, 'red']],
    ['!=', [1, 'red'], [2, 'green']],
  ] as const)('value %s 2: %s, %s', (compare, one, other) => {
    expect(colour(one[0], [limit(compare, 2)])).toBe(one[1]);
    expect(colour(other[0], [limit(compare, 2)])).toBe(other[1]);
  });

  it('leave a 0 green that must only not be above 0', () => {
    expect(colored([limit('>', 0)], 'per-second')[0]).toEqual({ value: null, color: 'green' });
    expect(colour(0, [limit('>', 0)])).toBe('green');
  });

  it('show the worst of several', () => {
    const both = [limit('>', 5, 'orange'), limit('>', 8), limit('<', 1)];
    expect([0, 3, 7, 9].map((value) => colour(value, both))).toEqual([
      'red',
      'green',
      'orange',
      'red',
    ]);
    expect(lines([limit('>', 5, 'orange'), limit('<', 5)])).toEqual([
      { value: null, color: 'transparent' },
      { value: 5, color: 'red' },
    ]);
  });
});

describe('a query', () => {
  it('follows what is chosen', () => {
    expect(named('Calls').targets?.[0]?.expr).toBe(
      'sum by (method) (rate(sample_calls_total{job=~"$job",instance=~"$instance"}[$__rate_interval]))',
    );
  });

  it('also finds alerts of what is gone', () => {
    expect(named('Firing alerts').targets?.[0]?.expr).toContain(
      'ALERTS{job=~"$job",instance=~"$instance|",alertstate="firing"',
    );
  });

  it('of instants is in milliseconds', () => {
    expect(named('Started').targets?.[0]?.expr).toMatch(/^\(sample_start.*\) \* 1000$/);
    expect(named('Started').fieldConfig?.defaults.unit).toBe('dateTimeFromNow');
  });

  it.each([
    ['Up', true],
    ['Used', true],
    ['Slowest', true],
    ['Free', false],
    ['Calls', false],
    ['Was it up', false],
  ])('of %s: the newest value only is %s', (title, instant) => {
    expect(named(title).targets?.map((one) => one.instant ?? false)).toContain(instant);
    expect(named(title).targets?.map((one) => one.range ?? false)).toContain(!instant);
  });

  it('is numbered A, B, …, and named after its instance or its panel', () => {
    expect(named('Slowest').targets?.map(({ refId }) => refId)).toEqual(['A', 'B']);
    expect(named('Free').targets?.[0]?.legendFormat).toBe('{{instance}}');
    const total = { ...panels[4]!, queries: [query(promql`sum(rate(${metrics.calls}[5m]))`)] };
    expect(panelNamed(made(withPanels(total)), 'Calls').targets?.[0]?.legendFormat).toBe('Calls');
  });
});

describe('a panel', () => {
  it('says what it shows, what is normal, what to do and which alerts', () => {
    expect(named('Used by area').description).toBe(
      'The sample.\n\n**Normal:** As it is.\n\n**If not:** Nothing.\n\n**Alert:** SampleHigh above 85 % for 5m.',
    );
    expect(named('Up').description).toContain('**Alert:** SampleDown down for 5m.');
  });

  it('links the runbooks of its alerts within the same Grafana', () => {
    const { id } = panelNamed(list, 'SampleHigh');
    expect(named('Used').links).toMatchObject([
      {
        title: 'Runbook: SampleHigh',
        url: `/d/appsmith-runbooks?viewPanel=${id}&\${__url_time_range}&\${__all_variables}`,
      },
    ]);
  });

  it('has a legend only for more than one series', () => {
    const legend = (title: string) => named(title).options?.legend as { showLegend: boolean };
    expect(legend('Calls').showLegend).toBe(true);
    expect(legend('Free over time').showLegend).toBe(false);
  });

  it('is filled where areas do not lie over each other', () => {
    const filling = (title: string) => named(title).fieldConfig?.defaults.custom?.fillOpacity;
    expect(['Calls', 'Used by area', 'Free over time'].map(filling)).toEqual([40, 0, 10]);
  });

  it('begins at 0 unless it can fall below', () => {
    expect(named('Calls').fieldConfig?.defaults.min).toBe(0);
    expect(named('Growth').fieldConfig?.defaults.min).toBeUndefined();
  });

  it('shows its limit where values are read against one, and no hundreds where all is 0', () => {
    const roof = (title: string) => named(title).fieldConfig?.defaults.custom?.axisSoftMax;
    expect(roof('Used by area')).toBe(0.935);
    expect(roof('Calls')).toBe(0.1);
    expect(roof('Free over time')).toBe(1024);
  });

  it('gives states their names', () => {
    expect(named('Was it up').fieldConfig?.defaults.mappings).toEqual([
      {
        type: 'value',
        options: {
          0: { color: 'red', index: 1, text: 'down' },
          1: { color: 'green', index: 0, text: 'up' },
        },
      },
    ]);
  });

  it('is neither green nor red where it has no value', () => {
    const nothing = (title: string) =>
      (named(title).fieldConfig?.defaults.mappings ?? []).filter(
        (one) => (one as { type: string }).type === 'special',
      );
    expect(nothing('Up')).toMatchObject([
      {
        options: {
          match: 'null',
          result: { text: 'not part of this deployment', color: '#6e7380' },
        },
      },
      { options: { match: 'nan', result: { text: 'no value', color: '#6e7380' } } },
    ]);
    for (const title of ['Used', 'Started', 'Areas']) expect(nothing(title)).toHaveLength(2);
    // A gap in time is a gap.
    for (const title of ['Calls', 'Was it up']) expect(nothing(title)).toEqual([]);
  });

  it('that shows what is left has the thresholds of what is missing, mirrored', () => {
    const kept = { ...panels[2]!, unit: 'ratio', alerts: [], restOf: [alerts.high] } as const;
    const drawn = panelNamed(made(withPanels(kept)), 'Free');
    expect(drawn.fieldConfig?.defaults.thresholds?.steps).toEqual([
      { value: null, color: 'orange' },
      { value: 0.15, color: 'green' },
    ]);
    expect(drawn.options?.colorMode).toBe('background');
  });

  it('says that its component is not there, or its own words', () => {
    expect(named('Up').fieldConfig?.defaults.noValue).toBe('not part of this deployment');
    expect(named('Firing alerts').fieldConfig?.defaults.noValue).toBe('no alert is firing');
  });
});

describe('a table', () => {
  const organized = (title: string) =>
    named(title).transformations?.find(({ id }) => id === 'organize')?.options;

  it('names its columns for people', () => {
    expect(organized('Slowest')?.renameByName).toEqual({
      method: 'Method',
      'Value #A': 'time',
      'Value #B': 'calls',
    });
  });

  it('of alerts has the critical ones on top, and for how long', () => {
    const { transformations = [] } = named('Firing alerts');
    expect(transformations.map(({ id }) => id)).toEqual(['merge', 'sortBy', 'organize']);
    expect(transformations[1]?.options.sort).toEqual([{ field: 'Value #A', desc: true }]);
    const { indexByName, renameByName, excludeByName } = organized('Firing alerts') ?? {};
    expect(indexByName).toMatchObject({ alertname: 0, severity: 1, component: 2 });
    expect(renameByName).toMatchObject({ alertname: 'Alert', 'Value #B': 'For' });
    expect(excludeByName).toMatchObject({ 'Value #A': true });
    expect(excludeByName).not.toHaveProperty('Value #B');
  });

  it('hides what is always 1', () => {
    expect(organized('Build')?.excludeByName).toMatchObject({ Value: true, Time: true, job: true });
    expect(organized('Build')?.indexByName).toEqual({
      commit: 0,
      version: 1,
      instance: 2,
      Value: 3,
    });
  });
});
