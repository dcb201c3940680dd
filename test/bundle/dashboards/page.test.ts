// The page of dashboards: what it lists, and that it links only what exists.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dashboardsPage } from '../../../src/bundle/docs/dashboards.ts';
import { observed } from '../../../src/bundle/observed.ts';
import { made } from './model.ts';
import { rows, sample, withRows } from './sample.ts';

describe('the page of dashboards', () => {
  const { path, content } = dashboardsPage([sample], []);

  it('has a chapter for each dashboard that is written, and an entry that leads to it', () => {
    const page = dashboardsPage(observed, []).content;
    for (const { path: file } of made(observed)) expect(page).toContain(`File \`${file}\``);
    for (const [, link = ''] of page.matchAll(/\]\(#([^)]+)\)/g)) {
      const titles = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
      const anchors = titles.map((title) => title.replace(/[^a-z0-9 -]/g, '').replaceAll(' ', '-'));
      expect(anchors).toContain(link);
    }
  });

  it('says of each panel what it shows and what to do', () => {
    expect(path).toBe('docs/dashboards.md');
    expect(content).toContain('## Overview');
    expect(content).toContain('### More (closed until opened)');
    expect(content).toContain(
      '| Used | The sample. | As it is. | Nothing. [SampleHigh](runbooks/SampleHigh.md) |',
    );
  });

  it('shows pictures that are there, and only these', () => {
    expect(content).not.toContain('![');
    const files = ['overview-heap-leak.png', 'overview-healthy.png', 'backend.png', 'notes.txt'];
    expect(dashboardsPage([sample], files).content.match(/!\[.*/g)).toEqual([
      '![Overview, all well](pictures/dashboards/overview-healthy.png)',
      '![Overview: heap leak](pictures/dashboards/overview-heap-leak.png)',
    ]);
  });

  it('escapes what a table cannot hold', () => {
    const [row] = rows;
    const odd = { ...row!.panels[0]!, shows: 'a | b <c>\nd' };
    const page = dashboardsPage(withRows({ ...row!, panels: [odd] }), []);
    expect(page.content).toContain('| a \\| b &lt;c> d |');
  });

  it('of the repository links only files that exist', () => {
    const page = dashboardsPage(observed);
    for (const [, link = ''] of page.content.matchAll(/\]\(([^#)][^)]*)\)/g)) {
      expect(existsSync(join(dirname(page.path), link)), link).toBe(true);
    }
  });
});
