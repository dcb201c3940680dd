// Ties every selector of an expression to a job (and instance): `jvm_*` also belongs to other people's Java.
import { selectorsOf } from '../promql/index.ts';

/** Matchers as text, without braces: `job="appsmith"`. */
export function scoped(expr: string, matchers: string): string {
  let text = expr;
  for (const { name, at, braces } of selectorsOf(expr).toReversed()) {
    // These are Prometheus's own and carry the alert's labels.
    if (name.startsWith('ALERTS')) continue;
    text =
      braces === undefined
        ? `${text.slice(0, at)}{${matchers}}${text.slice(at)}`
        : `${text.slice(0, braces)}${matchers}${/^\s*\}/.test(text.slice(braces)) ? '' : ','}${text.slice(braces)}`;
  }
  return text;
}
