// The embedded Appsmith, the built exporter beside it and a real Prometheus with rule files, in real time.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedAppsmith, startAppsmith } from '../../src/demo/appsmith.ts';
import type { Peer } from '../peers/process.ts';
import { type Prometheus, startPrometheus } from '../peers/prometheus.ts';
import { type Built, type Serving, startServe } from './built.ts';

/** The folder of the committed rules. */
export const ALERTS = fileURLToPath(new URL('../../alerts/', import.meta.url));

/** Texts by file name. */
export type RuleFiles = ReadonlyMap<string, string>;

export const committedRules = (): RuleFiles =>
  new Map(
    readdirSync(ALERTS)
      .filter((name) => /^appsmith-.*\.yml$/.test(name))
      .map((name) => [name, readFileSync(ALERTS + name, 'utf8')]),
  );

export interface Live {
  readonly appsmith: EmbeddedAppsmith;
  readonly serving: Serving;
  readonly prometheus: Prometheus;
  stop(): Promise<void>;
}

export interface LiveOptions {
  readonly rules: RuleFiles;
  /** Already running: a Prometheus tells an alert that it could not deliver a minute later. */
  readonly alertmanager?: Peer;
}

/** Job `appsmith`; rules are evaluated each second, from the first scrape on. Stop it even if a test failed. */
export async function startLive(built: Built, { rules, alertmanager }: LiveOptions): Promise<Live> {
  const started: { stop(): Promise<unknown> }[] = [];
  const keep = <T extends { stop(): Promise<unknown> }>(one: T): T => {
    started.unshift(one);
    return one;
  };
  const stop = async () => {
    for (const one of started) await one.stop();
  };
  try {
    // People work in it whenever the tests run.
    const appsmith = keep(await startAppsmith({ knobs: { leastUsers: 40 } }));
    const serving = keep(await startServe(built, appsmith.env));
    const prometheus = keep(
      await startPrometheus({
        scrapeConfigs: [
          { job_name: 'appsmith', static_configs: [{ targets: [new URL(serving.url).host] }] },
        ],
        config: {
          // A scrape may take as long as its interval; a busy machine needs more than a second for it.
          global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
          rule_files: ['rules/*.yml'],
          ...(alertmanager && { alerting: alerting(alertmanager) }),
        },
        // What lasts is told again each second, not each minute.
        args: ['--rules.alert.resend-delay=1s'],
      }),
    );
    await prometheus.scraped();
    loadRules(prometheus, rules);
    return { appsmith, serving, prometheus, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** After the first scrape: before it everything is absent. The configuration names `rules/*.yml`. */
export function loadRules({ dir, signal }: Prometheus, rules: RuleFiles): void {
  mkdirSync(join(dir, 'rules'));
  for (const [name, text] of rules) writeFileSync(join(dir, 'rules', name), text);
  signal('SIGHUP');
}

const alerting = ({ port }: Peer) => ({
  alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
});
