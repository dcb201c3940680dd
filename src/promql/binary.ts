// Operators between two expressions: their types, their matching labels, and pairs that can never match.
import type { SyntaxNode } from '@lezer/common';
import { labelNames } from './aggregate.ts';
import { spoken } from './arguments.ts';
import { childrenOf } from './parse.ts';
import {
  isOf,
  type Labels,
  less,
  mayHave,
  only,
  SCALAR,
  type Shape,
  UNKNOWN,
  union,
  vector,
  type Walk,
  without,
} from './shape.ts';

const COMPARISONS = new Set(['Eql', 'Neq', 'Gtr', 'Lss', 'Gte', 'Lte']);
const SETS = new Set(['And', 'Or', 'Unless']);

/** How two vectors are put together. */
interface Matching {
  readonly operator: string;
  readonly word: 'on' | 'ignoring' | 'all';
  readonly labels: readonly string[];
  readonly many?: 'left' | 'right';
  /** Labels that `group_left` or `group_right` copies from the side of one. */
  readonly copied: readonly string[];
}

export function binary(node: SyntaxNode, walk: Walk): Shape {
  const children = childrenOf(node);
  const [first, operator] = children;
  const last = children.at(-1);
  if (!first || !operator || !last) return UNKNOWN;
  const [left, right] = [walk.infer(first), walk.infer(last)];
  const clause = node.getChild('MatchingModifierClause');
  if (!operands(node, operator.name, [left, right], clause !== null, walk)) return UNKNOWN;
  if (left.type === 'scalar')
    return right.type === 'scalar' ? SCALAR : vector(right.may, right.must);
  if (right.type === 'scalar') return vector(left.may, left.must);
  const matching = matchingOf(operator.name, clause, left, right, walk);
  neverMatches(node, matching, left, right, walk);
  return joined(matching, left, right);
}

function operands(
  node: SyntaxNode,
  operator: string,
  sides: readonly Shape[],
  matched: boolean,
  walk: Walk,
): boolean {
  const wrong = (message: string): false => {
    walk.report('type', node, message);
    return false;
  };
  const scalars = sides.filter(({ type }) => type === 'scalar').length;
  const bool = node.getChild('BoolModifier') !== null;
  const bad = sides.find((side) => !isOf(side, 'scalar', 'vector'));
  if (bad) return wrong(`an operator cannot take ${spoken(bad)}`);
  if (bool && !COMPARISONS.has(operator)) return wrong('bool belongs to comparisons');
  if (SETS.has(operator) && scalars > 0) return wrong('and, or and unless take vectors');
  if (matched && scalars > 0) return wrong('on and ignoring need a vector on both sides');
  if (scalars === 2 && COMPARISONS.has(operator) && !bool) {
    return wrong('two numbers are compared with bool');
  }
  return true;
}

function matchingOf(
  operator: string,
  clause: SyntaxNode | null,
  left: Shape,
  right: Shape,
  walk: Walk,
): Matching {
  if (!clause) return { operator, word: 'all', labels: [], copied: [] };
  const word = clause.getChild('On') ? 'on' : 'ignoring';
  const [list = null, copies = null] = clause.getChildren('GroupingLabels');
  const many = clause.getChild('GroupLeft')
    ? 'left'
    : clause.getChild('GroupRight')
      ? 'right'
      : undefined;
  if (many && SETS.has(operator)) walk.report('type', clause, `group_${many} with a set operator`);
  // A side without the label can still match in `or`, and need not have what is ignored.
  const either = word === 'ignoring' || operator === 'Or';
  const labels = labelNames(list, walk, word, (label) =>
    either
      ? mayHave(left, label) || mayHave(right, label)
      : mayHave(left, label) && mayHave(right, label),
  );
  const one = many === 'left' ? right : left;
  const copied = labelNames(copies, walk, `group_${many}`, (label) => mayHave(one, label));
  return { operator, word, labels, copied, ...(many ? { many } : {}) };
}

/** A label that one side always has and the other never: no pair is equal, and the result is always empty. */
function neverMatches(node: SyntaxNode, how: Matching, a: Shape, b: Shape, walk: Walk): void {
  if (how.word === 'on' || how.operator === 'Or') return;
  for (const [has, lacks] of [[a, b] as const, [b, a] as const]) {
    const label = [...less(has.must, how.labels)].find((one) => !mayHave(lacks, one));
    if (label === undefined) continue;
    const message = `the sides never match: only one has the label ${label}; say on or ignoring`;
    walk.report('never-matches', node, message);
    return;
  }
}

function joined({ operator, word, labels, many, copied }: Matching, a: Shape, b: Shape): Shape {
  if (operator === 'And' || operator === 'Unless') return vector(a.may, a.must);
  if (operator === 'Or') return vector(union(a.may, b.may), only(a.must, b.must));
  if (many) {
    const side = many === 'left' ? a : b;
    return vector(union(side.may, new Set(copied)), less(side.must, copied));
  }
  if (word === 'on') return vector(new Set(labels), only(both(a.must, b.must), labels));
  const may = intersection(a.may, b.may);
  return vector(without(may, labels), less(both(a.must, b.must), labels));
}

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> => new Set([...a, ...b]);

/** Labels on which both sides agree: a label that one side lacks is empty in both. */
function intersection(a: Labels, b: Labels): Labels {
  if (a === 'any') return b;
  return b === 'any' ? a : new Set(only(a, b));
}
