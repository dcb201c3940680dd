// Evaluates rules over a span that is already past, which Prometheus itself does for recording rules at most.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Group, Rule } from '../../../src/bundle/rules/groups.ts';
import { askRange, type Range, type Span } from './ask.ts';
import { remoteWrite, type Sample, STALE, type WrittenSeries } from './remote-write.ts';

/** The rule groups of every generated file in a folder; none where the folder is missing. */
export function rulesIn(folder: string): Rule[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  const groups = files.sort().flatMap((name) => {
    const content = parse(readFileSync(join(folder, name), 'utf8')) as { groups?: Group[] };
    return content.groups ?? [];
  });
  return groups.flatMap(({ rules }) => rules);
}

/**
 * Writes what recording rules record and the ALERTS and ALERTS_FOR_STATE of alerting rules, as if they had been evaluated at every step.
 * Recording rules come in rounds, so that one may read what another records.
 */
export async function evaluateRules(url: string, rules: readonly Rule[], span: Span) {
  const recording = rules.filter(({ record }) => record !== undefined);
  for (const rule of inOrder(recording)) {
    await write(url, await recorded(url, rule, span));
  }
  for (const rule of rules.filter(({ alert }) => alert !== undefined)) {
    await write(url, await alerts(url, rule, span));
  }
}

/** Those that read another's result come after it. */
function inOrder(rules: readonly Rule[]): Rule[] {
  const rest = new Set(rules);
  const sorted: Rule[] = [];
  while (rest.size > 0) {
    const ready = [...rest].filter(
      (rule) => ![...rest].some((other) => other !== rule && reads(rule, other)),
    );
    if (ready.length === 0) throw new Error('recording rules read each other in a circle');
    for (const rule of ready) rest.delete(rule);
    sorted.push(...ready);
  }
  return sorted;
}

const reads = (rule: Rule, other: Rule): boolean =>
  new RegExp(`(?<![\\w:])${other.record}(?![\\w:])`).test(rule.expr);

async function recorded(url: string, rule: Rule, span: Span): Promise<WrittenSeries[]> {
  const ranges = await askRange(url, rule.expr, span);
  return ranges.map(({ metric, values }) => ({
    labels: { ...metric, ...rule.labels, __name__: rule.record! },
    samples: withEnds(
      values.map(([at, value]) => ({ at: at * 1000, value: Number(value) })),
      span,
    ),
  }));
}

async function alerts(url: string, rule: Rule, span: Span): Promise<WrittenSeries[]> {
  const ranges = await askRange(url, rule.expr, span);
  return ranges.flatMap((range) => {
    const { __name__: _dropped, ...own } = range.metric;
    const labels = { ...own, ...rule.labels, alertname: rule.alert!, __name__: 'ALERTS' };
    const { pending, firing, since } = states(range, seconds(rule.for ?? '0s'), span.step);
    return [
      { labels: { ...labels, alertstate: 'pending' }, samples: withEnds(pending, span) },
      { labels: { ...labels, alertstate: 'firing' }, samples: withEnds(firing, span) },
      { labels: { ...labels, __name__: 'ALERTS_FOR_STATE' }, samples: withEnds(since, span) },
    ].filter(({ samples }) => samples.length > 0);
  });
}

/** Pending until it has held for `held` seconds without a gap, then firing; and, all the while, since when. */
function states({ values }: Range, held: number, step: number) {
  const pending: Sample[] = [];
  const firing: Sample[] = [];
  const since: Sample[] = [];
  let began = Number.NaN;
  let before = Number.NaN;
  for (const [at] of values) {
    if (!(at - before <= step * 1.01)) began = at;
    before = at;
    (at - began >= held ? firing : pending).push({ at: at * 1000, value: 1 });
    since.push({ at: at * 1000, value: began });
  }
  return { pending, firing, since };
}

/** A stale mark after every run, so that it does not linger for five minutes. */
function withEnds(samples: readonly Sample[], { step, end }: Span): Sample[] {
  return samples.flatMap((sample, i) => {
    const next = sample.at + step * 1000;
    if (samples[i + 1]?.at === next || next > end * 1000) return [sample];
    return [sample, { at: next, value: STALE }];
  });
}

async function write(url: string, series: readonly WrittenSeries[]): Promise<void> {
  if (series.length > 0) await remoteWrite(url, series);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const seconds = (duration: string): number =>
  Number(duration.slice(0, -1)) * (SECONDS[duration.slice(-1)] ?? Number.NaN);
