// The room's front door: the template, what may stand in it, and the check against the catalogue.
export { check, describe, examine, type Problem, type Verdict } from './check.ts';
export { duration, type Fragment, type Matcher, matchers } from './fragments.ts';
export type { CheckOptions } from './names.ts';
export { type Selector, selectorsOf } from './selectors.ts';
export {
  type Kind,
  type Recorded,
  recorded,
  ref,
  type Series,
  series,
  seriesOf,
} from './series.ts';
export type { ProblemKind } from './shape.ts';
export { type Expression, type Interpolation, promql, type Reference } from './template.ts';
