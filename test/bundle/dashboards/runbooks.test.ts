// The Runbooks dashboard: a panel an alert, at the address that the alert's rule carries.
import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/bundle/observed.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import { made, panelsOf } from './model.ts';
import { alerts, sample } from './sample.ts';

const runbooks = (list: Parameters<typeof made>[0]) =>
  made(list).find(({ json }) => json.uid === 'appsmith-runbooks')!.json;

describe('the Runbooks dashboard', () => {
  it('has a panel for every alert, at the address of its runbook', () => {
    const { links } = defaultSettings(observed);
    const byTitle = new Map(panelsOf(runbooks(observed)).map((panel) => [panel.title, panel]));
    for (const alert of observed.flatMap((one) => one.alerts)) {
      const panel = byTitle.get(alert.name);
      expect(links.runbook(alert)).toMatch(
        new RegExp(`/d/appsmith-runbooks\\?viewPanel=${panel?.id}$`),
      );
      expect(panel?.options?.content).toContain('## What to do');
    }
  });

  it('groups them by component, below a list that leads to each', () => {
    const { panels } = runbooks([sample]);
    expect(panels.map(({ type, title }) => `${type} ${title}`)).toEqual([
      'text All alerts',
      'row Sample',
      'text SampleDown',
      'text SampleHigh',
      'text SampleLow',
    ]);
    const high = panels.find(({ title }) => title === 'SampleHigh');
    expect(panels[0]?.options?.content).toContain(
      `| [SampleHigh](/d/appsmith-runbooks?viewPanel=${high?.id}) | warning | It is. |`,
    );
  });

  it('holds nothing that Grafana would take for a variable or for markup', () => {
    for (const { title, options } of panelsOf(runbooks(observed))) {
      const text = options?.content ?? '';
      expect(text, title).not.toMatch(/\$\{?(job|instance|datasource|__\w+)/);
      const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
      expect(prose, title).not.toMatch(/<[a-z/!]|\[\[/i);
    }
  });

  it('keeps a panel where it is when an alert comes before it', () => {
    const idOf = (list: Parameters<typeof made>[0]) =>
      runbooks(list).panels.find(({ title }) => title === 'SampleLow')?.id;
    expect(idOf([{ ...sample, alerts: [alerts.low] }])).toBe(idOf([sample]));
  });
});
