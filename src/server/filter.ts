// The components that a request asks for: `collect[]` names them, `exclude[]` leaves some out.
import type { Target } from '../scrape/target.ts';

/** What the caller got wrong, in a sentence that also says what would be right. */
export type Refused = { readonly refused: string };

/**
 * The components to ask, undefined for all of them. `query` is the parsed query string, where a parameter
 * that came several times is an array.
 */
export function componentsAsked(
  target: Target | undefined,
  query: Readonly<Record<string, unknown>>,
): ReadonlySet<string> | undefined | Refused {
  const collect = list(query['collect[]']);
  const exclude = list(query['exclude[]']);
  if (collect.length === 0 && exclude.length === 0) return undefined;
  const known = (target?.members ?? []).map(({ component }) => component.name);
  const unknown = [...collect, ...exclude].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    if (!target) return { refused: 'no default target is watched; see /probe?target=NAME' };
    return { refused: `unknown component ${quote(unknown)}; there are: ${known.join(', ')}` };
  }
  const asked = (collect.length > 0 ? collect : known).filter((name) => !exclude.includes(name));
  return asked.length > 0 ? new Set(asked) : { refused: 'every component is excluded' };
}

export function isRefused(answer: object | undefined): answer is Refused {
  return answer !== undefined && 'refused' in answer;
}

/** A caller's word as it may be repeated to them: short, in one line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
}

function list(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
