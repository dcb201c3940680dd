// Holds the filled-in texts against promtool's own templates, unit by unit.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotationsOf, filledAnnotations } from '../../../src/bundle/rules/template.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import { gauge } from '../../../src/metrics/index.ts';
import {
  type Alert,
  above,
  alert,
  exists,
  threshold,
  type Unit,
} from '../../../src/observe/index.ts';
import { promql } from '../../../src/promql/index.ts';
import { needPromtool, pipeInto } from '../../peers/promtool.ts';

const metric = gauge({ name: 'appsmith_pool', help: 'A pool.', source: 'x', labels: ['plugin'] });
const settings = defaultSettings([]);
const runbook = { meaning: 'm', impact: 'i', diagnosis: [], mitigation: ['restart it'] };

function about(unit: Unit, over: Partial<Alert> = {}): Alert {
  const than = threshold(0, unit, { min: 0, max: 1, help: 'h' });
  return alert({
    name: 'PoolHigh',
    component: 'rts',
    severity: 'warning',
    when: [above(promql`${metric}`, than)],
    for: '0m',
    summary: '{plugin} of {instance} is at {value}',
    description: 'It is above {threshold} since {for}.',
    runbook,
    ...over,
  });
}

describe('the texts of an alert', () => {
  it('are templates for Prometheus', () => {
    expect(annotationsOf(about('ratio'), settings)).toEqual({
      summary:
        '{{ $labels.plugin }} of {{ $labels.instance }} is at {{ $value | humanizePercentage }}',
      description: 'It is above 0 % since 0m.',
      runbook_url: expect.stringMatching(
        /^http:\/\/localhost:3000\/d\/appsmith-runbooks\?viewPanel=\d+$/,
      ),
      dashboard_url:
        'http://localhost:3000/d/appsmith-overview?var-job={{ $labels.job }}&var-instance={{ $labels.instance }}',
    });
  });

  it('say what the user chose', () => {
    const chosen = { ...settings, chosen: () => () => 0.92, forOf: () => '7m' };
    const { description } = annotationsOf(about('ratio'), chosen);
    expect(description).toBe('It is above 92 % since 7m.');
  });

  it('refuse a label that no series has', () => {
    const wrong = about('ratio', { summary: '{plugn} is down' });
    expect(() => annotationsOf(wrong, settings)).toThrow('PoolHigh: {plugn} is neither');
  });

  it('name the job where there is no instance', () => {
    const gone = about('none', {
      when: [exists(promql`absent(${metric})`)],
      summary: '{instance} is gone',
      description: 'It has been for {for}.',
    });
    const { summary, dashboard_url } = filledAnnotations(gone, settings, {
      labels: { job: 'appsmith' },
      value: '1',
    });
    expect(summary).toBe('appsmith is gone');
    expect(dashboard_url).toMatch(/\?var-job=appsmith$/);
  });
});

const VALUES: readonly (readonly [Unit, number, string])[] = [
  ['seconds', 12.5, '12.5s'],
  ['seconds', 125, '2m 5s'],
  ['seconds', 0.25, '250ms'],
  ['bytes', 1_610_612_736, '1.5GiB'],
  ['ratio', 0.855, '85.5%'],
  ['count', 12_345.2, '12345'],
  ['per-second', 0.25, '0.25/s'],
  ['bytes-per-second', 2048, '2kiB/s'],
  ['seconds-per-second', 0.5, '0.5 s/s'],
  ['timestamp', 86_400, '1970-01-02 00:00:00 +0000 UTC'],
  ['up', 0, 'down'],
  ['up', 1, 'up'],
  ['yes', 1, 'yes'],
  ['none', 2.34567, '2.346'],
];

describe('the Watchdog', () => {
  it('links to its dashboard without variables: it belongs to no Appsmith', () => {
    const dog = about('none', { severity: 'none', summary: 'It works', description: 'Still.' });
    const url = 'http://localhost:3000/d/appsmith-overview';
    expect(annotationsOf(dog, settings).dashboard_url).toBe(url);
    const filling = { labels: {}, value: '1' };
    expect(filledAnnotations(dog, settings, filling).dashboard_url).toBe(url);
  });
});

describe.runIf(needPromtool())('promtool fills them in alike', () => {
  const job = { job: 'appsmith', instance: 'here:1', plugin: 'Postgres' };
  const cases = VALUES.map(([unit, value, text]) => ({
    alert: about(unit),
    value,
    text,
    labels: job,
  }));
  const gone = about('none', {
    when: [exists(promql`absent(${metric}{job="appsmith"})`)],
    summary: '{instance} is gone',
    description: 'It has been for {for}.',
  });

  it('for every unit, and where there is no instance', async () => {
    const output = await promtool([
      ...cases.map((one) => ({ ...one, expr: 'appsmith_pool' })),
      {
        alert: gone,
        value: undefined,
        text: '1',
        labels: { job: 'appsmith' },
        expr: 'absent(appsmith_pool{job="appsmith"})',
      },
    ]);
    expect(output).toContain('SUCCESS');
  });

  it('and tells when they differ', async () => {
    const [first] = cases;
    const output = await promtool([{ ...first!, text: 'something else', expr: 'appsmith_pool' }]);
    expect(output).toContain('FAILED');
  });
});

interface Case {
  readonly alert: Alert;
  readonly value: number | undefined;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly expr: string;
}

async function promtool(cases: readonly Case[]): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'template-'));
  try {
    const files = cases.map((one, i) => write(dir, one, i));
    const { output } = await pipeInto('promtool', ['test', 'rules', ...files], '');
    return output.includes('FAILED') ? `FAILED ${output}` : output;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** JSON is YAML. */
function write(dir: string, { alert: one, value, text, labels, expr }: Case, i: number): string {
  const rules = join(dir, `rules-${i}.json`);
  const annotations = annotationsOf(one, settings);
  const groups = [{ name: 'g', rules: [{ alert: one.name, expr, annotations }] }];
  writeFileSync(rules, JSON.stringify({ groups }));
  const written = Object.entries(labels).map(([name, what]) => `${name}=${JSON.stringify(what)}`);
  const series = { series: `appsmith_pool{${written}}`, values: `${value}x5` };
  const expected = {
    exp_labels: labels,
    exp_annotations: filledAnnotations(one, settings, { labels, value: text }),
  };
  const test = {
    interval: '1m',
    input_series: value === undefined ? [] : [series],
    alert_rule_test: [{ eval_time: '2m', alertname: one.name, exp_alerts: [expected] }],
  };
  const file = join(dir, `test-${i}.json`);
  writeFileSync(
    file,
    JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests: [test] }),
  );
  return file;
}
