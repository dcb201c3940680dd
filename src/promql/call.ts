// Function calls: whether the function fits the metric, and which labels it leaves.
import type { SyntaxNode } from '@lezer/common';
import { checkArguments } from './arguments.ts';
import { FOR_COUNTERS, FOR_GAUGES, SIGNATURES } from './functions.ts';
import { childrenOf, unquoted } from './parse.ts';
import {
  less,
  mayHave,
  SCALAR,
  type Shape,
  UNKNOWN,
  union,
  vector,
  type Walk,
  without,
} from './shape.ts';

const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const NO_SERIES = new Set(['vector', 'time', 'pi', 'scalar']);

export function call(node: SyntaxNode, walk: Walk): Shape {
  const identifier = node.getChild('FunctionIdentifier');
  const body = node.getChild('FunctionCallBody');
  const name = identifier ? walk.text(identifier) : '';
  const signature = SIGNATURES.get(name);
  if (!body || signature === undefined) {
    walk.report('unsupported', node, `${name} is not a function that may be used here`);
    return UNKNOWN;
  }
  const shapes = checkArguments(node, name, signature, body, walk);
  for (const shape of shapes) fits(node, name, shape, walk);
  return result(name, childrenOf(body), shapes, walk);
}

function fits(node: SyntaxNode, name: string, { type, series }: Shape, walk: Walk): void {
  if (type !== 'matrix' || !series) return;
  if (FOR_COUNTERS.has(name) && series.kind === 'gauge') {
    walk.report('wrong-function', node, `${name} is for counters, and ${series.name} is a gauge`);
  }
  if (FOR_GAUGES.has(name) && series.kind === 'counter') {
    walk.report('wrong-function', node, `${name} is for gauges, and ${series.name} is a counter`);
  }
}

function result(name: string, args: readonly SyntaxNode[], shapes: Shape[], walk: Walk): Shape {
  if (NO_SERIES.has(name)) return name === 'vector' ? vector(new Set()) : SCALAR;
  const [first] = shapes;
  // Without an argument they tell the evaluation's own time, as one series without labels.
  if (!first) return vector(new Set());
  if (name === 'histogram_quantile') return quantile(args[1], shapes[1] ?? UNKNOWN, walk);
  if (name === 'quantile_over_time') return kept(shapes[1] ?? UNKNOWN);
  if (name === 'absent' || name === 'absent_over_time') return vector(first.must, []);
  if (name.startsWith('label_')) return relabelled(name, args, first, walk);
  return kept(first);
}

const kept = ({ may, must }: Shape): Shape => vector(may, must);

function quantile(node: SyntaxNode | undefined, buckets: Shape, walk: Walk): Shape {
  if (node && !mayHave(buckets, 'le')) {
    walk.report('le-lost', node, 'histogram_quantile needs buckets: the label le is not kept here');
  }
  return vector(without(buckets.may, ['le']), less(buckets.must, ['le']));
}

/** `label_replace(v, to, replacement, from, regex)` and `label_join(v, to, separator, from…)`. */
function relabelled(
  name: string,
  [, to, , ...rest]: readonly SyntaxNode[],
  shape: Shape,
  walk: Walk,
): Shape {
  const from = name === 'label_replace' ? rest.slice(0, 1) : rest;
  for (const node of from) {
    const label = node.name === 'StringLiteral' ? unquoted(walk.text(node)) : '';
    // An empty source is how a constant label is added.
    if (label !== '' && !mayHave(shape, label)) {
      walk.report('unknown-label', node, `${name}: nothing there has the label ${label}`);
    }
  }
  const target = to?.name === 'StringLiteral' ? unquoted(walk.text(to)) : '';
  if (to && !LABEL.test(target)) walk.report('type', to, `${target} is not a label name`);
  return vector(union(shape.may, new Set([target])), less(shape.must, [target]));
}
