// A target of all components, and what its scrapes show: which series each component has, and what is missing.
import 'ioredis';
import 'mongodb';
import { components } from '../../src/components/index.ts';
import { render } from '../../src/exposition/index.ts';
import type { Member, Outcome } from '../../src/scrape/collection.ts';
import { Target } from '../../src/scrape/target.ts';
import { settingsOf } from '../support/component.ts';

export type Plain = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** Every component that has settings here; one that would be absent is a mistake of the test. */
export function targetOfAll(settings: Plain): Target {
  const members = components
    .filter(({ name }) => settings[name])
    .map((component): Member => {
      const target = component.configure(
        settingsOf(component, { ...settings[component.name] }),
        {},
      );
      if ('absent' in target) throw new Error(`${component.name}: ${target.absent}`);
      return { component, configured: { target, collector: target.open() } };
    });
  return new Target('faults', members);
}

/** One scrape: each component's outcome and series, and how long it took. */
export interface Scrape {
  readonly ms: number;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly series: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export async function scrapeAll(target: Target, timeoutMs: number): Promise<Scrape> {
  const started = performance.now();
  const { outcomes } = await target.scrape({ timeoutMs });
  const ms = performance.now() - started;
  return {
    ms,
    outcomes: new Map(outcomes.map((outcome) => [outcome.component.name, outcome])),
    series: new Map(outcomes.map((outcome) => [outcome.component.name, seriesOf(outcome)])),
  };
}

/** Values by series, as they would be rendered. */
export function seriesOf({ families }: Pick<Outcome, 'families'>): Map<string, number> {
  const series = new Map<string, number>();
  const text = Buffer.concat([...render(families, 'text')]).toString();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (space > 0 && !line.startsWith('#'))
      series.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return series;
}

/** Series that were there and are not any more, of one component or of all. */
export function missing(before: Scrape, now: Scrape, name?: string): string[] {
  const names = name === undefined ? [...before.series.keys()] : [name];
  return names.flatMap((each) => {
    const left = now.series.get(each);
    return [...before.series.get(each)!.keys()].filter((key) => !left?.has(key));
  });
}

/** Series of a component that are 0 now but were something else, other than its `…_up`. */
export function invented(before: Scrape, now: Scrape, name: string): string[] {
  const known = before.series.get(name)!;
  return [...now.series.get(name)!]
    .filter(([key, value]) => value === 0 && known.get(key) !== 0)
    .map(([key]) => key)
    .filter((key) => !/^\w+_up(\{|$)/.test(key));
}
