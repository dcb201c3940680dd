// Aggregations and their `by` and `without`.
import type { SyntaxNode } from '@lezer/common';
import { checkArguments } from './arguments.ts';
import { AGGREGATIONS } from './functions.ts';
import { childrenOf, unquoted } from './parse.ts';
import {
  less,
  mayHave,
  only,
  type Shape,
  UNKNOWN,
  union,
  vector,
  type Walk,
  without,
} from './shape.ts';

export function aggregation(node: SyntaxNode, walk: Walk): Shape {
  const operator = node.getChild('AggregateOp');
  const body = node.getChild('FunctionCallBody');
  const name = operator ? walk.text(operator).toLowerCase() : '';
  const signature = AGGREGATIONS.get(name);
  if (!body || signature === undefined) {
    walk.report('unsupported', node, `${name} is not an aggregation that Prometheus 2 has`);
    return UNKNOWN;
  }
  const shapes = checkArguments(node, name, signature, body, walk);
  const operand = shapes.at(-1) ?? UNKNOWN;
  const grouped = grouping(node.getChild('AggregateModifier'), operand, walk);
  // These two pick series and leave them as they were.
  if (name === 'topk' || name === 'bottomk') return vector(operand.may, operand.must);
  if (name !== 'count_values') return grouped;
  const label = childrenOf(body)[0];
  const added = label?.name === 'StringLiteral' ? [unquoted(walk.text(label))] : [];
  return vector(union(grouped.may, new Set(added)), grouped.must);
}

function grouping(modifier: SyntaxNode | null, operand: Shape, walk: Walk): Shape {
  const word = modifier?.getChild('By') ? 'by' : 'without';
  if (!modifier) return vector(new Set());
  const labels = labelNames(modifier.getChild('GroupingLabels'), walk, word, (label) =>
    mayHave(operand, label),
  );
  if (word === 'by') return vector(new Set(labels), only(operand.must, labels));
  return vector(without(operand.may, labels), less(operand.must, labels));
}

/** The names in a list of labels; those that are not `known` are reported. */
export function labelNames(
  list: SyntaxNode | null,
  walk: Walk,
  word: string,
  known: (label: string) => boolean,
): string[] {
  return (list?.getChildren('LabelName') ?? []).map((node) => {
    const label = walk.text(node);
    if (!known(label)) {
      walk.report(
        'unknown-label',
        node,
        `${word} (${label}): nothing there has the label ${label}`,
      );
    }
    return label;
  });
}
