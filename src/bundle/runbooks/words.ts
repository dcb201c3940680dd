// An alert's texts for readers of a page, where there is no value and no instance yet.
import { type Alert, type Condition, spoken } from '../../observe/index.ts';
import { conditionsOf } from '../rules/template.ts';
import type { Settings } from '../settings/settings.ts';

/** Thresholds filled in as chosen; what only a firing alert knows in italics: `*instance*`. */
export function plainText(text: string, alert: Alert, settings: Settings): string {
  return text.replace(/\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    if (name === 'for') return settings.forOf(alert);
    const condition = conditionsOf(alert).find(({ setting }) => setting === name);
    const than = condition?.than;
    if (condition === undefined || than === undefined) return `*${name}*`;
    const unit = typeof than === 'number' ? 'none' : than.unit;
    return spoken(settings.chosen(alert)(condition), unit);
  });
}

/** `> 85 %`, with guards behind it: `> 5 s, floor ≥ 20`; empty where nothing of it can be moved. */
export function thresholdText(alert: Alert, settings: Settings): string {
  const chosen = settings.chosen(alert);
  const texts = (conditions: readonly Condition[], named: boolean) =>
    conditions.flatMap((condition) => {
      const { compare, than, setting } = condition;
      if (compare === undefined || typeof than !== 'object') return [];
      const text = `${SIGNS[compare] ?? compare} ${spoken(chosen(condition), than.unit)}`;
      return [named ? `${setting} ${text}` : text];
    });
  const main = [...new Set(texts(alert.when, false))].join(' or ');
  return [main, ...texts(alert.provided ?? [], true)].filter((text) => text !== '').join(', ');
}

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '!=': '≠', '==': '=' };

/** Names of alerts in a text become links, but not in code; the alert's own does not. */
export function linked(
  text: string,
  others: readonly Alert[],
  linkTo: (alert: Alert) => string,
): string {
  const byName = new Map(others.map((alert) => [alert.name, alert]));
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part.replace(/\b[A-Z][A-Za-z0-9]+\b/g, (name) => {
            const alert = byName.get(name);
            return alert === undefined ? name : `[${name}](${linkTo(alert)})`;
          }),
    )
    .join('');
}
