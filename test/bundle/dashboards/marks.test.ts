// What the marks on the time axes show: upgrades once, restarts at their own moment, alerts of what is gone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../src/bundle/dashboards/annotations.ts';
import { fill } from '../../../src/bundle/dashboards/index.ts';
import { scopedPanel } from '../../../src/bundle/dashboards/targets.ts';
import { needPromtool, pipeInto } from '../../peers/promtool.ts';

const OWN = 'job="appsmith",instance="a"';
const info = (version: string, values: string) => ({
  series: `appsmith_info{${OWN},version="${version}",commit="c-${version}",edition="CE"}`,
  values,
});

interface Case {
  readonly mark: string;
  readonly series: readonly { series: string; values: string }[];
  /** Samples by minute; an empty list where nothing may be marked. */
  readonly seen: Readonly<Record<string, readonly { labels: string; value: number }[]>>;
}

const NEW = [{ labels: '{instance="a", job="appsmith", version="2"}', value: 1 }];
const CASES: Readonly<Record<string, Case>> = {
  'an upgrade, with ten minutes of pulling the image': {
    mark: 'Upgrades',
    series: [info('1', '1x20 _x200'), info('2', '_x30 1x200')],
    seen: { '20m': [], '31m': NEW, '33m': NEW, '40m': [], '60m': [], '80m': [] },
  },
  'the first start': {
    mark: 'Upgrades',
    series: [info('1', '_x10 1x50')],
    seen: { '10m': [], '11m': [], '14m': [], '30m': [] },
  },
  'a restart of the same version': {
    mark: 'Upgrades',
    series: [info('1', '1x10 _x10 1x50')],
    seen: { '5m': [], '21m': [], '30m': [] },
  },
  'the moment at which the backend started': {
    mark: 'Restarts',
    series: [{ series: `process_start_time_seconds{${OWN}}`, values: '100x10 700x10' }],
    seen: {
      '5m': [{ labels: '{instance="a", job="appsmith"}', value: 100_000 }],
      '15m': [{ labels: '{instance="a", job="appsmith"}', value: 700_000 }],
    },
  },
  'critical alerts as one, also of what is gone': {
    mark: 'Critical alerts',
    series: [
      alerting('AppsmithDown', 'critical', 'firing', 'job="appsmith"'),
      alerting('RtsDown', 'critical', 'firing', OWN),
      alerting('MongoDown', 'critical', 'firing', OWN),
    ],
    seen: { '5m': [{ labels: '{job="appsmith"}', value: 1 }] },
  },
  'no critical alert while it waits, and no warning': {
    mark: 'Critical alerts',
    series: [
      alerting('RtsDown', 'critical', 'pending', OWN),
      alerting('CpuHigh', 'warning', 'firing', OWN),
    ],
    seen: { '5m': [] },
  },
  'warnings by name, but no Watchdog and none that only waits': {
    mark: 'Warnings',
    series: [
      alerting('CpuHigh', 'warning', 'firing', OWN),
      alerting('HttpSlow', 'warning', 'pending', OWN),
      alerting('RtsDown', 'critical', 'firing', OWN),
      alerting('Watchdog', 'none', 'firing', 'job="appsmith"'),
    ],
    seen: {
      '5m': [
        {
          labels: `ALERTS{alertname="CpuHigh", alertstate="firing", severity="warning", ${OWN}}`,
          value: 1,
        },
      ],
    },
  },
};

function alerting(name: string, severity: string, state: string, labels: string) {
  const told = `alertname="${name}",severity="${severity}",alertstate="${state}",${labels}`;
  return { series: `ALERTS{${told}}`, values: '1x20' };
}

describe.runIf(needPromtool())('marks', () => {
  it.each(Object.entries(CASES))('%s', async (_name, { mark, series, seen }) => {
    const expr = MARKS.find(({ name }) => name === mark)?.expr.text ?? '';
    const promql_expr_test = Object.entries(seen).map(([eval_time, exp_samples]) => ({
      expr: fill(scopedPanel(expr)),
      eval_time,
      exp_samples,
    }));
    expect(await promtool([{ interval: '1m', input_series: series, promql_expr_test }])).toBe('');
  });
});

/** What promtool complains about; nothing if all holds. */
async function promtool(tests: readonly object[]): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'marks-'));
  try {
    writeFileSync(join(dir, 'tests.yml'), JSON.stringify({ tests }));
    const { output, code } = await pipeInto(
      'promtool',
      ['test', 'rules', join(dir, 'tests.yml')],
      '',
    );
    return code === 0 ? '' : output;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
