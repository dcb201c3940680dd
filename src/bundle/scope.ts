// Ties every selector of an expression to a job (and instance): `jvm_*` also belongs to other people's Java.
import { selectorsOf } from '../promql/index.ts';

/**
 * Matchers as text, without braces: `job="appsmith"`. Prometheus's own `ALERTS` carry the alert's labels and
 * get `ofAlerts`, or nothing.
 */
export function scoped(expr: string, matchers: string, ofAlerts = ''): string {
  let text = expr;
  for (const { name, at, braces } of selectorsOf(expr).toReversed()) {
    const added = name.startsWith('ALERTS') ? ofAlerts : matchers;
    if (added === '') continue;
    text =
      braces === undefined
        ? `${text.slice(0, at)}{${added}}${text.slice(at)}`
        : `${text.slice(0, braces)}${added}${/^\s*\}/.test(text.slice(braces)) ? '' : ','}${text.slice(braces)}`;
  }
  return text;
}
