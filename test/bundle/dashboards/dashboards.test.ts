// What every dashboard is: addresses that last, a grid without overlaps, the same bytes at every call.
import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/bundle/observed.ts';
import type { Panel } from '../../../src/observe/index.ts';
import { type Made, made, panelNamed, panelsOf } from './model.ts';
import { panels, rows, sample, withPanels, withRows } from './sample.ts';

const shipped = made(observed);
const samples = made([sample]);
const all: [name: string, one: Made][] = [...shipped, ...samples].map((one) => [one.path, one]);

describe.each(all)('%s', (path, { json, content }) => {
  const every = json.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

  it('has a uid that lasts and no id', () => {
    expect(json.uid).toMatch(/^appsmith-[a-z]+$/);
    expect(json.uid.length).toBeLessThanOrEqual(40);
    expect(path).toBe(`dashboards/${json.uid}.json`);
    expect(json).not.toHaveProperty('id');
    expect(json.title).toMatch(/^Appsmith \/ [A-Z]/);
    expect(json.tags).toEqual(['appsmith']);
  });

  it('has unique panel ids and titles', () => {
    expect(new Set(every.map(({ id }) => id)).size).toBe(every.length);
    const titles = panelsOf(json).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('has sorted keys and ends with a newline', () => {
    expect(JSON.stringify(json)).toBe(JSON.stringify(sorted(json)));
    expect(content).toMatch(/[^\n]\n$/);
  });

  it('fits the grid, and nothing lies over anything', () => {
    const groups = [json.panels, ...json.panels.map((panel) => panel.panels ?? [])];
    for (const group of groups) {
      const cells = group.flatMap(({ gridPos: { x, y, w, h }, title }) => {
        expect(x + w, title).toBeLessThanOrEqual(24);
        return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
      });
      expect(new Set(cells).size).toBe(cells.length);
    }
  });

  it('nests the panels of closed rows only', () => {
    for (const panel of json.panels.filter(({ type }) => type === 'row')) {
      expect((panel.panels ?? []).length > 0, panel.title).toBe(panel.collapsed);
    }
  });

  it('names no data source of its own, and hides nothing in a menu', () => {
    expect(content).not.toMatch(/DS_PROMETHEUS|inControlsMenu/);
    for (const [, uid] of content.matchAll(/"uid": "([^"]+)"/g)) {
      expect([`\${datasource}`, json.uid]).toContain(uid);
    }
  });

  it('never shows a bare “No data”', () => {
    for (const { title, type, fieldConfig } of panelsOf(json)) {
      if (type !== 'text') expect(fieldConfig?.defaults.noValue, title).toMatch(/\w/);
    }
  });

  it('is readable by Grafana 10', () => {
    expect(json.schemaVersion).toBe(39);
    expect(json).not.toHaveProperty('apiVersion');
  });
});

describe('dashboards', () => {
  it('are the same bytes at every call', () => {
    expect(made(observed)).toEqual(shipped);
  });

  it('without a row are not written, and Runbooks only with alerts', () => {
    expect(samples.map(({ path }) => path)).toEqual([
      'dashboards/appsmith-overview.json',
      'dashboards/appsmith-runbooks.json',
    ]);
    expect(made([{ ...sample, alerts: [], rows: [] }])).toEqual([]);
  });

  it('keep their ids when a panel or a row is put before others', () => {
    const added = { ...panels[0]!, title: 'New' };
    const before = made(withPanels(...panels));
    const after = made(
      withRows(
        { dashboard: 'overview', title: 'First', panels: [{ ...added, title: 'Newer' }] },
        { dashboard: 'overview', title: 'Sample', panels: [added, ...panels] },
      ),
    );
    for (const { title } of panels) {
      expect(panelNamed(after, title).id).toBe(panelNamed(before, title).id);
    }
    expect(rowIds(after)).toEqual(expect.arrayContaining(rowIds(before)));
  });

  it('give a panel of the same title another id on another dashboard', () => {
    const [first, second] = made(withRows(rows[0]!, { ...rows[0]!, dashboard: 'backend' })) as [
      Made,
      Made,
    ];
    expect(panelNamed([first], 'Up').id).not.toBe(panelNamed([second], 'Up').id);
  });

  it('put rows of one title together, in the order of the components', () => {
    const other = {
      ...sample,
      rows: [{ ...rows[0]!, panels: [{ ...panels[0]!, title: 'Other' }] }],
    };
    const [overview] = made([
      { ...sample, alerts: [] },
      { ...other, alerts: [] },
    ]);
    const titles = overview!.json.panels.map(({ title }) => title);
    expect(titles.filter((title) => title === 'Sample')).toHaveLength(1);
    expect(titles.indexOf('Other')).toBeGreaterThan(titles.indexOf('Was it up'));
    expect(titles.indexOf('Other')).toBeLessThan(titles.indexOf('More'));
  });

  it('wrap a line that is full, below its highest panel', () => {
    const sized = (title: string, width: Panel['width'], height: number) => ({
      ...panels[4]!,
      title,
      ...(width && { width }),
      height,
    });
    const list = made(withPanels(sized('a', 12, 4), sized('b', 8, 9), sized('c', 8, 5)));
    const place = (title: string) => panelNamed(list, title).gridPos;
    const top = place('a').y;
    expect(place('b')).toEqual({ x: 12, y: top, w: 8, h: 9 });
    expect(place('c')).toEqual({ x: 0, y: top + 9, w: 8, h: 5 });
  });
});

const rowIds = (list: readonly Made[]): number[] =>
  list[0]!.json.panels.filter(({ type }) => type === 'row').map(({ id }) => id);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
