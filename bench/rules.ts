// How long a real Prometheus that remembers three days takes to evaluate the whole bundle for one Appsmith, and how long `generate` takes.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startAppsmith } from '../src/demo/appsmith.ts';
import { until } from '../test/peers/process.ts';
import {
  type Prometheus,
  type PrometheusOptions,
  startPrometheus,
} from '../test/peers/prometheus.ts';
import { build, startServe } from '../test/support/built.ts';
import { remoteWrite } from '../test/support/history/remote-write.ts';
import { committedRules, loadRules, type RuleFiles } from '../test/support/live.ts';
import { median, type Row } from './measure.ts';

const GENERATE_RUNS = 5;
/** As far back as the burn rates look, at the shipped interval. */
const HOUR_MS = 3_600_000;
const PAST_MS = 72 * HOUR_MS;
const INTERVAL_MS = 15_000;
/** A minute of scrapes, then so many evaluations. */
const WARM_UP_MS = 60_000;
const EVALUATIONS = 15;

const CONFIG: PrometheusOptions = {
  scrapeConfigs: [
    {
      job_name: 'appsmith',
      file_sd_configs: [{ files: ['target.json'], refresh_interval: '1s' }],
    },
  ],
  config: {
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    rule_files: ['rules/*.yml'],
  },
  args: ['--web.enable-remote-write-receiver'],
};

/** The row `rules_evaluation`: all groups' last durations added up, the median of some evaluations. */
export async function rulesRows(): Promise<Row[]> {
  const built = await build();
  const appsmith = await startAppsmith();
  const serving = await startServe(built, appsmith.env);
  const prometheus = await startPrometheus(CONFIG);
  try {
    const { host } = new URL(serving.url);
    const rules = committedRules();
    await writePast(prometheus.url, host, rules);
    writeFileSync(join(prometheus.dir, 'target.json'), JSON.stringify([{ targets: [host] }]));
    await until(async () => (await prometheus.targets()).length > 0, 'no target');
    await prometheus.scraped();
    loadRules(prometheus, rules);
    await delay(WARM_UP_MS);
    return await evaluated(prometheus);
  } finally {
    await prometheus.stop();
    await serving.stop();
    await appsmith.stop();
    built.remove();
  }
}

async function evaluated(prometheus: Prometheus): Promise<Row[]> {
  const ms: number[] = [];
  for (let i = 0; i < EVALUATIONS; i++) {
    await delay(1000);
    ms.push(1000 * (await prometheus.own('prometheus_rule_group_last_duration_seconds')));
  }
  const rules = await prometheus.own('prometheus_rule_group_rules');
  return [
    { name: 'rules_evaluation', value: median(ms), unit: 'ms an interval' },
    { name: 'rules', value: rules, unit: 'rules' },
  ];
}

/** Three days of what the rules look at over hours and days: an evaluation reads all of these samples. */
async function writePast(url: string, instance: string, rules: RuleFiles): Promise<void> {
  const text = [...rules.values()].join('\n');
  const long = text.matchAll(/([a-z][\w:]*)\{[^{}]*\}\[\d+[hd]/g);
  const names = [...new Set([...long].map(([, name]) => name!))];
  const end = Date.now() - 60_000;
  // All series hour by hour: a database takes only what is later than what it has.
  for (let from = end - PAST_MS; from < end; from += HOUR_MS) {
    const samples = Array.from({ length: HOUR_MS / INTERVAL_MS }, (_, i) => ({
      at: from + i * INTERVAL_MS,
      value: 1 - (i % 7) / 100,
    }));
    const series = names.map((name) => ({
      labels: { __name__: name, instance, job: 'appsmith' },
      samples,
    }));
    await remoteWrite(url, series);
  }
}

/** The row `generate`: from process start to the last file, into an empty folder. `dist/` must be built. */
export async function generateRows(): Promise<Row[]> {
  const seconds: number[] = [];
  for (let i = 0; i < GENERATE_RUNS; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'generate-'));
    const started = performance.now();
    const args = ['dist/main.js', 'generate', '--output', folder];
    await promisify(execFile)(process.execPath, args);
    seconds.push((performance.now() - started) / 1000);
    rmSync(folder, { recursive: true });
  }
  return [{ name: 'generate', value: median(seconds), unit: 's' }];
}
