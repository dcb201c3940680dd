// Holds an expression against the catalogue: everything that a rule or a panel could silently get wrong.
import type { SyntaxNode } from '@lezer/common';
import type { MetricDef } from '../metrics/index.ts';
import { substitute } from './grafana.ts';
import { infer } from './infer.ts';
import { withoutModifiers } from './modifiers.ts';
import { type CheckOptions, Names } from './names.ts';
import { parse } from './parse.ts';
import { selector } from './selector.ts';
import { isOf, type ProblemKind, type Walk } from './shape.ts';
import type { Expression } from './template.ts';

export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  /** Offset in the expression's text, and the same as line and column, both from 1. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** `file:line:column` of the template; absent for plain text. */
  readonly where?: string;
}

/** What an expression leaves: its problems, and the labels that its result can carry. */
export interface Verdict {
  readonly problems: readonly Problem[];
  /** `any` where that is not known, also after a problem. */
  readonly labels: ReadonlySet<string> | 'any';
}

/**
 * Every problem of an expression, in the text's order; an empty list is a clean bill. In a template every
 * name must come from a definition; in plain text, names are looked up. What is reported is certain to be wrong
 * if the catalogue's labels are complete: an unknown label set is never judged.
 */
export function check(
  input: Expression | string,
  catalogue: Iterable<MetricDef>,
  options: CheckOptions = {},
): readonly Problem[] {
  return examine(input, catalogue, options).problems;
}

/** The same, with the labels of the result. */
export function examine(
  input: Expression | string,
  catalogue: Iterable<MetricDef>,
  options: CheckOptions = {},
): Verdict {
  const original = typeof input === 'string' ? input : input.text;
  const { text, unknown } = options.grafana
    ? substitute(original, options.grafana)
    : { text: original, unknown: [] };
  const problems = unknown.map(({ at, name }) =>
    problem('unknown-variable', `the dashboard has no variable ${name}`, at, input),
  );
  const { root, faults } = parse(text);
  for (const { kind, message, at } of faults) problems.push(problem(kind, message, at, input));
  let labels: Verdict['labels'] = 'any';
  if (root) {
    const bare = withoutModifiers(root, text, ({ from }, message) =>
      problems.push(problem('type', message, from, input)),
    );
    const tree = problems.length === unknown.length ? parse(bare).root : undefined;
    if (tree) labels = judge(tree, bare, input, new Names(catalogue, options), problems);
  }
  return { problems: problems.sort((a, b) => a.at - b.at), labels };
}

/** `src/…/alerts.ts:12:3: 1:6: message`: the template's place if there is one, then the place in its text. */
export function describe({ where, line, column, message }: Problem): string {
  return `${where === undefined ? '' : `${where}: `}${line}:${column}: ${message}`;
}

function judge(
  root: SyntaxNode,
  text: string,
  input: Expression | string,
  names: Names,
  problems: Problem[],
): Verdict['labels'] {
  const template = typeof input !== 'string';
  const targets = new Map(template ? input.references.map(({ at, target }) => [at, target]) : []);
  const walk: Walk = {
    text: ({ from, to }) => text.slice(from, to),
    report: (kind, { from }, message) => problems.push(problem(kind, message, from, input)),
    infer: (node) => infer(node, walk),
    select: (node) =>
      selector(node, walk, (identifier) => {
        const name = walk.text(identifier);
        const target = targets.get(identifier.from);
        // A name that was lengthened in the text is no longer the definition's.
        return target?.name === name ? names.given(target) : names.typed(name, template);
      }),
  };
  const shape = infer(root, walk);
  if (!isOf(shape, 'vector', 'scalar')) {
    walk.report('type', root, 'the result must be an instant vector or a number');
  }
  return shape.may;
}

function problem(
  kind: ProblemKind,
  message: string,
  at: number,
  input: Expression | string,
): Problem {
  const text = typeof input === 'string' ? input : input.text;
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const place = typeof input === 'string' ? {} : { where: input.where };
  return { kind, message, at, line, column, ...place };
}
