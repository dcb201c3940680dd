// Every query of every dashboard, asked of a real Prometheus that remembers hours of the healthy demo, returns data.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needPrometheus } from '../peers/prometheus.ts';
import { type Built, build } from '../support/built.ts';
import { type Asked, askPanels } from '../support/empty-panels.ts';
import { type History, startHistory } from '../support/history/index.ts';
import { panelsOf, readDashboards } from '../support/panels.ts';
import { EMPTY } from './empty-by-right.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dashboards = readDashboards(`${root}dashboards`);
/** A Tuesday morning, when the demo's people are at work. */
const END = Date.UTC(2026, 2, 10, 10, 30);

describe.runIf(needPrometheus())('on the healthy demo', () => {
  let built: Built;
  let history: History;
  const asked = new Map<string, Asked[]>();

  beforeAll(async () => {
    built = await build();
    const course = { end: END, hours: 2, stepSeconds: 30 };
    history = await startHistory(built, course, `${root}alerts`);
    for (const [name, dashboard] of dashboards)
      asked.set(name, await askPanels(dashboard, history));
  }, 180_000);

  afterAll(async () => {
    await history?.stop();
    built?.remove();
  });

  it('there are dashboards with panels', () => {
    const panels = [...dashboards.values()].flatMap(panelsOf);
    expect(panels.length).toBeGreaterThan(dashboards.size);
  });

  it.each([...dashboards.keys()])('%s: every query returns data', (name) => {
    const nothing = asked.get(name)!.filter(({ drawn }) => !drawn);
    const expected = Object.keys(EMPTY[name] ?? {});
    expect(nothing.map((one) => one.name).toSorted()).toEqual(expected.toSorted());
  });

  it.each([...dashboards.keys()])('%s: no panel says just “No data”', (name) => {
    const bare = asked
      .get(name)!
      .filter(({ drawn, panel }) => !drawn && !panel.fieldConfig?.defaults?.noValue);
    expect(bare.map((one) => one.name)).toEqual([]);
  });
});
