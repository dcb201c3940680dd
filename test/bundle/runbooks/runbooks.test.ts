// Runbooks and the page of alerts: every part of a definition is in its page, and links lead somewhere.
import { describe, expect, it } from 'vitest';
import { alertsPage } from '../../../src/bundle/docs/alerts.ts';
import { observed } from '../../../src/bundle/observed.ts';
import { runbookFiles } from '../../../src/bundle/runbooks/files.ts';
import { runbookMarkdown } from '../../../src/bundle/runbooks/markdown.ts';
import { linked } from '../../../src/bundle/runbooks/words.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import { stores } from '../stores.ts';

const settings = defaultSettings(stores.all);
const linkTo = ({ name }: { name: string }) => `${name}.md`;
const page = runbookMarkdown(stores.connectionsHigh, { observed: stores.all, settings, linkTo });

describe('a runbook', () => {
  it.each([
    ['its summary with the chosen threshold', '| summary | MongoDB of *instance* is above 80 % |'],
    [
      'what to do right after its meaning',
      'Connections run out.\n\n## What to do\n\n1. Restart it.',
    ],
    ['steps in their order', '1. Look.\n2. Look again.'],
    ['false alarms', '## When it is a false alarm\n\nA load test.'],
    [
      'reports',
      '- [appsmithorg/appsmith#2810](https://github.com/appsmithorg/appsmith/issues/2810)',
    ],
    ['the time', 'once its condition has held for `5m`'],
    [
      'the exact expression',
      '```promql\n(mongodb_used_ratio{job="appsmith"} > 0.8)\nand on (job, instance) ',
    ],
    ['its panel', '[Data stores → Connections](http://localhost:3000/d/appsmith-stores?viewPanel='],
    [
      'what silences it',
      '| silent while | [AppsmithDown](AppsmithDown.md), [MongoDown](MongoDown.md) fire |',
    ],
    ['the setting with its range', '| `threshold` | 80 % | 50 % … 99 % | Higher is later. |'],
    ['the guard’s setting', '| `floor` | 10 | 0 … 100 | Fewer do not count. |'],
    [
      'how to change it',
      'alerts:\n  MongoConnectionsHigh:\n    threshold: 0.8\n    floor: 10\n    for: 5m\n',
    ],
  ])('says %s', (_what, text) => {
    expect(page).toContain(text);
  });

  it('of a down alert names those that it silences', () => {
    const down = runbookMarkdown(stores.mongoDown, { observed: stores.all, settings, linkTo });
    expect(down).toContain('| silences | [HttpSlow](HttpSlow.md)');
    expect(down).toContain('| silent while | [AppsmithDown](AppsmithDown.md) fires |');
  });

  it('of an absence opens with how to join both containers again', () => {
    for (const alert of [stores.appsmithDown, stores.exporterAbsent]) {
      const text = runbookMarkdown(alert, { observed: stores.all, settings, linkTo });
      expect(text.split('## ')[1]).toMatch(/^First\n.*COMPOSE_FILE=/s);
    }
    expect(page).not.toContain('COMPOSE_FILE');
  });

  it('follows the settings', () => {
    const chosen = { ...settings, chosen: () => () => 0.9, forOf: () => '10m' };
    const other = runbookMarkdown(stores.connectionsHigh, {
      observed: stores.all,
      settings: chosen,
      linkTo,
    });
    expect(other).toContain('mongodb_used_ratio{job="appsmith"} > 0.9');
    expect(other).toContain('for: 10m');
  });
});

describe('names of alerts in prose', () => {
  const link = (text: string) => linked(text, [stores.mongoDown], linkTo);

  it.each([
    ['see MongoDown.', 'see [MongoDown](MongoDown.md).'],
    ['`grep MongoDown` or MongoDowns', '`grep MongoDown` or MongoDowns'],
    ['HttpSlow', 'HttpSlow'],
  ])('%j becomes %j', (text, expected) => {
    expect(link(text)).toBe(expected);
  });
});

describe('the page of alerts', () => {
  const { content } = alertsPage(stores.all, settings);

  it('has a row with severity, words, threshold and time', () => {
    expect(content).toContain(
      '| [MongoConnectionsHigh](runbooks/MongoConnectionsHigh.md) | warning | MongoDB of *instance* is above 80 % | > 80 %, floor > 10 | 5m |',
    );
  });

  it('draws what silences what', () => {
    expect(content).toContain('mongodb -->|MongoDown| backend');
    expect(content).not.toContain('appsmith -->|AppsmithDown| backend');
    expect(content).toContain('appsmith -->|AppsmithDown| mongodb');
    expect(content).toContain('AppsmithDown([AppsmithDown]) --> ExporterAbsent([ExporterAbsent])');
  });
});

describe('the bundle’s own pages', () => {
  const files = runbookFiles(observed, defaultSettings(observed));
  const paths = new Set(files.map(({ path }) => path));

  it('are one for each alert', () => {
    const names = observed.flatMap(({ alerts }) => alerts.map(({ name }) => name));
    expect([...paths]).toEqual(names.map((name) => `docs/runbooks/${name}.md`));
  });

  it('link to pages that exist, and leave no placeholder', () => {
    for (const { path, content } of files) {
      for (const [, target] of content.matchAll(/\]\(([A-Z]\w+\.md)\)/g)) {
        expect(paths, path).toContain(`docs/runbooks/${target}`);
      }
    }
  });
});
