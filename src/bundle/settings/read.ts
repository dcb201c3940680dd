// Reads a YAML document along a shape: values, and every mistake with its line and what to do about it.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Problem } from '../../config/index.ts';
import { didYouMean } from '../../config/suggest.ts';
import { type Refusal, scalarValue } from './scalar.ts';
import type { DictionaryShape, ListShape, MapShape, Shape, VariantShape } from './shape.ts';

export type Tree = { readonly [key: string]: Value };
export type Value = string | number | boolean | readonly Value[] | Tree;

export class SettingsReader {
  readonly problems: Problem[] = [];
  /** What is of no effect but does no harm. */
  readonly notes: Problem[] = [];
  readonly #file: string;
  readonly #lineOf: (node: Node) => number;

  constructor(file: string, lineOf: (node: Node) => number) {
    this.#file = file;
    this.#lineOf = lineOf;
  }

  /** Undefined where there is nothing, or nothing that can be used. */
  value(shape: Shape, node: Node | null | undefined, path: string): Value | undefined {
    if (node === null || node === undefined || (isScalar(node) && node.value === null)) return;
    if (isAlias(node))
      return this.#refuse(node, path, { problem: 'is an alias', remedy: 'write the value itself' });
    switch (shape.kind) {
      case 'map':
        return this.#map(shape, node, path);
      case 'dictionary':
        return this.#dictionary(shape, node, path);
      case 'list':
        return this.#list(shape, node, path);
      case 'variant':
        return this.#variant(shape, node, path);
      default: {
        const result = scalarValue(shape, isScalar(node) ? node.value : node);
        if (typeof result !== 'object') return result;
        return this.#refuse(node, path, result, isScalar(node) ? String(node.value) : undefined);
      }
    }
  }

  #map(shape: MapShape, node: Node, path: string): Tree | undefined {
    const items = this.#items(node, path, `its keys are ${Object.keys(shape.keys).join(', ')}`);
    if (items === undefined) return undefined;
    const tree: Record<string, Value> = {};
    for (const { key, name, value } of items) {
      const inner = shape.keys[name];
      if (inner === undefined || !Object.hasOwn(shape.keys, name))
        this.#unknown(shape, key, name, path);
      else {
        const read = this.value(inner, value, join(path, name));
        if (read !== undefined) tree[name] = read;
      }
    }
    this.#missing(shape, node, path, new Set(items.map(({ name }) => name)));
    return tree;
  }

  #unknown(shape: MapShape, key: Node, name: string, path: string): void {
    const remedy = shape.instead?.[name] ?? didYouMean(name, Object.keys(shape.keys));
    if (shape.outlived === undefined) {
      this.#refuse(key, join(path, name), { problem: 'unknown key', remedy });
      return;
    }
    const problem = `this version has no such ${shape.outlived}; the entry has no effect`;
    const meant = remedy.startsWith('did you mean') ? remedy : 'remove it';
    this.notes.push({ where: this.#where(key), path: join(path, name), problem, remedy: meant });
  }

  #missing(shape: MapShape, node: Node, path: string, given: ReadonlySet<string>): void {
    for (const key of shape.required ?? []) {
      if (given.has(key)) continue;
      const remedy = `add \`${key}: …\` — ${shape.keys[key]?.help ?? ''}`;
      this.#refuse(node, path, { problem: `${key} is missing`, remedy });
    }
    if (shape.oneOf && !shape.oneOf.some((key) => given.has(key))) {
      this.#refuse(node, path, {
        problem: `needs ${shape.oneOf.join(' or ')}`,
        remedy: 'add one of them',
      });
    }
  }

  #dictionary(shape: DictionaryShape, node: Node, path: string): Tree | undefined {
    const items = this.#items(node, path, 'write key: value');
    if (items === undefined) return undefined;
    const tree: Record<string, Value> = {};
    for (const { key, name, value } of items) {
      const at = join(path, name);
      if (!shape.key.test(name)) {
        this.#refuse(key, at, { problem: shape.keyMust, remedy: 'choose another name' });
      } else if (shape.reserved.includes(name)) {
        const remedy = `choose another name than ${shape.reserved.join(', ')}`;
        this.#refuse(key, at, { problem: 'is set by the rules themselves', remedy });
      } else {
        const read = this.value(shape.value, value, at);
        if (read !== undefined) tree[name] = read;
      }
    }
    return tree;
  }

  #list(shape: ListShape, node: Node, path: string): Value[] | undefined {
    if (!isSeq(node)) {
      return this.#refuse(node, path, {
        problem: 'must be a list',
        remedy: 'begin each entry with "- "',
      });
    }
    return (node.items as Node[]).flatMap((item, i) => {
      const read = this.value(shape.of, item, `${path}[${i}]`);
      return read === undefined ? [] : [read];
    });
  }

  #variant(shape: VariantShape, node: Node, path: string): Value | undefined {
    const choices = Object.keys(shape.of);
    const items = this.#items(node, path, `begin it with \`${shape.by}: …\``);
    const by = items?.find(({ name }) => name === shape.by)?.value;
    if (items === undefined) return undefined;
    if (!isScalar(by)) {
      const remedy = `add \`${shape.by}: …\`, one of ${choices.join(', ')}`;
      return this.#refuse(node, path, { problem: `${shape.by} is missing`, remedy });
    }
    const chosen = shape.of[String(by.value)];
    if (chosen !== undefined) return this.#map(chosen, node, path);
    const remedy = didYouMean(String(by.value), choices);
    const problem = `must be one of ${choices.join(', ')}`;
    return this.#refuse(by, join(path, shape.by), { problem, remedy }, String(by.value));
  }

  #items(node: Node, path: string, remedy: string) {
    if (!isMap(node)) return this.#refuse(node, path, { problem: 'must be a map', remedy });
    return (node as YAMLMap<Node, Node | null>).items.map(
      ({ key, value }: Pair<Node, Node | null>) => ({
        key,
        name: isScalar(key) ? String(key.value) : '?',
        value,
      }),
    );
  }

  #refuse(node: Node, path: string, { problem, remedy }: Refusal, value?: string): undefined {
    const where = this.#where(node);
    this.problems.push({ where, path: path === '' ? undefined : path, value, problem, remedy });
    return undefined;
  }

  #where(node: Node): string {
    return `${this.#file}:${this.#lineOf(node)}`;
  }
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
