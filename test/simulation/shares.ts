// Rule groups dealt out to several engines, so that no group is parted from those whose records it reads.
import type { Group } from '../../src/bundle/rules/groups.ts';
import { selectorsOf } from '../../src/promql/index.ts';

/** Names of all samples and records that the groups read. */
export function namesReadBy(groups: readonly Group[]): ReadonlySet<string> {
  const exprs = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  return new Set(exprs.flatMap((expr) => selectorsOf(expr).map(({ name }) => name)));
}

/** At most `count` shares of about the same work; within each the groups keep their order. */
export function shares(groups: readonly Group[], count: number): Group[][] {
  const clusters = clustersOf(groups).sort((a, b) => work(b) - work(a));
  const dealt: Group[][] = Array.from({ length: count }, () => []);
  for (const cluster of clusters) {
    const least = dealt.reduce((a, b) => (work(b) < work(a) ? b : a));
    least.push(...cluster);
  }
  return dealt
    .filter((share) => share.length > 0)
    .map((share) => groups.filter((group) => share.includes(group)));
}

/** Groups that hang together. */
function clustersOf(groups: readonly Group[]): Group[][] {
  const clusters: Group[][] = [];
  for (const group of groups) {
    const near = clusters.filter((cluster) => cluster.some((one) => related(one, group)));
    for (const cluster of near) clusters.splice(clusters.indexOf(cluster), 1);
    clusters.push([...near.flat(), group]);
  }
  return clusters;
}

function related(a: Group, b: Group): boolean {
  return reads(a, b) || reads(b, a);
}

function reads(reader: Group, writer: Group): boolean {
  const names = namesReadBy([reader]);
  return writer.rules.some(({ record }) => record !== undefined && names.has(record));
}

/** Aggregations over many series cost most, and those are what is recorded. */
function work(groups: readonly Group[]): number {
  const rules = groups.flatMap((group) => group.rules);
  return rules.reduce((sum, { record }) => sum + (record === undefined ? 1 : 2), 0);
}
