// `generate`: writes every generated file of the project from the definitions; --check only compares.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Chapter, metricsPage } from '../bundle/docs/metrics.ts';
import type { GeneratedFile } from '../bundle/file.ts';
import { bundleFiles } from '../bundle/index.ts';
import { observed } from '../bundle/observed.ts';
import { defaultSettings } from '../bundle/settings/settings.ts';
import { components } from '../components/index.ts';
import { jsonSchema, optionsPage } from '../config/index.ts';
import { selfMetrics } from '../scrape/self.ts';
import { serverMetrics } from '../server/metrics.ts';
import { type Context, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';

export function help(): string {
  return [
    'Usage: appsmith-exporter generate [--check] [--output DIR]',
    '',
    'Writes docs/metrics.md, docs/options.md and the configuration file’s JSON Schema from the definitions.',
    '',
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
  const schema = `${JSON.stringify(jsonSchema(components), null, 2)}\n`;
  return [
    metricsPage(chapters),
    { path: 'docs/options.md', content: optionsPage(components) },
    { path: 'schema/appsmith-exporter.schema.json', content: schema },
    ...bundleFiles(observed, defaultSettings(observed)),
  ];
}

export async function run({ argv, stdout, stderr }: Context): Promise<number> {
  const { check, output } = readFlags(argv);
  const drifted: string[] = [];
  for (const { path, content } of generatedFiles()) {
    const file = join(output, path);
    if ((await readFile(file, 'utf8').catch(() => '')) === content) continue;
    drifted.push(path);
    if (check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const what = check ? 'differs from the definitions; run `npm run generate`' : 'written';
  for (const path of drifted) (check ? stderr : stdout).write(`${path} ${what}\n`);
  return check && drifted.length > 0 ? EXIT.NOT_UP : EXIT.OK;
}

function readFlags(argv: readonly string[]): { check: boolean; output: string } {
  let check = false;
  let output = '.';
  for (let i = 0; i < argv.length; i++) {
    const flag = argv[i]!;
    if (flag === '--check') check = true;
    else if (flag.startsWith('--output=')) output = flag.slice('--output='.length);
    else if (flag === '--output' && argv[i + 1] !== undefined) output = argv[++i]!;
    else throw new UsageError(`generate: "${flag}" cannot be used; see generate --help`);
  }
  return { check, output };
}
