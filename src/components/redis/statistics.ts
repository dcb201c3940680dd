// INFO's statistics per command and per error code, bounded.
import type { SampleSet } from '../../metrics/index.ts';
import { type Info, numberOf, parsePairs } from './info.ts';
import { statisticMetrics as m } from './metrics/detail.ts';
import type { StoreLabels } from './samples.ts';

/** Redis knows some 400 commands and subcommands; an application uses a few dozen. */
export const MAX_COMMANDS = 128;
/** Scripts may raise errors with codes of their own; Redis itself has about 30. */
export const MAX_ERRORS = 64;

interface Command {
  readonly cmd: string;
  readonly calls: number;
  readonly seconds: number | undefined;
  readonly pairs: ReadonlyMap<string, string>;
}

/**
 * Adds the {@link MAX_COMMANDS} most used commands and the {@link MAX_ERRORS} most frequent errors.
 * The rest is left out rather than added up: a sum over a changing set of commands could fall.
 */
export function addStatistics(samples: SampleSet, info: Info, store: StoreLabels): void {
  const percentiles = percentilesOf(info);
  for (const { cmd, calls, seconds, pairs } of commandsOf(info)) {
    const labels = { ...store, cmd };
    samples.set(m.calls, calls, labels);
    samples.set(m.callSeconds, seconds, labels);
    samples.set(m.rejectedCalls, numberOf(pairs.get('rejected_calls')), labels);
    samples.set(m.failedCalls, numberOf(pairs.get('failed_calls')), labels);
    const quantiles = percentiles.get(cmd);
    if (quantiles) {
      samples.distribution(m.latency, { quantiles, count: calls, sum: seconds ?? 0 }, labels);
    }
  }
  for (const [err, count] of errorsOf(info)) samples.set(m.errors, count, { ...store, err });
}

function commandsOf(info: Info): Command[] {
  const commands: Command[] = [];
  for (const [field, value] of info.sections.get('commandstats') ?? []) {
    if (!field.startsWith('cmdstat_')) continue;
    const pairs = parsePairs(value);
    const calls = numberOf(pairs.get('calls'));
    if (calls === undefined) continue;
    const usec = numberOf(pairs.get('usec'));
    const seconds = usec === undefined ? undefined : usec / 1e6;
    commands.push({ cmd: field.slice('cmdstat_'.length), calls, seconds, pairs });
  }
  return mostFirst(commands, (command) => command.calls).slice(0, MAX_COMMANDS);
}

/** `latency_percentiles_usec_get:p50=1.003,p99=2.007` as quantiles in seconds, by command. */
function percentilesOf(info: Info): Map<string, Map<number, number>> {
  const prefix = 'latency_percentiles_usec_';
  const result = new Map<string, Map<number, number>>();
  for (const [field, value] of info.sections.get('latencystats') ?? []) {
    if (!field.startsWith(prefix)) continue;
    const quantiles = new Map<number, number>();
    for (const [name, text] of parsePairs(value)) {
      const percentile = numberOf(name.slice(1));
      const usec = numberOf(text);
      if (percentile === undefined || usec === undefined) continue;
      // 99.9 / 100 is 0.9990000000000001 in binary.
      quantiles.set(
        Number((percentile / 100).toPrecision(10)),
        Number((usec / 1e6).toPrecision(12)),
      );
    }
    result.set(field.slice(prefix.length), quantiles);
  }
  return result;
}

function errorsOf(info: Info): (readonly [err: string, count: number])[] {
  const errors: [string, number][] = [];
  for (const [field, value] of info.sections.get('errorstats') ?? []) {
    const count = numberOf(parsePairs(value).get('count'));
    const err = /^errorstat_([A-Za-z0-9_-]{1,40})$/.exec(field)?.[1];
    if (err !== undefined && count !== undefined) errors.push([err, count]);
  }
  return mostFirst(errors, ([, count]) => count).slice(0, MAX_ERRORS);
}

/** The largest first, and in the server's order where equal, so that the choice does not flap. */
function mostFirst<T>(items: readonly T[], size: (item: T) => number): T[] {
  return [...items].sort((a, b) => size(b) - size(a));
}
