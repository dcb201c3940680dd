// How much of the budget for foreign series is used, and what has been refused.
import type { Outcome } from '../../scrape/collection.ts';
import { seriesCount } from '../../scrape/words.ts';
import type { Finding } from '../finding.ts';
import type { Facts } from '../target.ts';

/** Share of the budget from which on it is near its end. */
const NEAR = 0.8;
const KEY = 'series_budget';

export function budget({ config, result }: Facts): Finding[] {
  return result.outcomes.flatMap((outcome) => {
    const { name, settings } = outcome.component;
    if (!settings.some(({ key }) => key === KEY)) return refusedLines(outcome);
    const limit = config.settings(name).number(KEY)?.value;
    return [...(limit ? nearEnd(outcome, limit) : []), ...refusedLines(outcome)];
  });
}

function nearEnd(outcome: Outcome, limit: number): Finding[] {
  const { component, dropped } = outcome;
  const used = foreignSeries(outcome);
  const lost = dropped.get('budget') ?? 0;
  if (lost === 0 && used < limit * NEAR) return [];
  const title = component.title;
  return [
    {
      level: 'warning',
      code: lost > 0 ? 'series-budget-exceeded' : 'series-budget-near',
      component: component.name,
      text:
        lost > 0
          ? `${title} gives more than the ${seriesCount(limit)} that are taken over: ${lost} are dropped`
          : `${title} gives ${seriesCount(used)}, near the ${limit} that are taken over at most`,
      remedy: {
        text: 'find the label that grows (docs/metrics.md), or raise the budget in the configuration file',
        lines: [`${component.name}:`, `  ${KEY}: ${limit * 2}`],
      },
    },
  ];
}

/** Series that came from upstream: all but those of the component's own metrics. */
function foreignSeries({ component, families }: Outcome): number {
  const own = new Set(
    Object.values(component.metrics)
      .filter(({ foreign }) => !foreign)
      .map(({ name }) => name),
  );
  return families.filter(({ name }) => !own.has(name)).reduce((sum, { series }) => sum + series, 0);
}

function refusedLines({ component, dropped }: Outcome): Finding[] {
  const reasons = [...dropped].filter(([reason, n]) => reason !== 'budget' && n > 0);
  if (reasons.length === 0) return [];
  const text = reasons.map(([reason, n]) => `${n} for ${reason.replaceAll('_', ' ')}`).join(', ');
  return [
    {
      level: 'warning',
      code: 'series-dropped',
      component: component.name,
      text: `of what ${component.title} sent, series or lines were refused: ${text}`,
    },
  ];
}
