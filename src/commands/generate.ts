// `generate`: writes every generated file of the project from the definitions; --check only compares.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { alertmanagerExamples } from '../bundle/alertmanager/files.ts';
import { type Chapter, metricsPage } from '../bundle/docs/metrics.ts';
import type { GeneratedFile } from '../bundle/file.ts';
import { bundleFiles, bundleProofs } from '../bundle/index.ts';
import { observed } from '../bundle/observed.ts';
import { settingsFiles } from '../bundle/settings/files.ts';
import { loadSettings } from '../bundle/settings/load.ts';
import { defaultSettings } from '../bundle/settings/settings.ts';
import { components } from '../components/index.ts';
import { whyUnreadable } from '../config/files.ts';
import { describeProblem, jsonSchema, optionsPage } from '../config/index.ts';
import { selfMetrics } from '../scrape/self.ts';
import { serverMetrics } from '../server/metrics.ts';
import { type Context, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { staleFiles } from './stale.ts';

export function help(): string {
  return [
    'Usage: appsmith-exporter generate [--config FILE] [--check] [--output DIR]',
    '',
    'Writes the bundle from the definitions: alerts, Alertmanager’s configuration, dashboards, runbooks, and the',
    'reference pages and JSON Schemas. With --config, the bundle alone, by the settings of FILE.',
    '',
    '  --config FILE  observability.yml: thresholds, switches, receivers …; see observability.example.yml',
    '  --check        write nothing; exit 1 and name the files that differ from the definitions',
    '  --output DIR   folder to write into or to compare with (default: the current one)',
  ].join('\n');
}

/** Every generated file; the same bytes at every call. */
export function generatedFiles(): GeneratedFile[] {
  const chapters: Chapter[] = components.map(({ name, title, metrics }) => ({
    title,
    intro: `Component \`${name}\`.`,
    metrics,
  }));
  chapters.push(
    {
      title: 'Each scrape',
      intro: 'What every scrape says about its components.',
      metrics: selfMetrics,
    },
    {
      title: 'The exporter',
      intro: 'Its own process and server, on plain `/metrics` only.',
      metrics: serverMetrics,
    },
  );
  const settings = defaultSettings(observed);
  const schema = `${JSON.stringify(jsonSchema(components), null, 2)}\n`;
  return [
    metricsPage(chapters),
    { path: 'docs/options.md', content: optionsPage(components) },
    { path: 'schema/appsmith-exporter.schema.json', content: schema },
    ...settingsFiles(observed),
    ...bundleFiles(observed, settings),
    ...bundleProofs(observed),
    ...alertmanagerExamples(observed, settings),
  ];
}

/** The bundle by a user's settings, without the proofs: they hold for the thresholds as shipped. */
async function chosenFiles(config: string, stderr: NodeJS.WritableStream) {
  const text = await readFile(config, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--config ${config}: ${whyUnreadable(error, config)}`);
  });
  const { settings, notes } = loadSettings(config, text, observed);
  for (const note of notes) stderr.write(`${describeProblem(note)}\n`);
  return bundleFiles(observed, settings);
}

export async function run({ argv, stdout, stderr }: Context): Promise<number> {
  const { check, output, config } = readFlags(argv);
  const files = config === undefined ? generatedFiles() : await chosenFiles(config, stderr);
  const old: string[] = [];
  for (const { path, content } of files) {
    const file = join(output, path);
    if ((await readFile(file, 'utf8').catch(() => '')) === content) continue;
    old.push(path);
    if (check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const stale = await staleFiles(output, files);
  if (!check) await Promise.all(stale.map((path) => rm(join(output, path))));
  const tell = (paths: readonly string[], differs: string, done: string) => {
    const what = check ? `${differs}; run \`npm run generate\`` : done;
    for (const path of paths) (check ? stderr : stdout).write(`${path} ${what}\n`);
  };
  tell(old, 'differs from the definitions', 'written');
  tell(stale, 'is about nothing that there is any more', 'removed');
  return check && old.length + stale.length > 0 ? EXIT.NOT_UP : EXIT.OK;
}

interface Flags {
  check: boolean;
  output: string;
  config?: string;
}

function readFlags(argv: readonly string[]): Flags {
  const flags: Flags = { check: false, output: '.' };
  for (let i = 0; i < argv.length; i++) {
    const [, name, inline] = /^--(output|config)(?:=(.*))?$/.exec(argv[i] ?? '') ?? [];
    const value = inline ?? (name === undefined ? undefined : argv[++i]);
    if (argv[i] === '--check') flags.check = true;
    else if (name === undefined) unusable(argv[i]);
    else if (!value) throw new UsageError(`generate: --${name} needs a value; see generate --help`);
    else flags[name as 'output' | 'config'] = value;
  }
  return flags;
}

function unusable(flag = ''): never {
  throw new UsageError(`generate: "${flag}" cannot be used; see generate --help`);
}
