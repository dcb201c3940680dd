// The generated configuration through the real amtool, and inhibition on a real Alertmanager.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { alertmanagerExamples, alertmanagerFile } from '../../../src/bundle/alertmanager/files.ts';
import { RECEIVER_KINDS, RECEIVERS } from '../../../src/bundle/alertmanager/receivers.ts';
import type { GeneratedFile } from '../../../src/bundle/file.ts';
import { observed } from '../../../src/bundle/observed.ts';
import { loadSettings } from '../../../src/bundle/settings/load.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import {
  type Alertmanager,
  amtool,
  needAlertmanager,
  needAmtool,
  startAlertmanager,
} from '../../peers/alertmanager.ts';
import { stores } from '../stores.ts';

const settings = defaultSettings(observed);
const own = alertmanagerFile(observed, settings);
const alerts = observed.flatMap((one) => one.alerts);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'alertmanager-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function check({ path, content }: GeneratedFile) {
  const file = join(dir, path.replaceAll('/', '-'));
  writeFileSync(file, content);
  return { file, ...(await amtool('check-config', file)) };
}

describe.runIf(needAmtool())('amtool', () => {
  it('takes the default configuration', async () => {
    const { output, code } = await check(own);
    expect(code, output).toBe(0);
  });

  const old = RECEIVER_KINDS.filter((kind) => RECEIVERS[kind].since === undefined);
  it.each(old)('takes the example of %s', async (kind) => {
    const example = alertmanagerExamples(observed, settings).find(({ path }) =>
      path.includes(kind),
    );
    const { output, code } = await check(example!);
    expect(code, output).toBe(0);
  });

  it('takes mute times, labels and receivers of a settings file', async () => {
    const text = [
      'version: 1',
      'receivers:',
      '  - {kind: slack, api_url_file: /run/slack, severities: [critical]}',
      '  - {kind: webhook, url: "http://sink:1/a", severities: [watchdog, info]}',
      'mute_times:',
      '  - {name: night, times: ["22:00-24:00", "00:00-06:00"], severities: [warning]}',
      '  - {name: sunday, weekdays: [sunday], location: Europe/Berlin}',
    ].join('\n');
    const chosen = loadSettings('observability.yml', text, observed).settings;
    const { output, code } = await check({ ...alertmanagerFile(observed, chosen), path: 'muted' });
    expect(code, output).toBe(0);
    expect(output).toMatch(/2 inhibit|inhibit rules/);
  });

  it('routes every alert to the receiver of its severity', async () => {
    const { file } = await check(own);
    const routed = await Promise.all(
      alerts.map(async (alert) => {
        const severity = settings.severityOf(alert);
        const labels = [
          `alertname=${alert.name}`,
          `severity=${severity}`,
          `component=${alert.component}`,
        ];
        const { stdout } = await amtool(
          'config',
          'routes',
          'test',
          `--config.file=${file}`,
          ...labels,
          'job=appsmith',
          'instance=a',
        );
        return [alert.name, severity, stdout.trim()];
      }),
    );
    expect(routed).toEqual(
      routed.map(([name, severity]) => [
        name,
        severity,
        severity === 'none' ? 'watchdog' : severity,
      ]),
    );
  }, 30_000);

  it('sends what is not of this bundle to the default receiver', async () => {
    const { file } = await check(own);
    const { stdout } = await amtool(
      'config',
      'routes',
      'test',
      `--config.file=${file}`,
      'alertname=Other',
    );
    expect(stdout.trim()).toBe('default');
  });
});

