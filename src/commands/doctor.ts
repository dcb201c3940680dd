// `doctor`: one scrape told to a person: what is there, what is not, why, and the one thing to do about it.
import { components } from '../components/index.ts';
import {
  type Config,
  ConfigError,
  type FlagDefinition,
  flagHelp,
  loadConfig,
} from '../config/index.ts';
import {
  brokenConfiguration,
  examineTarget,
  pageFor,
  type Report,
  reportAsJson,
  reportAsText,
  reportOf,
  wantsColours,
} from '../doctor/index.ts';
import { type Context, UsageError } from './command.ts';
import { composeTarget } from './compose.ts';
import { EXIT } from './exit-codes.ts';
import { VERSION } from './version.ts';

/** The whole of it ends within ten seconds: a scrape, then the questions after it. */
const SCRAPE_MS = 7_000;
const EXAMINE_MS = 2_000;

const FLAGS: readonly FlagDefinition[] = [
  { name: 'target', value: 'NAME', help: 'Examine this target only; all of them without it.' },
  { name: 'json', help: 'Write the report as JSON; docs/doctor.md has its schema.' },
  { name: 'strict', help: 'Exit with 1 for warnings too.' },
];

export function help(): string {
  return [
    'Usage: appsmith-exporter doctor [flags]',
    '',
    'Asks Appsmith once, as a scrape does, and tells what it found: what answers and how fast, what does not',
    'and why, where each setting comes from, and the one thing to do about what is wrong. Exits with 0 if',
    'nothing is wrong, 1 if something is, 2 if the configuration cannot be used. It takes serve’s',
    'flags, so that it sees what serve sees.',
    '',
    flagHelp(components, FLAGS),
  ].join('\n');
}

export async function run(context: Context): Promise<number> {
  const { argv, env, stdout } = context;
  const given = { at: Date.now(), version: VERSION };
  let config: Config;
  try {
    config = await loadConfig({ argv, env, components, extraFlags: FLAGS });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const report = brokenConfiguration(given, error.problems);
    const flags = { json: argv.includes('--json'), code: EXIT.USAGE };
    stdout.write(written(report, flags, context));
    return EXIT.USAGE;
  }
  refuseServesOwn(config);
  const targets = await examineAll(config, context);
  if (context.signal.aborted) {
    context.stderr.write('appsmith-exporter: doctor was stopped before its end\n');
    return EXIT.NOT_UP;
  }
  const report = reportOf(given, targets, config.notes);
  const on = (name: string) => config.extra.get(name) === 'true';
  const { error, warning } = report.counts;
  const wrong = error > 0 || report.verdict === 'down' || (on('strict') && warning > 0);
  const code = wrong ? EXIT.NOT_UP : EXIT.OK;
  stdout.write(written(report, { json: on('json'), code }, context));
  return code;
}

function refuseServesOwn({ once, check, print }: Config): void {
  if (!once && !check && !print) return;
  const flag = once ? '--once' : check ? '--config.check' : '--print-config';
  throw new UsageError(`${flag} belongs to serve, not to doctor`);
}

/** Every target at the same time: they are different Appsmiths, and one that hangs must not hold up the rest. */
async function examineAll(config: Config, { signal }: Context) {
  const wanted = config.extra.get('target');
  const chosen = config.targets.filter(({ name }) => wanted === undefined || name === wanted);
  if (chosen.length === 0) {
    const names = config.targets.map(({ name }) => name).join(', ');
    throw new UsageError(`unknown target "${wanted}"; there are: ${names}`);
  }
  const scrapeMs = Math.min(config.limits.scrapeTimeoutMs, SCRAPE_MS);
  const limits = { scrapeMs, examineMs: EXAMINE_MS, signal };
  return Promise.all(
    chosen.map(async (one) => {
      const target = composeTarget(one, components);
      try {
        return await examineTarget(target, one, limits);
      } finally {
        await target.close();
      }
    }),
  );
}

function written(
  report: Report,
  { json, code }: { json: boolean; code: number },
  { env, stdout }: Context,
): string {
  if (json) return reportAsJson(report, code);
  const { isTTY = false, columns } = stdout as Partial<NodeJS.WriteStream>;
  return reportAsText(report, pageFor(columns, wantsColours(env, isTTY)));
}
