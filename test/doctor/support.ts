// Runs doctor the way the bin does, and examines targets made of components that do as a test says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { composeTarget } from '../../src/commands/compose.ts';
import { run } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { type AppsmithOptions, startAppsmith } from '../../src/demo/appsmith.ts';
import { examineTarget, pageFor, reportAsText, reportOf } from '../../src/doctor/index.ts';
import type { Collector, Component, Setting, Settings } from '../../src/scrape/component.ts';
import { Captured } from '../server/captured.ts';

export async function doctor(
  argv: readonly string[],
  env: Context['env'] = {},
  stdout: Captured = new Captured(),
) {
  const stderr = new Captured();
  const { signal } = new AbortController();
  const stdin = new PassThrough();
  const code = await run({ argv: ['doctor', ...argv], env, stdin, stdout, stderr, signal });
  return { code, out: stdout.text, err: stderr.text };
}

/** Doctor beside an embedded Appsmith; what differs from run to run is replaced. */
export async function beside(
  options: AppsmithOptions,
  argv: readonly string[] = [],
  more: Context['env'] = {},
) {
  const appsmith = await startAppsmith({ patience: 0, time: 'manual', ...options });
  onTestFinished(() => appsmith.stop());
  // Its warm-up took time, which its clock has not seen pass.
  await appsmith.advance((Date.now() - appsmith.model.clock.now) / 1000);
  const result = await doctor(argv, { ...appsmith.env, ...more });
  for (const secret of secretsOf(appsmith.stacksDir)) {
    // Not printed by a failure either.
    if (`${result.out}${result.err}`.includes(secret)) throw new Error('a secret was printed');
  }
  return { ...result, out: steady(result.out), raw: result.out, appsmith };
}

/** What follows PASSWORD= or SALT=, and the password of a URL. */
function secretsOf(stacksDir: string): string[] {
  const text = readFileSync(join(stacksDir, 'configuration/docker.env'), 'utf8');
  const found = text.matchAll(/(?:(?:PASSWORD|SALT)='?|:\/\/\w*:)([\w-]{8,})/g);
  const secrets = [...found].map(([, secret]) => secret!);
  if (secrets.length < 4) throw new Error('docker.env was expected to hold secrets');
  return secrets;
}

/** Ports, folders, moments and durations by names of the same width every time. */
export function steady(text: string): string {
  return text
    .replace(/\/tmp\/appsmith-stacks-\w+/g, '/stacks')
    .replace(/\/tmp\/appsmith-cgroup-\w+/g, '/cgroup')
    .replace(/((?:127\.0\.0\.1|localhost):)\d+/g, '$1PORT')
    .replace(/^((?:up {6}|UNWELL {2}).{13}) *[\d.]+ m?s {2}/gm, '$1   TIME  ')
    .replace(/("(?:\w+_seconds|series)": )[\d.]+/g, '$1"N"')
    .replace(/"at": "[^"]+"/, '"at": "NOW"')
    .replace(/"version": "[^"]+"/, '"version": "VERSION"');
}

export interface Fake extends Partial<Collector> {
  readonly title?: string;
  readonly address?: string;
  readonly settings?: readonly Setting[];
  readonly absent?: string;
  readonly hint?: string;
  readonly metrics?: Component['metrics'];
}

const urlOf = (name: string): Setting => ({
  key: 'url',
  kind: 'url',
  help: 'Where.',
  env: `TEST_${name.toUpperCase()}_URL`,
});

export function fake(name: string, more: Fake = {}): Component {
  const { title = name, address = `http://${name}.example`, settings = [] } = more;
  const url = settings.some(({ key }) => key === 'url') ? [] : [urlOf(name)];
  return {
    name,
    title,
    settings: [...url, ...settings],
    metrics: more.metrics ?? {},
    configure: (given: Settings) => {
      const { absent, hint } = more;
      if (absent !== undefined) return { absent, ...(hint !== undefined && { hint }) };
      const origin = given.url('url')?.origin ?? { kind: 'default', where: 'default' };
      return {
        address,
        origin,
        open: () => ({
          collect: more.collect ?? (async ({ answered }) => answered()),
          close: more.close ?? (async () => {}),
          ...(more.examine && { examine: more.examine }),
        }),
      };
    },
  };
}

export interface ExamineOptions {
  readonly env?: Record<string, string>;
  readonly argv?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly scrapeMs?: number;
  readonly examineMs?: number;
}

/** Examines the default target with these components; without `files` there is no docker.env. */
export async function examine(components: readonly Component[], options: ExamineOptions = {}) {
  const { env = {}, argv = [], files = {}, scrapeMs = 2000, examineMs = 500 } = options;
  const readFile = (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return text;
  };
  const config = await loadConfig({ argv, env, components, readFile });
  const [first] = config.targets;
  const target = composeTarget(first!, components);
  const limits = { scrapeMs, examineMs, signal: new AbortController().signal };
  const examined = await examineTarget(target, first!, limits);
  await target.close();
  const report = reportOf({ at: 0, version: '1.2.3' }, [examined], config.notes);
  const text = reportAsText(report, pageFor(80, false));
  const codes = examined.findings.map(({ level, code }) => `${level} ${code}`);
  return { report, text, codes, findings: examined.findings };
}

export const STACKS = '/appsmith-stacks/configuration/docker.env';
