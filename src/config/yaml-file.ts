// The configuration file: YAML whose every value remembers its line, checked against the options there are.
import type { LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { isSecret, type Option } from './option.ts';
import type { Problem } from './problem.ts';
import { wordOf } from './redact.ts';
import { didYouMean } from './suggest.ts';

export interface FileValue {
  readonly text: string;
  readonly line: number;
}

/** Values by dotted path (`mongodb.url`, `supervisord.password_file`) of the process and of each target. */
export interface FileConfig {
  readonly path: string;
  readonly values: ReadonlyMap<string, FileValue>;
  readonly targets: ReadonlyMap<string, ReadonlyMap<string, FileValue>>;
  readonly problems: readonly Problem[];
}

type Tree = Map<string, Tree | 'value'>;

const TARGET_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** What went wrong, without the parser's own words: those may quote the file, and so a secret. */
const SYNTAX: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  BAD_INDENT: ['the indentation is wrong', 'indent the keys of one section alike, by spaces'],
  TAB_AS_INDENT: ['a tab is used for indentation', 'use spaces'],
  DUPLICATE_KEY: ['a key is given twice', 'keep one of them'],
  MISSING_CHAR: ['a character is missing', 'look for an open quote or bracket above'],
  MULTILINE_IMPLICIT_KEY: ['a line lacks its colon', 'write key: value'],
  BAD_ALIAS: ['an alias has no anchor', 'put a value that begins with * into quotes'],
  MULTIPLE_DOCS: ['there is more than one document', 'remove the line --- and what follows'],
};

/** Reads the text of a file. The parser is loaded only if there is a file. */
export async function readYaml(
  path: string,
  text: string,
  processOptions: readonly Option[],
  targetOptions: readonly Option[],
): Promise<FileConfig> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const reader = new Reader(yaml, path, (node) => lines.linePos(node?.range?.[0] ?? 0).line);
  const document = parse(yaml, text, lines, reader);
  const target = treeOf(targetOptions);
  const tree: Tree = new Map([...treeOf(processOptions), ...target]);
  if (document?.errors.length === 0) reader.root(document.contents, tree, target);
  return { path, values: reader.values, targets: reader.targets, problems: reader.problems };
}

function parse(yaml: Yaml, text: string, lineCounter: LineCounter, reader: Reader) {
  try {
    const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false });
    for (const { code, pos } of [...document.errors, ...document.warnings]) {
      const unusual = [
        `is not valid YAML (${code})`,
        'look at this line and the one above',
      ] as const;
      reader.problem(lineCounter.linePos(pos[0]).line, '', ...(SYNTAX[code] ?? unusual));
    }
    return document;
  } catch (error) {
    // Brackets nested without end: the parser is recursive.
    if (!(error instanceof RangeError)) throw error;
    reader.problem(
      1,
      '',
      'is nested too deep',
      'options are two levels deep, those of targets four',
    );
    return undefined;
  }
}

function treeOf(options: readonly Option[]): Tree {
  const root: Tree = new Map();
  for (const option of options) {
    let node = root;
    for (const key of option.path.slice(0, -1)) {
      const child = node.get(key);
      const next: Tree = child instanceof Map ? child : new Map();
      node.set(key, next);
      node = next;
    }
    const key = option.path.at(-1)!;
    node.set(key, 'value');
    if (isSecret(option)) node.set(`${key}_file`, 'value');
  }
  return root;
}

type Yaml = typeof import('yaml');

class Reader {
  readonly values = new Map<string, FileValue>();
  readonly targets = new Map<string, ReadonlyMap<string, FileValue>>();
  readonly problems: Problem[] = [];
  readonly #yaml: Yaml;
  readonly #path: string;
  readonly #lineOf: (node: Node | null | undefined) => number;

  constructor(yaml: Yaml, path: string, lineOf: (node: Node | null | undefined) => number) {
    this.#yaml = yaml;
    this.#path = path;
    this.#lineOf = lineOf;
  }

  /** Notes what is wrong at a line. */
  problem(line: number, path: string, problem: string, remedy?: string): void {
    const at = path === '' ? undefined : path;
    this.problems.push({ where: `${this.#path}:${line}`, path: at, problem, remedy });
  }

  root(contents: Node | null, tree: Tree, target: Tree): void {
    const map = this.#asMap(contents, '', 'write its options as key: value');
    if (!map) return;
    this.#map(map, tree, [], this.values);
    const targets = map.get('targets', true) as Node | undefined;
    const named = this.#asMap(targets ?? null, 'targets', 'its keys are the names of targets');
    for (const { key, value } of (named?.items ?? []) as Pair<Scalar, Node | null>[]) {
      this.#target(key, value, target);
    }
  }

  #target(key: Scalar, value: Node | null, tree: Tree): void {
    const name = String(key.value);
    if (!TARGET_NAME.test(name) || name === 'default') {
      const remedy = 'use letters, digits, - _ . and another name than default';
      const problem = `"${wordOf(name)}" cannot name a target`;
      this.problem(this.#lineOf(key), 'targets', problem, remedy);
      return;
    }
    const values = new Map<string, FileValue>();
    const map = this.#asMap(value, `targets.${name}`, keysOf(tree));
    if (map) this.#map(map, tree, ['targets', name], values);
    this.targets.set(name, values);
  }

  #map(map: YAMLMap, tree: Tree, at: readonly string[], values: Map<string, FileValue>): void {
    for (const { key, value } of map.items as Pair<Scalar, Node | null>[]) {
      const name = this.#yaml.isScalar(key) ? String(key.value) : '?';
      const path = [...at, name];
      const expected = tree.get(name);
      if (expected !== undefined) this.#entry(path, expected, value, values);
      else if (at.length > 0 || name !== 'targets') {
        const known = [...tree.keys(), ...(at.length === 0 ? ['targets'] : [])];
        const shown = wordOf(name);
        const remedy = didYouMean(shown, known);
        this.problem(this.#lineOf(key), [...at, shown].join('.'), 'unknown key', remedy);
      }
    }
  }

  #entry(
    path: readonly string[],
    expected: Tree | 'value',
    value: Node | null,
    values: Map<string, FileValue>,
  ): void {
    const dotted = path.join('.');
    if (expected instanceof Map) {
      const map = this.#asMap(value, dotted, keysOf(expected));
      if (map) this.#map(map, expected, path, values);
    } else if (this.#isSet(value, dotted)) {
      const line = this.#lineOf(value);
      if (!this.#yaml.isScalar(value)) {
        this.problem(line, dotted, 'must be a single value', 'write neither a map nor a list');
        return;
      }
      const key = path[0] === 'targets' ? path.slice(2).join('.') : dotted;
      // The text as written: `0123` and `1e5` are passwords as well as numbers.
      values.set(key, { text: value.source ?? String(value.value), line });
    }
  }

  #asMap(node: Node | null, path: string, keys: string): YAMLMap | undefined {
    if (!this.#isSet(node, path)) return undefined;
    if (this.#yaml.isMap(node)) return node;
    this.problem(this.#lineOf(node), path, 'must be a map', keys);
    return undefined;
  }

  /** False for null and nothing, which leave an option at its other sources. */
  #isSet(node: Node | null, path: string): node is Node {
    if (node === null || (this.#yaml.isScalar(node) && node.value === null)) return false;
    if (!this.#yaml.isAlias(node)) return true;
    this.problem(this.#lineOf(node), path, 'is an alias', 'write the value itself');
    return false;
  }
}

function keysOf(tree: Tree): string {
  return `its keys are ${[...tree.keys()].join(', ')}`;
}
