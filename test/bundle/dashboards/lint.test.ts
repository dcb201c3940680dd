// Every generated dashboard keeps the rules of grafana/dashboard-linter; each rule is shown to bite.
import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/bundle/observed.ts';
import { RULES, type Rule } from './lint.ts';
import { type DashboardJson, made, type PanelJson, panelsOf, type VariableJson } from './model.ts';
import { sample } from './sample.ts';

/** What may break a rule, by its rule; the reason is for the reader. */
const EXCEPTIONS: Readonly<
  Record<string, readonly { readonly like: RegExp; readonly why: string }[]>
> = {
  'target-instance-rule': [
    {
      like: /: ALERTS(_FOR_STATE)?\{.*instance=~"\$instance\|"/,
      why: 'an alert about something that is gone has no instance; the matcher adds the empty one',
    },
  ],
};

const all = [...made(observed), ...made([sample])];

describe.each(Object.entries(RULES))('%s', (name, rule) => {
  it('holds in every dashboard', () => {
    const excepted = (line: string) => EXCEPTIONS[name]?.some(({ like }) => like.test(line));
    const broken = all.flatMap(({ path, json }) => rule(json).map((line) => `${path}: ${line}`));
    expect(broken.filter((line) => !excepted(line))).toEqual([]);
  });
});

it('every exception is used', () => {
  for (const [name, exceptions] of Object.entries(EXCEPTIONS)) {
    const lines = all.flatMap(({ json }) => (RULES[name] as Rule)(json));
    for (const { like } of exceptions) expect(lines.some((line) => like.test(line))).toBe(true);
  }
});

const [overview] = made([sample]);

/** A good dashboard with one thing changed. */
function spoilt(change: (dashboard: DashboardJson) => void): DashboardJson {
  const copy = structuredClone(overview!.json);
  change(copy);
  return copy;
}

const variableNamed = ({ templating }: DashboardJson, name: string): VariableJson =>
  templating.list.find((one) => one.name === name)!;
const graph = (dashboard: DashboardJson): PanelJson =>
  panelsOf(dashboard).find(({ title }) => title === 'Calls')!;
const asks = (expr: string) => (dashboard: DashboardJson) => {
  graph(dashboard).targets![0]!.expr = expr;
};
const SCOPE = '{job=~"$job",instance=~"$instance"}';

const BAD: readonly (readonly [rule: string, what: string, change: (d: DashboardJson) => void])[] =
  [
    ['template-datasource-rule', 'no variable', (d) => void d.templating.list.shift()],
    [
      'template-datasource-rule',
      'its name',
      (d) => void Object.assign(variableNamed(d, 'datasource'), { name: 'ds' }),
    ],
    [
      'template-datasource-rule',
      'its label',
      (d) => void Object.assign(variableNamed(d, 'datasource'), { label: 'DS' }),
    ],
    ['template-job-rule', 'no variable', (d) => void d.templating.list.splice(1, 1)],
    [
      'template-job-rule',
      'a fixed source',
      (d) => void Object.assign(variableNamed(d, 'job'), { datasource: { uid: 'P1' } }),
    ],
    [
      'template-job-rule',
      'one value',
      (d) => void Object.assign(variableNamed(d, 'job'), { multi: false }),
    ],
    [
      'template-instance-rule',
      'all',
      (d) => void Object.assign(variableNamed(d, 'instance'), { allValue: '.*' }),
    ],
    [
      'template-instance-rule',
      'no query',
      (d) => void Object.assign(variableNamed(d, 'instance'), { type: 'custom' }),
    ],
    [
      'template-instance-rule',
      'its label',
      (d) => void Object.assign(variableNamed(d, 'instance'), { label: 'Pod' }),
    ],
    [
      'template-label-promql-rule',
      'a function',
      (d) => void Object.assign(variableNamed(d, 'job'), { query: 'values(up, job)' }),
    ],
    [
      'template-label-promql-rule',
      'its PromQL',
      (d) => void Object.assign(variableNamed(d, 'job'), { query: 'label_values(up{, job)' }),
    ],
    [
      'template-on-time-change-reload-rule',
      'on load',
      (d) => void Object.assign(variableNamed(d, 'job'), { refresh: 1 }),
    ],
    [
      'panel-datasource-rule',
      'a fixed source',
      (d) => void Object.assign(graph(d), { datasource: { uid: 'P1' } }),
    ],
    [
      'panel-datasource-rule',
      'of a query',
      (d) => void Object.assign(graph(d).targets![0]!, { datasource: { uid: 'P1' } }),
    ],
    ['panel-title-description-rule', 'no words', (d) => void delete graph(d).description],
    [
      'panel-title-description-rule',
      'no title',
      (d) => void Object.assign(graph(d), { title: '' }),
    ],
    ['panel-units-rule', 'no unit', (d) => void delete graph(d).fieldConfig!.defaults.unit],
    [
      'panel-units-rule',
      'a wrong unit',
      (d) => void Object.assign(graph(d).fieldConfig!.defaults, { unit: 'seconds' }),
    ],
    ['panel-no-targets-rule', 'none', (d) => void Object.assign(graph(d), { targets: [] })],
    ['target-promql-rule', 'a syntax error', asks(`sum(a${SCOPE}`)],
    ['target-promql-rule', 'nothing', asks('')],
    ['target-rate-interval-rule', 'a fixed range', asks(`rate(a_total${SCOPE}[5m])`)],
    ['target-rate-interval-rule', 'irate', asks(`sum(irate(a_total${SCOPE}[$__interval]))`)],
    ['target-job-rule', 'none', asks('a{instance=~"$instance"}')],
    ['target-job-rule', 'equality', asks('a{job="$job",instance=~"$instance"}')],
    ['target-instance-rule', 'none', asks(`a${SCOPE} + b{job=~"$job"}`)],
    ['target-counter-agg-rule', 'a bare counter', asks(`sum(a_total${SCOPE})`)],
    [
      'target-counter-agg-rule',
      'another function',
      asks(`deriv(a_total${SCOPE}[$__rate_interval])`),
    ],
    ['uneditable-dashboard', 'editable', (d) => void Object.assign(d, { editable: true })],
  ];

describe('each rule bites', () => {
  it.each(BAD)('%s: %s', (rule, _what, change) => {
    const excepted = (line: string) => EXCEPTIONS[rule]?.some(({ like }) => like.test(line));
    const broken = (dashboard: DashboardJson) =>
      (RULES[rule] as Rule)(dashboard).filter((line) => !excepted(line));
    expect(broken(spoilt(() => {}))).toEqual([]);
    expect(broken(spoilt(change)).length).toBeGreaterThan(0);
  });

  it.each(Object.keys(RULES))('%s has an example above', (rule) => {
    expect(BAD.map(([bitten]) => bitten)).toContain(rule);
  });
});
