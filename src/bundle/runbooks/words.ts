// An alert's texts for readers of a page, where there is no value and no instance yet.
import { type Alert, spoken } from '../../observe/index.ts';
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

/** The main threshold as a comparison: `> 85 %`; empty where the alert compares with nothing that can be moved. */
export function thresholdText(alert: Alert, settings: Settings): string {
  return conditionsOf(alert)
    .flatMap((condition) => {
      const { compare, than, setting } = condition;
      if (compare === undefined || typeof than !== 'object') return [];
      const text = `${compare} ${spoken(settings.chosen(alert)(condition), than.unit)}`;
      return [setting === 'threshold' ? text : `${setting} ${text}`];
    })
    .join(', ');
}
