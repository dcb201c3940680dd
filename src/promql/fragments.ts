// Pieces of PromQL that are not metrics: matchers and durations, quoted and validated here once.

/** Text that is put into a template as it stands. */
export interface Fragment {
  readonly fragment: string;
}

/** A string means `=`, a list means any of them, and the rest say their operator. Regular expressions are RE2, anchored. */
export type Matcher =
  | string
  | readonly string[]
  | { readonly not: string }
  | { readonly re: string }
  | { readonly notRe: string };

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const DURATION =
  /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m(?!s))?(\d+s)?(\d+ms)?$|^\$(\w+|\{\w+\})$/;

/** `{job="a",uri!~"/x.*"}`; nothing at all for no matchers. Throws on what is not a label name. */
export function matchers(by: Readonly<Record<string, Matcher>>): Fragment {
  const parts = Object.entries(by).map(([label, matcher]) => {
    if (!LABEL.test(label)) throw new Error(`${label} is not a label name`);
    return `${label}${written(matcher)}`;
  });
  return { fragment: parts.length === 0 ? '' : `{${parts.join(',')}}` };
}

/** A duration as PromQL writes it (`90s`, `1h30m`), or a Grafana variable that holds one. Throws on anything else. */
export function duration(text: string): Fragment {
  if (!DURATION.test(text)) throw new Error(`${text} is not a duration`);
  return { fragment: text };
}

function written(matcher: Matcher): string {
  if (typeof matcher === 'string') return `=${quoted(matcher)}`;
  if ('not' in matcher) return `!=${quoted(matcher.not)}`;
  if ('re' in matcher) return `=~${quoted(matcher.re)}`;
  if ('notRe' in matcher) return `!~${quoted(matcher.notRe)}`;
  return `=~${quoted(matcher.map(escaped).join('|'))}`;
}

/** The text as a regular expression that matches nothing but itself, in RE2. */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** JSON's escapes are among those of Go's strings; only its half surrogates are not. */
function quoted(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Error('a matcher must be well-formed Unicode');
  return JSON.stringify(text);
}
