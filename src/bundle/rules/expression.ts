// An alert's conditions as one PromQL expression: compare first, then `or`; guards join each alternative.
import type { Alert, Condition } from '../../observe/index.ts';
import { type Expression, promql } from '../../promql/index.ts';

/** The number that a condition compares with: its own, or what the user's settings say. */
export type Chosen = (condition: Condition) => number;

/** What the definitions say, without any settings. */
export const asDefined: Chosen = ({ than = 0 }) => (typeof than === 'number' ? than : than.value);

export function alertExpression(
  { when, provided = [] }: Pick<Alert, 'when' | 'provided'>,
  chosen: Chosen = asDefined,
): Expression {
  const guards = provided.map((guard) => ({ guard, expr: conditionExpression(guard, chosen) }));
  const alternatives = when.map((condition) =>
    guards.reduce(
      (sofar, { guard, expr }) => {
        const on = { fragment: (guard.on ?? ['job', 'instance']).join(', ') };
        return promql`${sofar}
          and on (${on}) ${expr}`;
      },
      conditionExpression(condition, chosen),
    ),
  );
  return alternatives.reduce(
    (sofar, one) => promql`${sofar}
      or
      ${one}`,
  );
}

export function conditionExpression(condition: Condition, chosen: Chosen): Expression {
  const { signal, compare } = condition;
  if (compare === undefined) return signal;
  return promql`${signal} ${{ fragment: compare }} ${chosen(condition)}`;
}
