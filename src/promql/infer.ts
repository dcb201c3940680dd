// The walk over an expression: each kind of node and the shape of its result.
import type { SyntaxNode } from '@lezer/common';
import { aggregation } from './aggregate.ts';
import { spoken } from './arguments.ts';
import { binary } from './binary.ts';
import { call } from './call.ts';
import { childrenOf } from './parse.ts';
import { isOf, SCALAR, type Shape, STRING, UNKNOWN, vector, type Walk } from './shape.ts';

type Rule = (node: SyntaxNode, walk: Walk) => Shape;

const RULES: Readonly<Record<string, Rule>> = {
  AggregateExpr: aggregation,
  BinaryExpr: binary,
  FunctionCall: call,
  MatrixSelector: range,
  NumberDurationLiteral: () => SCALAR,
  ParenExpr: (node, walk) => inner(node, walk),
  StringLiteral: () => STRING,
  SubqueryExpr: subquery,
  UnaryExpr: signed,
  VectorSelector: (node, walk) => walk.select(node),
};

/** The shape of an expression; every problem in it goes to `walk.report`. */
export function infer(node: SyntaxNode, walk: Walk): Shape {
  const rule = RULES[node.name];
  if (rule) return rule(node, walk);
  walk.report('unsupported', node, `${walk.text(node)} may not be used here`);
  return UNKNOWN;
}

function inner(node: SyntaxNode, walk: Walk): Shape {
  const [operand] = childrenOf(node);
  return operand ? walk.infer(operand) : UNKNOWN;
}

function range(node: SyntaxNode, walk: Walk): Shape {
  return { ...inner(node, walk), type: 'matrix' };
}

function subquery(node: SyntaxNode, walk: Walk): Shape {
  const shape = inner(node, walk);
  if (!isOf(shape, 'vector')) {
    walk.report('type', node, `a subquery takes an instant vector, not ${spoken(shape)}`);
    return UNKNOWN;
  }
  return { ...shape, type: 'matrix' };
}

function signed(node: SyntaxNode, walk: Walk): Shape {
  const operand = childrenOf(node).at(-1);
  const shape = operand ? walk.infer(operand) : UNKNOWN;
  if (!isOf(shape, 'scalar', 'vector')) {
    walk.report('type', node, `a sign cannot stand before ${spoken(shape)}`);
  }
  return shape.type === 'vector' ? vector(shape.may, shape.must) : shape;
}
