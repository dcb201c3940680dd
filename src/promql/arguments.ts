// The number and types of a call's arguments, by the signature in the table of functions.
import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './parse.ts';
import { isOf, type Shape, type ValueType, type Walk } from './shape.ts';

const TYPES: Readonly<Record<string, ValueType>> = {
  v: 'vector',
  m: 'matrix',
  s: 'scalar',
  t: 'string',
};
const SPOKEN: Readonly<Record<ValueType, string>> = {
  vector: 'an instant vector',
  matrix: 'a range vector',
  scalar: 'a number',
  string: 'a string',
};

/** Reports a wrong number or type of arguments; answers with the shapes of those that are there. */
export function checkArguments(
  node: SyntaxNode,
  name: string,
  signature: string,
  body: SyntaxNode,
  walk: Walk,
): Shape[] {
  const letters = signature.replace(/[?*]$/, '');
  const most = signature.endsWith('*') ? Number.POSITIVE_INFINITY : letters.length;
  const least = letters.length - Number(letters !== signature);
  const given = childrenOf(body);
  if (given.length < least || given.length > most) {
    const wanted = least === most ? least : `${least} or more`;
    walk.report('type', node, `${name} takes ${wanted} arguments, here are ${given.length}`);
  }
  return given.map((argument, i) => {
    const shape = walk.infer(argument);
    const type = TYPES[letters[Math.min(i, letters.length - 1)] ?? ''];
    if (type && !isOf(shape, type)) {
      walk.report('type', argument, `${name} takes ${SPOKEN[type]} here, not ${spoken(shape)}`);
    }
    return shape;
  });
}

export const spoken = ({ type }: Shape): string => (type === 'any' ? 'this' : SPOKEN[type]);
