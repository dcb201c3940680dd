// Prometheus's own grammar over a text: the tree, and where the text is not PromQL that both 2.42 and 3.x read.
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A place in the text and what is wrong there. */
export interface Fault {
  readonly kind: 'syntax' | 'unsupported';
  readonly at: number;
  readonly message: string;
}

const DURATION = /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m(?!s))?(\d+s)?(\d+ms)?$/;
const NUMBER = /^[+-]?\s*(0x[\da-f]+|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf|nan)$/i;
/** The escapes of a Go string in double or single quotes. */
const ESCAPES = /\\(?:[abfnrtv\\]|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-3][0-7]{2})/gi;
/** Nodes of the grammar that only Prometheus 3 reads. */
const NEWER = new Set([
  'AnchoredExpr',
  'FillModifier',
  'QuotedLabelName',
  'SmoothedExpr',
  'TrimLower',
  'TrimUpper',
]);

const FOLLOWED = new Set(['MatrixSelector', 'OffsetExpr', 'StepInvariantExpr', 'SubqueryExpr']);

/** The expression's node, or what is wrong with the text. */
export function parse(text: string): { root?: SyntaxNode; faults: Fault[] } {
  const top = parser.parse(text).topNode;
  const faults: Fault[] = [];
  walk(top, (node) => {
    const fault = faultOf(node, text);
    if (fault) faults.push({ at: node.from, ...fault });
  });
  const root = childrenOf(top)[0];
  return root && faults.length === 0 ? { root, faults } : { faults };
}

/** Whether an operator beside the text could take a part of it; false for what is not an expression by itself. */
export function bindsLoosely(text: string): boolean {
  let { root } = parse(text);
  // The grammar hangs what follows an operand over the whole operation.
  while (root && FOLLOWED.has(root.name)) root = childrenOf(root)[0];
  return root?.name === 'BinaryExpr' || root?.name === 'UnaryExpr' || /^[+-]/.test(text);
}

/** The node's children without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') found.push(child);
  }
  return found;
}

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

function faultOf(node: SyntaxNode, text: string): Omit<Fault, 'at'> | undefined {
  const own = text.slice(node.from, node.to);
  if (node.type.isError) {
    const what = own === '' ? text.slice(node.from).split(/\s/)[0] || 'the end' : own;
    return { kind: 'syntax', message: `not PromQL at ${what}` };
  }
  if (NEWER.has(node.name)) return newer(own);
  if (node.name === 'StringLiteral') return badString(own);
  if (node.name === 'DurationExpr' || node.name === 'OffsetDurationExpr') {
    return DURATION.test(own.replace(/^-\s*/, '')) ? zero(own) : newer(own);
  }
  if (node.name === 'NumberDurationLiteral' && !NUMBER.test(own)) return newer(own);
  return undefined;
}

const newer = (own: string): Omit<Fault, 'at'> => ({
  kind: 'unsupported',
  message: `Prometheus 2 does not read ${own}`,
});

const zero = (own: string): Omit<Fault, 'at'> | undefined =>
  /[1-9]/.test(own) ? undefined : { kind: 'syntax', message: `a duration of ${own} is none` };

function badString(literal: string): Omit<Fault, 'at'> | undefined {
  const [quote = ''] = literal;
  if (quote === '`') return undefined;
  const rest = literal.slice(1, -1).replaceAll(`\\${quote}`, '').replace(ESCAPES, '');
  if (literal.length > 1 && literal.endsWith(quote) && !/[\\\n]/.test(rest)) return undefined;
  return { kind: 'syntax', message: `${literal} is not a string: an escape or its end is wrong` };
}

/** The value of a valid string literal, exact but for numeric escapes, which stay as written. */
export function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') ? inner : inner.replace(/\\([\\'"])/g, '$1');
}
