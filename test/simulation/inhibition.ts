// Which firing alerts reach somebody: the bundle's inhibition rules, applied as Alertmanager applies them.
import type { InhibitRule } from '../../src/bundle/alertmanager/inhibitions.ts';
import type { Course, Interval } from './engine.ts';

export interface Told extends Course {
  /** Minutes in which it fires and nothing speaks for it. */
  readonly told: readonly Interval[];
}

/** @param rules as `alertmanager.yml` has them */
export function told(courses: readonly Course[], rules: readonly InhibitRule[]): Told[] {
  return courses.map((course) => {
    const silencers = rules.flatMap((rule) => silencedBy(course, courses, rule));
    const covered = (minute: number) =>
      silencers.some(({ firing }) => firing.some(({ from, to }) => from <= minute && minute <= to));
    return { ...course, told: course.firing.flatMap((one) => without(one, covered)) };
  });
}

function silencedBy(target: Course, courses: readonly Course[], rule: InhibitRule): Course[] {
  if (!matchesAll(target, rule.target_matchers)) return [];
  return courses.filter(
    (source) =>
      source !== target &&
      matchesAll(source, rule.source_matchers) &&
      rule.equal.every((label) => (source.labels[label] ?? '') === (target.labels[label] ?? '')),
  );
}

const MATCHER = /^(\w+)(=~|!~|!=|=)(".*")$/;

function matchesAll({ alert, labels }: Course, matchers: readonly string[]): boolean {
  return matchers.every((matcher) => {
    const [, label = '', operator = '', quoted = '""'] = MATCHER.exec(matcher) ?? [];
    const value = label === 'alertname' ? alert : (labels[label] ?? '');
    const wanted = JSON.parse(quoted) as string;
    const equal = operator.endsWith('~')
      ? new RegExp(`^(?:${wanted})$`).test(value)
      : value === wanted;
    return operator.startsWith('!') ? !equal : equal;
  });
}

function without({ from, to }: Interval, covered: (minute: number) => boolean): Interval[] {
  const left: Interval[] = [];
  for (let minute = from; minute <= to; minute++) {
    if (covered(minute)) continue;
    const last = left.at(-1);
    if (last?.to === minute - 1) left[left.length - 1] = { from: last.from, to: minute };
    else left.push({ from: minute, to: minute });
  }
  return left;
}
