// Where the vector selectors of an expression stand, for those who add matchers to them.
import type { SyntaxNode } from '@lezer/common';
import { childrenOf, parse } from './parse.ts';

export interface Selector {
  readonly name: string;
  /** Offset just behind the name. */
  readonly at: number;
  /** Offset just behind the opening brace, if there are braces. */
  readonly braces?: number;
}

/** All of them, in the text's order; Grafana's variables must be gone or stand in strings and ranges. */
export function selectorsOf(text: string): Selector[] {
  // Ranges may hold variables, which are no PromQL: `[$__rate_interval]` becomes a duration of the same length.
  const plain = text.replace(/\$\{?\w+\}?/g, (whole) => '5m'.padStart(whole.length, '0'));
  const { root, faults } = parse(plain);
  if (!root) throw new Error(`not PromQL: ${text}: ${faults[0]?.message}`);
  const found: Selector[] = [];
  collect(root, plain, found);
  return found;
}

function collect(node: SyntaxNode, text: string, found: Selector[]): void {
  if (node.name === 'VectorSelector') {
    const identifier = node.getChild('Identifier');
    const matchers = node.getChild('LabelMatchers');
    if (identifier) {
      const { from, to: at } = identifier;
      const braces = matchers ? { braces: matchers.from + 1 } : {};
      found.push({ name: text.slice(from, at), at, ...braces });
    }
    return;
  }
  for (const child of childrenOf(node)) collect(child, text, found);
}
