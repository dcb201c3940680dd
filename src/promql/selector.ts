// Vector selectors: the name, and each matcher's label.
import type { SyntaxNode } from '@lezer/common';
import type { Complaint, Known } from './names.ts';
import { unquoted } from './parse.ts';
import { type Shape, UNKNOWN, vector, type Walk } from './shape.ts';

/** The shape of a selector; `resolve` tells what its name stands for. */
export function selector(
  node: SyntaxNode,
  walk: Walk,
  resolve: (name: SyntaxNode) => Known | Complaint,
): Shape {
  const identifier = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  if (!identifier) {
    walk.report('unknown-metric', node, 'a selector needs the name of a metric');
    return UNKNOWN;
  }
  const known = resolve(identifier);
  if ('message' in known) {
    walk.report(known.kind, identifier, known.message);
    return { ...UNKNOWN, type: 'vector' };
  }
  const equal = matchers.flatMap((matcher) => fixed(matcher, known, walk));
  const { name, kind } = known;
  return { ...vector(known.may, [...known.must, ...equal]), series: { name, kind } };
}

/** Reports a label the metric does not have; answers with the label if the matcher requires a value of it. */
function fixed(matcher: SyntaxNode, { name, may }: Known, walk: Walk): string[] {
  const node = matcher.getChild('LabelName');
  const value = matcher.getChild('StringLiteral');
  if (!node || !value) return [];
  const label = walk.text(node);
  if (label === '__name__') {
    walk.report('type', node, 'the name of a metric stands before the braces');
    return [];
  }
  if (may !== 'any' && !may.has(label)) {
    walk.report('unknown-label', node, `${name} has no label ${label}`);
    return [];
  }
  const equals = matcher.getChild('MatchOp')?.getChild('EqlSingle');
  return equals && unquoted(walk.text(value)) !== '' ? [label] : [];
}
