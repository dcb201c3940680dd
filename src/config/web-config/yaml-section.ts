// Reads the sections of a YAML file key by key, so that each mistake is told with its line.
import type { Node, Pair, Scalar, YAMLMap } from 'yaml';
import type { Problem } from '../problem.ts';
import { wordOf } from '../redact.ts';
import { didYouMean } from '../suggest.ts';

type Yaml = typeof import('yaml');

/** A scalar as it is written, with its line; a number or `yes` where text is wanted is that text. */
export interface Text {
  readonly text: string;
  readonly line: number;
}

/** A parsed file and what is wrong with it so far. */
export class YamlFile {
  readonly problems: Problem[] = [];
  readonly path: string;
  readonly #yaml: Yaml;
  readonly #document: ReturnType<Yaml['parseDocument']>;
  readonly #lines: InstanceType<Yaml['LineCounter']>;

  private constructor(yaml: Yaml, path: string, text: string) {
    this.path = path;
    this.#yaml = yaml;
    this.#lines = new yaml.LineCounter();
    const options = { lineCounter: this.#lines, prettyErrors: false };
    this.#document = yaml.parseDocument(text, options);
    // Not the parser's own words: they may quote the file, and so a key or a hash.
    for (const { code, pos } of [...this.#document.errors, ...this.#document.warnings]) {
      const line = this.#lines.linePos(pos[0]).line;
      this.problem(line, undefined, `is not valid YAML (${code})`, 'look here and one line above');
    }
  }

  static async parse(path: string, text: string): Promise<YamlFile> {
    const yaml = await import('yaml');
    try {
      return new YamlFile(yaml, path, text);
    } catch (error) {
      // Brackets nested without end: the parser is recursive.
      if (!(error instanceof RangeError)) throw error;
      const file = new YamlFile(yaml, path, '');
      file.problem(1, undefined, 'is nested too deep', 'sections are two levels deep');
      return file;
    }
  }

  problem(line: number, path: string | undefined, problem: string, remedy: string): void {
    this.problems.push({ where: `${this.path}:${line}`, path, problem, remedy });
  }

  /** The whole file; empty if it is not a map, or not YAML. */
  root(known: readonly string[]): Section {
    const broken = this.#document.errors.length > 0;
    return new Section(this, { node: broken ? null : this.#document.contents, line: 1 }, '', known);
  }

  /** What an alias stands for; undefined for null and nothing. */
  resolve(node: Node | null | undefined): Node | undefined {
    if (this.#yaml.isAlias(node) && !node.resolve(this.#document)) {
      // The parser minds it only later; taken for nothing, it could open the door to everybody.
      this.problem(this.line(node), undefined, 'is an alias without an anchor', 'write the value');
    }
    const meant = this.#yaml.isAlias(node) ? node.resolve(this.#document) : node;
    return meant && !(this.#yaml.isScalar(meant) && meant.value === null) ? meant : undefined;
  }

  line(node: Node | null | undefined): number {
    return this.#lines.linePos(node?.range?.[0] ?? 0).line;
  }

  isMap(node: Node): node is YAMLMap {
    return this.#yaml.isMap(node);
  }

  text(node: Node): Text | undefined {
    if (!this.#yaml.isScalar(node)) return undefined;
    return { text: node.source ?? String(node.value), line: this.line(node) };
  }

  list(node: Node): Node[] | undefined {
    return this.#yaml.isSeq(node) ? (node.items as Node[]) : undefined;
  }
}

/** What stands at a key, and the key's line. */
interface Entry {
  readonly line: number;
  readonly node: Node | null | undefined;
}

/** One map of the file. */
export class Section {
  /** Of its key; 0 if it is not there. */
  readonly line: number;
  readonly path: string;
  readonly #file: YamlFile;
  readonly #entries = new Map<string, Entry>();

  /** Without `known`, any key is taken. */
  constructor(file: YamlFile, entry: Entry | undefined, path: string, known?: readonly string[]) {
    this.#file = file;
    this.path = path;
    const map = file.resolve(entry?.node);
    this.line = map && entry ? entry.line : 0;
    if (!map) return;
    if (file.isMap(map)) this.#read(map, known);
    else this.#wrong(this.line, path || undefined, 'must be a map', 'write key: value');
  }

  get isThere(): boolean {
    return this.line > 0;
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  /** The line of a key, or of the section if it has no such key. */
  lineOf(key: string): number {
    return this.#entries.get(key)?.line ?? this.line;
  }

  text(key: string): Text | undefined {
    const node = this.#entries.get(key)?.node;
    if (!node) return undefined;
    const text = this.#file.text(node);
    if (!text) this.problem(key, 'must be a single value', 'write neither a map nor a list');
    return text;
  }

  boolean(key: string): boolean | undefined {
    const text = this.text(key)?.text.toLowerCase();
    if (text === undefined || text === 'true' || text === 'false') return text && text === 'true';
    this.problem(key, 'must be true or false', 'write true or false');
    return undefined;
  }

  /** One of the names of a table, as what it stands for. */
  choice<T>(key: string, table: Readonly<Record<string, T>>): T | undefined {
    const text = this.text(key);
    return text && this.#lookUp(key, text, table);
  }

  /** Several names of a table; undefined if there is no such key. */
  choices<T>(key: string, table: Readonly<Record<string, T>>): T[] | undefined {
    return this.texts(key)?.flatMap((text) => this.#lookUp(key, text, table) ?? []);
  }

  texts(key: string): Text[] | undefined {
    const node = this.#entries.get(key)?.node;
    if (!node) return undefined;
    const texts = this.#file.list(node)?.map((item) => {
      const meant = this.#file.resolve(item);
      return meant && this.#file.text(meant);
    });
    if (texts?.every((text) => text !== undefined)) return texts;
    this.problem(key, 'must be a list of single values', 'write each on a line that begins with -');
    return undefined;
  }

  section(key: string, known?: readonly string[]): Section {
    return new Section(this.#file, this.#entries.get(key), this.#pathOf(key), known);
  }

  /** Notes what is wrong with a key's value; the value itself is never repeated. */
  problem(key: string, problem: string, remedy: string): void {
    this.#wrong(this.lineOf(key), this.#pathOf(key), problem, remedy);
  }

  #lookUp<T>(key: string, { text, line }: Text, table: Readonly<Record<string, T>>): T | undefined {
    if (Object.hasOwn(table, text)) return table[text];
    const remedy = didYouMean(text, Object.keys(table));
    this.#wrong(line, this.#pathOf(key), `"${text.slice(0, 60)}" is not known`, remedy);
    return undefined;
  }

  #read(map: YAMLMap, known: readonly string[] | undefined): void {
    for (const { key, value } of map.items as Pair<Scalar, Node | null>[]) {
      const line = this.#file.line(key);
      const name = this.#file.text(key)?.text ?? '?';
      if (known && !known.includes(name)) {
        this.#wrong(line, this.#pathOf(name), 'unknown key', didYouMean(name, known));
      } else this.#entries.set(name, { line, node: this.#file.resolve(value) });
    }
  }

  #pathOf(key: string): string {
    const word = wordOf(key);
    return this.path === '' ? word : `${this.path}.${word}`;
  }

  #wrong(line: number, path: string | undefined, problem: string, remedy: string): void {
    this.#file.problem(line, path, problem, remedy);
  }
}