describe.runIf(needAlertmanager())('a real Alertmanager', () => {
  let alertmanager: Alertmanager;
  beforeAll(async () => {
    alertmanager = await startAlertmanager(alertmanagerFile(stores.all, settings).content);
  });
  afterAll(() => alertmanager?.stop());

  /** Posts alerts of one job; gives each one's state by name and instance. */
  async function states(
    job: string,
    ...posted: readonly (readonly [name: string, instance: string])[]
  ) {
    const all = stores.all.flatMap((one) => one.alerts);
    await alertmanager.post(
      posted.map(([name, instance]) => {
        const { component, severity } = all.find((alert) => alert.name === name)!;
        return {
          labels: { alertname: name, component, severity, job, ...(instance && { instance }) },
        };
      }),
    );
    const seen = (await alertmanager.alerts()).filter(({ labels }) => labels.job === job);
    return Object.fromEntries(
      seen.map(({ labels, status }) => [
        `${labels.alertname} ${labels.instance ?? ''}`.trim(),
        status.state,
      ]),
    );
  }

  it('silences what depends on a store that is down, at that instance only', async () => {
    const seen = await states(
      'one',
      ['MongoDown', 'a'],
      ['HttpSlow', 'a'],
      ['HttpSlow', 'b'],
      ['MongoConnectionsHigh', 'a'],
    );
    expect(seen).toEqual({
      'MongoDown a': 'active',
      'HttpSlow a': 'suppressed',
      'HttpSlow b': 'active',
      'MongoConnectionsHigh a': 'suppressed',
    });
  });

  it('lets AppsmithDown speak for the stores below it, and for an exporter that has no instance', async () => {
    const seen = await states(
      'two',
      ['AppsmithDown', 'a'],
      ['MongoDown', 'a'],
      ['HttpSlow', 'a'],
      ['ExporterAbsent', ''],
    );
    expect(seen).toEqual({
      'AppsmithDown a': 'active',
      'MongoDown a': 'suppressed',
      'HttpSlow a': 'suppressed',
      ExporterAbsent: 'suppressed',
    });
  });

  it('lets an AppsmithDown of a whole job speak for all of its instances', async () => {
    const seen = await states(
      'three',
      ['AppsmithDown', ''],
      ['MongoDown', 'a'],
      ['HttpSlow', 'b'],
      ['ExporterAbsent', ''],
    );
    expect(seen).toEqual({
      AppsmithDown: 'active',
      'MongoDown a': 'suppressed',
      'HttpSlow b': 'suppressed',
      ExporterAbsent: 'suppressed',
    });
  });

  it('never silences the Watchdog, nor one job by another', async () => {
    const seen = await states('four', ['Watchdog', ''], ['HttpSlow', 'a'], ['ExporterAbsent', '']);
    expect(seen).toEqual({ Watchdog: 'active', 'HttpSlow a': 'active', ExporterAbsent: 'active' });
  });
});

describe.runIf(needAlertmanager())('the bundle’s own configuration', () => {
  it('lets MongoDown speak for the backend, and AppsmithDown for the exporter, of one instance', async () => {
    const alertmanager = await startAlertmanager(own.content);
    onTestFinished(() => alertmanager.stop());
    const labels = (alertname: string, component: string, severity: string, instance: string) => ({
      labels: { alertname, component, severity, instance, job: 'appsmith' },
    });
    await alertmanager.post([
      labels('MongoDown', 'mongodb', 'critical', 'a'),
      labels('Http5xxRatio', 'backend', 'warning', 'a'),
      labels('Http5xxRatio', 'backend', 'warning', 'b'),
      labels('AppsmithDown', 'appsmith', 'critical', 'c'),
      labels('ExporterAbsent', 'exporter', 'warning', 'c'),
      labels('ExporterAbsent', 'exporter', 'warning', 'd'),
    ]);
    const seen = await alertmanager.alerts();
    const states = seen.map(({ labels: { alertname, instance }, status, receivers }) =>
      [alertname, instance, status.state, receivers[0]?.name].join(' '),
    );
    expect(states.sort()).toEqual([
      'AppsmithDown c active critical',
      'ExporterAbsent c suppressed warning',
      'ExporterAbsent d active warning',
      'Http5xxRatio a suppressed warning',
      'Http5xxRatio b active warning',
      'MongoDown a active critical',
    ]);
  });
});
