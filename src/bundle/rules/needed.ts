// The recording rules that an alert cannot do without.
import type { Alert, Alias, Observed, RecordingRule } from '../../observe/index.ts';
import type { Expression } from '../../promql/index.ts';
import { alertExpression } from './expression.ts';

/** In the order in which they must be computed. */
export function neededRecords(
  alert: Pick<Alert, 'when' | 'provided'>,
  observed: readonly Observed[],
): (RecordingRule | Alias)[] {
  const rules = observed.flatMap(({ records = [], aliases = [] }) => [...records, ...aliases]);
  const found = new Set<RecordingRule | Alias>();
  const visit = (expr: Expression) => {
    for (const rule of rules) {
      if (found.has(rule) || !reads(expr, rule)) continue;
      visit(rule.expr);
      found.add(rule);
    }
  };
  visit(alertExpression(alert));
  return [...found];
}

function reads(expr: Expression, rule: RecordingRule | Alias): boolean {
  if ('recorded' in rule) return [...expr.recorded].some(({ name }) => name === rule.recorded.name);
  return new RegExp(`\\b${rule.alias}\\b`).test(expr.text);
}
