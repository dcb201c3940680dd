// Offsets, `@` and ranges: held to what they may follow, then taken out of the text, since no label depends on them.
import type { SyntaxNode } from '@lezer/common';
import { childrenOf } from './parse.ts';

const MOVED: Readonly<Record<string, string>> = { OffsetExpr: 'Offset', StepInvariantExpr: 'At' };
const OPERATIONS = new Set(['BinaryExpr', 'UnaryExpr']);
const READ = new Set(['VectorSelector', 'MatrixSelector', 'SubqueryExpr']);

/**
 * The text with blanks instead of `offset` and `@`. The grammar hangs them over everything to their
 * left, where Prometheus binds them to the one operand before: without them its tree is the right one.
 */
export function withoutModifiers(
  root: SyntaxNode,
  text: string,
  misplaced: (node: SyntaxNode, message: string) => void,
): string {
  let blanked = text;
  const visit = (node: SyntaxNode): void => {
    const message = wrong(node);
    if (message) misplaced(node, message);
    const keyword = node.getChild(MOVED[node.name] ?? '⚠');
    if (keyword) blanked = blank(blanked, keyword.from, node.to);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return blanked;
}

function wrong(node: SyntaxNode): string | undefined {
  const [operand] = childrenOf(node);
  if (!operand) return undefined;
  if (node.name === 'MatrixSelector' && operand.name !== 'VectorSelector') {
    return 'a range belongs to a selector; over an expression it is [5m:]';
  }
  if (node.name === 'SubqueryExpr' && OPERATIONS.has(operand.name)) {
    return 'a subquery over an operation needs parentheses around it';
  }
  if (!MOVED[node.name]) return undefined;
  const { read, names } = followed(operand);
  if (names.includes(node.name)) return 'offset and @ may stand only once';
  return READ.has(read.name) ? undefined : 'offset and @ belong to a selector or a subquery';
}

/** The operand that Prometheus binds a modifier to, and the modifiers that it has already. */
function followed(node: SyntaxNode): { read: SyntaxNode; names: string[] } {
  const names: string[] = [];
  let read = node;
  while (MOVED[read.name] || OPERATIONS.has(read.name)) {
    const children = childrenOf(read);
    if (MOVED[read.name]) names.push(read.name);
    const next = MOVED[read.name] ? children[0] : children.at(-1);
    if (!next) break;
    read = next;
  }
  return { read, names };
}

const blank = (text: string, from: number, to: number): string =>
  text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to);
