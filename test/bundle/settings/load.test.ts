// observability.yml: what it changes, and that each mistake is told with its line, its range and a remedy.
import { describe, expect, it } from 'vitest';
import { observed } from '../../../src/bundle/observed.ts';
import { type Loaded, loadSettings } from '../../../src/bundle/settings/load.ts';
import { describeProblem } from '../../../src/config/index.ts';
import { stores } from '../stores.ts';

const load = (...lines: string[]): Loaded =>
  loadSettings('o.yml', ['version: 1', ...lines].join('\n'), stores.all);

function mistakes(...lines: string[]): string[] {
  try {
    load(...lines);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('settings', () => {
  it('are the definitions where the file says nothing', () => {
    const { settings } = load();
    const alert = stores.connectionsHigh;
    expect(settings.enabled(alert)).toBe(true);
    expect(settings.forOf(alert)).toBe('5m');
    expect(settings.severityOf(alert)).toBe('warning');
    expect(alert.when.map(settings.chosen(alert))).toEqual([0.8]);
    expect(settings).toMatchObject({ job: 'appsmith', receivers: [], muteTimes: [] });
  });

  it('change one alert in every way', () => {
    const { settings } = load(
      'alerts:',
      '  MongoConnectionsHigh: {enabled: false, for: 10m, severity: critical, threshold: 0.9, floor: 20}',
    );
    const alert = stores.connectionsHigh;
    expect(settings.enabled(alert)).toBe(false);
    expect(settings.forOf(alert)).toBe('10m');
    expect(settings.severityOf(alert)).toBe('critical');
    expect(alert.when.map(settings.chosen(alert))).toEqual([0.9]);
    expect(alert.provided?.map(settings.chosen(alert))).toEqual([20]);
    expect(settings.severityOf(stores.httpSlow)).toBe('warning');
  });

  it('say where links lead', () => {
    const { settings } = load(
      'grafana_url: https://grafana.example.com/',
      'runbook_base_url: https://wiki.example.com/{alert}?v=1',
      'extra_labels: {team: web}',
      'job: appsmith-prod',
    );
    expect(settings.links.runbook(stores.mongoDown)).toBe('https://wiki.example.com/MongoDown?v=1');
    expect(settings.links.dashboard(stores.mongoDown)).toBe(
      'https://grafana.example.com/d/appsmith-overview',
    );
    expect(settings).toMatchObject({ job: 'appsmith-prod', extraLabels: { team: 'web' } });
  });

  it('take runbooks from a folder of pages', () => {
    const { settings } = load('runbook_base_url: https://wiki.example.com/r/');
    expect(settings.links.runbook(stores.mongoDown)).toBe(
      'https://wiki.example.com/r/MongoDown.md',
    );
  });

  it('give receivers the severities that are usual for their kind', () => {
    const { settings } = load(
      'receivers:',
      '  - {kind: pagerduty, routing_key_file: /run/key}',
      '  - {kind: telegram, bot_token_file: /run/token, chat_id: -100, severities: [info]}',
    );
    expect(settings.receivers).toEqual([
      { kind: 'pagerduty', audiences: ['critical'], values: { routing_key_file: '/run/key' } },
      {
        kind: 'telegram',
        audiences: ['info'],
        values: { bot_token_file: '/run/token', chat_id: -100 },
      },
    ]);
  });

  it('turn an objective’s target into the thresholds of its burn rates', () => {
    const burning = observed
      .flatMap(({ alerts }) => alerts)
      .flatMap((alert) => alert.when.map((condition) => ({ alert, condition })))
      .filter(({ condition: { than } }) => typeof than === 'object' && than.burn?.rate === 14.4);
    const { settings } = loadSettings('o.yml', 'version: 1\nslo: {availability: 0.99}', observed);
    const numbers = burning.map(({ alert, condition }) => settings.chosen(alert)(condition));
    expect(numbers).toContain(0.144);
  });

  it('outlive an alert: a note, no mistake', () => {
    const { notes, settings } = load(
      'alerts:',
      '  MongoDowm: {for: 9m}',
      '  Gone: {enabled: true}',
    );
    expect(notes.map(describeProblem)).toEqual([
      'o.yml:3: alerts.MongoDowm: this version has no such alert; the entry has no effect; did you mean "MongoDown"?',
      'o.yml:4: alerts.Gone: this version has no such alert; the entry has no effect; remove it',
    ]);
    expect(settings.forOf(stores.mongoDown)).toBe('5m');
  });

  it('ignore sections with nothing in them', () => {
    expect(mistakes('alerts:', 'receivers:', 'slo:', 'extra_labels:', 'mute_times:')).toEqual([]);
  });
});

describe('a mistake', () => {
  it.each([
    [['grafana_ulr: http://x'], 'o.yml:2: grafana_ulr: unknown key; did you mean "grafana_url"?'],
    [
      ['grafana_url: grafana'],
      'o.yml:2: grafana_url = "grafana": must be an address; write it as in https://',
    ],
    [['job: "a b"'], 'o.yml:2: job = "a b": must consist of letters'],
    [['alerts: [a]'], 'o.yml:2: alerts: must be a map; its keys are AppsmithDown, '],
    [
      ['alerts:', '  MongoConnectionsHigh:', '    threshold: 85'],
      'o.yml:4: alerts.MongoConnectionsHigh.threshold = "85": must be from 0.5 to 0.99 (50 % … 99 %); choose a number within; the default is 0.8',
    ],
    [
      ['alerts: {MongoConnectionsHigh: {threshold: 85%}}'],
      'o.yml:2: alerts.MongoConnectionsHigh.threshold = "85%": must be a number; Higher is later. Written as a ratio (0.85 is 85 %), from 50 % to 99 %.',
    ],
    [
      ['alerts: {MongoConnectionsHigh: {treshold: 0.9}}'],
      'alerts.MongoConnectionsHigh.treshold: unknown key; did you mean "threshold"?',
    ],
    [
      ['alerts: {HttpSlow: {threshold: 60}}'],
      'must be below 60: the highest histogram bucket that Appsmith ships is 60 s, so a quantile never exceeds it and the alert could never fire; choose less',
    ],
    [
      ['alerts: {HttpSlow: {for: 5 minutes}}'],
      'must be a time such as 30s, 5m, 2h or 1d; the default is 5m',
    ],
    [['alerts: {HttpSlow: {for: 15s}}'], 'must be from 30s to 7d: one scrape alone'],
    [['alerts: {HttpSlow: {for: 8d}}'], 'must be from 30s to 7d; the default is 5m'],
    [
      ['alerts: {HttpSlow: {severity: critcal}}'],
      'must be one of critical, warning, info; did you mean "critical"?',
    ],
    [['alerts: {HttpSlow: {enabled: "yes"}}'], 'must be true or false'],
    [['alerts: {Watchdog: {for: 5m}}'], 'alerts.Watchdog.for: unknown key'],
    [
      ['slo: {availability: 0.9}'],
      'o.yml:2: slo.availability = "0.9": must be from 0.931 to 0.9999: at a lower target even a total failure burns the budget slower than 14.4 times, so the fastest alert could never fire; ',
    ],
    [['slo: {availability: 1}'], 'must be from 0.931 to 0.9999; choose'],
    [['extra_labels: {severity: high}'], 'extra_labels.severity: is set by the rules themselves'],
    [['extra_labels: {my-team: a}'], 'must be a label’s name'],
    [['extra_labels: {team: [a]}'], 'must be a single value'],
    [
      ['receivers: {kind: slack}'],
      'o.yml:2: receivers: must be a list; begin each entry with "- "',
    ],
    [
      ['receivers:', '  - kind: slak'],
      'o.yml:3: receivers[0].kind = "slak": must be one of slack, email',
    ],
    [
      ['receivers:', '  - channel: a'],
      'receivers[0]: kind is missing; add `kind: …`, one of slack, ',
    ],
    [
      ['receivers:', '  - kind: slack'],
      'o.yml:3: receivers[0]: api_url_file is missing; add `api_url_file',
    ],
    [
      ['receivers: [{kind: slack, api_url: "https://hooks.slack.com/services/T0/secret"}]'],
      'receivers[0].api_url: unknown key; secrets are read from files only: use api_url_file',
    ],
    [['receivers: [{kind: slack, api_url_file: slack}]'], 'must be the absolute path of a file'],
    [['receivers: [{kind: webhook}]'], 'receivers[0]: needs url or url_file'],
    [['receivers: [{kind: telegram, bot_token_file: /a, chat_id: 1.5}]'], 'must be a whole number'],
    [['mute_times: [{name: night, times: ["22:00-06:00"]}]'], 'write a night as two'],
    [['mute_times: [{name: n, weekdays: [sundy]}]'], 'did you mean "sunday"?'],
    [['mute_times: [{name: n, weekdays: [sunday], location: Berlin}]'], 'must be a time zone'],
    [['mute_times: [{name: n}]'], 'needs times or weekdays'],
    [['mute_times: [{times: ["01:00-02:00"]}]'], 'name is missing'],
    [['job: &a x', 'grafana_url: *a'], 'o.yml:3: grafana_url: is an alias'],
    [['job: a', 'job: b'], 'o.yml:3: is not valid YAML'],
    [['job: ""'], 'job = "": is empty'],
  ])('%j is told', (lines, message) => {
    const told = mistakes(...lines);
    expect(told.join('\n')).toContain(message);
    expect(told.join('\n')).not.toContain('secret"');
    for (const line of told) expect(line).toMatch(/^o\.yml:\d+: .+; .+/);
  });

  it('does not hide another', () => {
    const told = mistakes(
      'job: ""',
      'slo: {latency: 2}',
      'alerts: {HttpSlow: {for: x, severity: y}}',
    );
    expect(told).toHaveLength(4);
  });

  it.each([
    ['', 'o.yml:1: the file is empty; begin with `version: 1`'],
    ['job: a', 'o.yml:1: version is missing; add `version: …`'],
    ['version: 2', 'o.yml:1: version = "2": must be from 1 to 1'],
    ['- a', 'o.yml:1: must be a map'],
    ['a: {', 'o.yml:1: is not valid YAML'],
  ])('as a whole: %j', (text, message) => {
    expect(() => loadSettings('o.yml', text, stores.all)).toThrow(message);
  });
});
