// Alerts with one thing changed: each must break one of its proofs.
import type { Alert, Condition } from '../../../src/observe/index.ts';

export interface Mutant {
  readonly what: string;
  readonly alert: Alert;
}

const FLIPPED = { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '==': '!=', '!=': '==' } as const;

/** Every comparison flipped, threshold moved both ways, guard and alternative removed, duration changed. */
export function mutantsOf(alert: Alert): Mutant[] {
  return [
    ...each(alert, 'when'),
    ...each(alert, 'provided'),
    ...without(alert, 'provided', 1),
    ...without(alert, 'when', 2),
    ...waiting(alert),
  ];
}

function each(alert: Alert, part: 'when' | 'provided'): Mutant[] {
  const conditions = alert[part] ?? [];
  return conditions.flatMap((condition, i) =>
    changed(condition).map(({ what, condition: other }) => ({
      what: `${part} ${i + 1}: ${what}`,
      alert: { ...alert, [part]: conditions.with(i, other) },
    })),
  );
}

function changed(condition: Condition): { what: string; condition: Condition }[] {
  const { compare, than } = condition;
  if (compare === undefined || than === undefined) return [];
  const flipped = {
    what: `${FLIPPED[compare]} for ${compare}`,
    condition: { ...condition, compare: FLIPPED[compare] },
  };
  const value = typeof than === 'number' ? than : than.value;
  // A fixed 0 or 1 is a state, not a threshold.
  if (typeof than === 'number' && (compare === '==' || compare === '!=')) return [flipped];
  const moved = value === 0 ? [0.5, -0.5] : [value * 1.2, value * 0.8];
  // Above 0 there is nothing that could lie between −0.5 and 0 for a count or a rate.
  const telling = value === 0 ? moved.slice(0, 1) : moved;
  return [
    flipped,
    ...telling.map((other) => ({
      what: `${other} for ${value}`,
      condition: { ...condition, than: other },
    })),
  ];
}

function without(alert: Alert, part: 'when' | 'provided', least: number): Mutant[] {
  const conditions = alert[part] ?? [];
  if (conditions.length < least) return [];
  return conditions.map((_, i) => ({
    what: `${part} ${i + 1} removed`,
    alert: { ...alert, [part]: conditions.toSpliced(i, 1) },
  }));
}

function waiting(alert: Alert): Mutant[] {
  const minutes = alert.for.endsWith('h')
    ? Number.parseInt(alert.for, 10) * 60
    : alert.for.endsWith('m')
      ? Number.parseInt(alert.for, 10)
      : 0;
  if (alert.severity === 'none') return [];
  const others =
    minutes === 0
      ? [2]
      : [minutes + Math.max(1, Math.round(minutes / 5)), Math.floor(minutes * 0.8)];
  return others
    .filter((other) => other !== minutes)
    .map((other) => ({
      what: `for ${other}m instead of ${alert.for}`,
      alert: { ...alert, for: `${other}m` },
    }));
}
