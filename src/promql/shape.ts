// What the checker knows of a sub-expression's result: its type and which labels it can and must carry.
import type { SyntaxNode } from '@lezer/common';
import type { Kind } from './series.ts';

export type ValueType = 'vector' | 'matrix' | 'scalar' | 'string';

/** Every label a series of the result may have; `any` where that is not known. */
export type Labels = ReadonlySet<string> | 'any';

export interface Shape {
  /** `any` after a problem, so that one mistake is told once. */
  readonly type: ValueType | 'any';
  readonly may: Labels;
  /** Labels that every series of the result has, as far as it is certain. */
  readonly must: ReadonlySet<string>;
  /** Only of a selector, also in parentheses, with an offset, or as a range. */
  readonly series?: { readonly name: string; readonly kind: Kind };
}

export type ProblemKind =
  | 'syntax'
  | 'unsupported'
  | 'type'
  | 'unknown-variable'
  | 'unknown-metric'
  | 'bare-name'
  | 'wrong-part'
  | 'unknown-label'
  | 'wrong-function'
  | 'le-lost'
  | 'never-matches';

/** What the walk over one expression needs. */
export interface Walk {
  readonly text: (node: SyntaxNode) => string;
  readonly report: (kind: ProblemKind, node: SyntaxNode, message: string) => void;
  /** The shape of a vector selector. */
  readonly select: (node: SyntaxNode) => Shape;
  /** The shape of any expression. */
  readonly infer: (node: SyntaxNode) => Shape;
}

export const UNKNOWN: Shape = { type: 'any', may: 'any', must: new Set() };
export const SCALAR: Shape = { type: 'scalar', may: new Set(), must: new Set() };
export const STRING: Shape = { type: 'string', may: new Set(), must: new Set() };

export const vector = (may: Labels, must: Iterable<string> = []): Shape => ({
  type: 'vector',
  may,
  must: new Set(must),
});

export const mayHave = ({ may }: Shape, label: string): boolean => may === 'any' || may.has(label);

export const union = (a: Labels, b: Labels): Labels =>
  a === 'any' || b === 'any' ? 'any' : new Set([...a, ...b]);

export function less(labels: ReadonlySet<string>, gone: Iterable<string>): ReadonlySet<string> {
  const drop = new Set(gone);
  return new Set([...labels].filter((one) => !drop.has(one)));
}

export const without = (labels: Labels, gone: Iterable<string>): Labels =>
  labels === 'any' ? 'any' : less(labels, gone);

export const only = (labels: ReadonlySet<string>, kept: Iterable<string>): string[] =>
  [...kept].filter((one) => labels.has(one));

export const isOf = ({ type }: Shape, ...types: ValueType[]): boolean =>
  type === 'any' || types.includes(type);
