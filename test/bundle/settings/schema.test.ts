// The JSON Schema and the example file: what the reader takes, they take; what it refuses, the schema refuses.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { observed } from '../../../src/bundle/observed.ts';
import { settingsShape } from '../../../src/bundle/settings/definition.ts';
import { settingsFiles } from '../../../src/bundle/settings/files.ts';
import { settingsSchema } from '../../../src/bundle/settings/json-schema.ts';
import { loadSettings } from '../../../src/bundle/settings/load.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import { stores } from '../stores.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
const validate = ajv.compile(settingsSchema(settingsShape(stores.all)));

const GOOD = [
  'version: 1',
  'version: 1\nalerts:\nslo:\nreceivers:',
  'version: 1\nalerts: {MongoConnectionsHigh: {threshold: 0.9, floor: 5, for: 2m, severity: info, enabled: true}}',
  'version: 1\nalerts: {NoLongerThere: {enabled: true}}',
  'version: 1\nslo: {availability: 0.99, latency: 0.99}',
  'version: 1\nextra_labels: {team: a}\njob: b\ngrafana_url: https://g',
  'version: 1\nreceivers: [{kind: slack, api_url_file: /a}, {kind: webhook, url: "http://x", severities: [watchdog]}]',
  'version: 1\nmute_times: [{name: n, weekdays: [sunday], times: ["01:00-24:00"], location: Asia/Tokyo}]',
];

const BAD = [
  'job: a',
  'version: 3',
  'version: 1\njbo: a',
  'version: 1\nalerts: {MongoConnectionsHigh: {threshold: 85}}',
  'version: 1\nalerts: {MongoConnectionsHigh: {treshold: 0.9}}',
  'version: 1\nalerts: {HttpSlow: {threshold: 60}}',
  'version: 1\nalerts: {HttpSlow: {for: 5 min}}',
  'version: 1\nalerts: {HttpSlow: {severity: high}}',
  'version: 1\nalerts: {HttpSlow: {enabled: "true"}}',
  'version: 1\nslo: {availability: 0.9}',
  'version: 1\nextra_labels: {severity: a}',
  'version: 1\nextra_labels: {a-b: a}',
  'version: 1\ngrafana_url: grafana',
  'version: 1\nreceivers: [{kind: slack}]',
  'version: 1\nreceivers: [{kind: slack, api_url: "https://x"}]',
  'version: 1\nreceivers: [{kind: slck, api_url_file: /a}]',
  'version: 1\nreceivers: [{kind: webhook}]',
  'version: 1\nmute_times: [{name: n, times: ["25:00-26:00"]}]',
  'version: 1\nmute_times: [{name: n}]',
];

describe('the JSON Schema', () => {
  it.each(GOOD)('takes %j, as the reader does', (text) => {
    expect(validate(parse(text)), ajv.errorsText(validate.errors)).toBe(true);
    expect(() => loadSettings('o.yml', text, stores.all)).not.toThrow();
  });

  it.each(BAD)('refuses %j, as the reader does', (text) => {
    expect(validate(parse(text))).toBe(false);
    expect(() => loadSettings('o.yml', text, stores.all)).toThrow();
  });

  it('says unit, range and default of every threshold', () => {
    const schema = settingsSchema(settingsShape(stores.all));
    const path = ['alerts', 'MongoConnectionsHigh', 'threshold'];
    const threshold = path.reduce((at, key) => (at as Nested).properties[key], schema as unknown);
    expect(threshold).toEqual({
      description: 'Higher is later. Written as a ratio (0.85 is 85 %), from 50 % to 99 %.',
      type: 'number',
      minimum: 0.5,
      maximum: 0.99,
      default: 0.8,
    });
  });
});

interface Nested {
  readonly properties: Readonly<Record<string, unknown>>;
}

describe('a setting’s key', () => {
  const [condition] = stores.connectionsHigh.when;

  it.each(['floor', 'severity'])('that means two things is refused: %s', (setting) => {
    const when = [{ ...condition!, setting }];
    const part = { ...stores.all[0]!, alerts: [{ ...stores.connectionsHigh, when }] };
    expect(() => settingsShape([part])).toThrow(
      `MongoConnectionsHigh: the setting ${setting} means two things`,
    );
  });
});

describe('the example', () => {
  const [, example] = settingsFiles(observed);
  const text = example?.content ?? '';

  it('is a valid file that changes nothing', () => {
    const { settings } = loadSettings('observability.yml', text, observed);
    expect(settings.receivers).toEqual([]);
  });

  it('says, uncommented, what holds anyway', () => {
    const body = text
      .split('\n')
      .slice(4)
      .filter((line) => !/^ *##/.test(line))
      .map((line) => line.replace(/^( *)# /, '$1'))
      .join('\n');
    const { settings, notes } = loadSettings('observability.yml', body, observed);
    expect(notes).toEqual([]);
    const usual = defaultSettings(observed);
    for (const alert of observed.flatMap(({ alerts }) => alerts)) {
      expect(settings.enabled(alert), alert.name).toBe(usual.enabled(alert));
      expect(settings.forOf(alert), alert.name).toBe(usual.forOf(alert));
      expect(settings.severityOf(alert), alert.name).toBe(usual.severityOf(alert));
      expect(alert.when.map(settings.chosen(alert)), alert.name).toEqual(
        alert.when.map(usual.chosen(alert)),
      );
    }
    expect(settings.receivers.map(({ kind }) => kind)).toContain('discord');
    expect(settings.muteTimes).toHaveLength(1);
  });
});

describe('docs/alerting.md', () => {
  const page = readFileSync('docs/alerting.md', 'utf8');
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];

  it('shows settings that can be used', () => {
    const { notes, settings } = loadSettings('observability.yml', yaml, observed);
    expect(notes).toEqual([]);
    expect(settings.receivers).toHaveLength(2);
  });

  it('shows a mistake as it is told', () => {
    const [said = ''] = /^observability\.yml:6: .*$/m.exec(page) ?? [];
    const wrong = yaml.replace('threshold: 0.9 ', 'threshold: 90 ');
    expect(() => loadSettings('observability.yml', wrong, observed)).toThrow(said);
  });
});
