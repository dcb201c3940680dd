// Inhibition rules: from the graph, never matching themselves, and refused where alerts would silence each other.
import { describe, expect, it } from 'vitest';
import {
  checkDependencies,
  dependentsOf,
  refuseCircles,
} from '../../../src/bundle/alertmanager/dependencies.ts';
import { type InhibitRule, inhibitRules } from '../../../src/bundle/alertmanager/inhibitions.ts';
import { observed } from '../../../src/bundle/observed.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import type { Alert, Observed } from '../../../src/observe/index.ts';
import { stores } from '../stores.ts';

const settings = defaultSettings(stores.all);
const severityOf = ({ severity }: Alert) => severity;

/** What Alertmanager does with one matcher; an absent label is empty. */
function matches(rule: readonly string[], labels: Readonly<Record<string, string>>): boolean {
  return rule.every((matcher) => {
    const [, name = '', operator = '', quoted = ''] = /^(\w+)(=~|!=|=)(".*")$/.exec(matcher) ?? [];
    const value = JSON.parse(quoted) as string;
    const actual = labels[name] ?? '';
    if (operator === '=~') return new RegExp(`^(?:${value})$`).test(actual);
    return operator === '=' ? actual === value : actual !== value;
  });
}

const selfMatching = (rules: readonly InhibitRule[], alerts: readonly Alert[]) =>
  rules.flatMap((rule) =>
    alerts
      .map(({ name, component, severity }) => ({
        alertname: name,
        component,
        severity,
        job: 'appsmith',
      }))
      .flatMap((labels) => [
        labels,
        { ...labels, instance: 'a' },
        { ...labels, instance: 'appsmith' },
      ])
      .filter(
        (labels) => matches(rule.source_matchers, labels) && matches(rule.target_matchers, labels),
      ),
  );

describe('inhibition rules', () => {
  const rules = inhibitRules(stores.all, settings);

  it('come from the graph, through others', () => {
    expect(rules).toContainEqual({
      source_matchers: ['alertname="AppsmithDown"'],
      target_matchers: ['component=~"mongodb|backend"', 'severity!="none"'],
      equal: ['job', 'instance'],
    });
    expect(rules).toContainEqual({
      source_matchers: ['alertname="MongoDown"'],
      target_matchers: ['component="backend"', 'severity!="none"'],
      equal: ['job', 'instance'],
    });
  });

  it('hold only with the labels that a source names', () => {
    const where = { labels: { store: 'main' }, alerts: ['HttpSlow'] };
    const alerts = [{ ...stores.connectionsHigh, inhibitsWhere: where }];
    const changed = stores.all.map((one) =>
      one.component === 'mongodb' ? { ...one, alerts } : one,
    );
    expect(inhibitRules(changed, settings)).toContainEqual({
      source_matchers: ['alertname="MongoConnectionsHigh"', 'store="main"'],
      target_matchers: ['alertname="HttpSlow"'],
      equal: ['job', 'instance'],
    });
  });

  it('never match the same alert on both sides', () => {
    expect(
      selfMatching(
        rules,
        stores.all.flatMap(({ alerts }) => alerts),
      ),
    ).toEqual([]);
    const own = inhibitRules(observed, defaultSettings(observed));
    expect(own.length).toBeGreaterThan(1);
    expect(
      selfMatching(
        own,
        observed.flatMap(({ alerts }) => alerts),
      ),
    ).toEqual([]);
  });

  it('would be seen if they did', () => {
    const rule = {
      source_matchers: ['alertname="MongoDown"'],
      target_matchers: ['component="mongodb"'],
      equal: [],
    };
    expect(selfMatching([rule], [stores.mongoDown])).toHaveLength(3);
  });
});

describe('the graph', () => {
  const change = (component: string, over: Partial<Observed>) =>
    stores.all.map((one) => (one.component === component ? { ...one, ...over } : one));

  it('of the bundle names only what is there, without circles', () => {
    expect(() => checkDependencies(observed)).not.toThrow();
    expect(() => refuseCircles(observed, severityOf)).not.toThrow();
  });

  it('goes through others', () => {
    expect(dependentsOf('appsmith', stores.all)).toEqual(['mongodb', 'backend']);
  });

  it('refuses a component that does not exist', () => {
    const wrong = change('backend', { dependsOn: ['mongo'] });
    expect(() => checkDependencies(wrong)).toThrow(
      'backend depends on mongo, which does not exist',
    );
  });

  it('refuses a component that depends on itself', () => {
    const wrong = change('appsmith', { dependsOn: ['backend'] });
    expect(() => checkDependencies(wrong)).toThrow('appsmith depends on itself, through backend');
  });

  it('refuses an alert that does not exist', () => {
    const alerts = [{ ...stores.httpSlow, inhibits: ['Http'] }];
    expect(() => checkDependencies(change('backend', { alerts }))).toThrow(
      'HttpSlow inhibits Http',
    );
  });

  it('refuses one that does not exist, with whatever labels', () => {
    const inhibitsWhere = { labels: { store: 'main' }, alerts: ['Http'] };
    const alerts = [{ ...stores.httpSlow, inhibitsWhere }];
    expect(() => checkDependencies(change('backend', { alerts }))).toThrow(
      'HttpSlow inhibits Http',
    );
  });

  it('refuses alerts that would silence each other', () => {
    const alerts = [{ ...stores.httpSlow, inhibits: ['AppsmithDown'] }];
    expect(() => refuseCircles(change('backend', { alerts }), severityOf)).toThrow(
      'alerts would silence each other: AppsmithDown → HttpSlow → AppsmithDown',
    );
  });

  it('refuses a warning that silences a critical alert beside it', () => {
    const alerts = [stores.mongoDown, { ...stores.connectionsHigh, inhibits: ['MongoDown'] }];
    expect(() => refuseCircles(change('mongodb', { alerts }), severityOf)).toThrow(
      'MongoDown → MongoConnectionsHigh → MongoDown',
    );
  });
});
