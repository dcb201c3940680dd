// The metric contract covers every name in the committed rules: none is typed past it.
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { neededByPanels, neededByRules } from '../../src/bundle/contract.ts';
import { observed } from '../../src/bundle/observed.ts';
import { selectorsOf } from '../../src/promql/index.ts';
import { partsOf, seriesOf } from '../../src/promql/series.ts';
import { committedRules } from '../support/live.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
}

const rules = [...committedRules().values()].flatMap((text) =>
  (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
);
const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
const needs = neededByRules(observed);

/** What Prometheus makes itself. */
const OWN = new Set(['up', 'scrape_duration_seconds', 'ALERTS', 'ALERTS_FOR_STATE']);

describe('the metric contract', () => {
  it('names every series that the committed rules read', () => {
    const read = new Set(rules.flatMap(({ expr }) => selectorsOf(expr).map(({ name }) => name)));
    const unknown = [...read].filter(
      (name) => !needs.has(name) && !recorded.has(name) && !OWN.has(name),
    );
    expect(unknown).toEqual([]);
    expect([...needs.keys()].filter((name) => !read.has(name))).toEqual([]);
  });

  it('says who needs each', () => {
    const names = new Set(rules.flatMap(({ alert, record }) => alert ?? record ?? []));
    const strangers = [...needs.values()].flat().filter((name) => !names.has(name));
    expect(strangers).toEqual([]);
    expect(needs.get('appsmith_rts_up')).toEqual(['RtsDown']);
  });

  it('holds only series that the catalogue has', () => {
    const defs = observed.flatMap(({ metrics }) => metrics);
    const catalogue = new Set(
      defs.flatMap((def) => partsOf(def).map((part) => seriesOf(def, part).name)),
    );
    const all = [...needs.keys(), ...neededByPanels(observed).keys()];
    expect(all.filter((name) => !catalogue.has(name))).toEqual([]);
  });
});
