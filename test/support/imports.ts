// Reads source files with a real parser: what each imports, and whether it reads the environment.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Source files by path from the source folder, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  readonly from: string;
  /** A path among the sources, or a package's name, or `node:…`; undefined if it leads nowhere. */
  readonly to: string | undefined;
  readonly request: string;
  readonly kind: 'file' | 'package' | 'node';
  readonly dynamic: boolean;
  /** Gone at run time. */
  readonly typeOnly: boolean;
}

/** Every TypeScript file below a folder. */
export function readSources(root: string): Sources {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const relative = (file: string) =>
    file.slice(root.length).replaceAll('\\', '/').replace(/^\//, '');
  return new Map(files.sort().map((file) => [relative(file), readFileSync(file, 'utf8')]));
}

/** The imports and re-exports of one file, static and dynamic; throws where it does not parse. */
export function importsOf(sources: Sources, path: string, packages: ReadonlySet<string>): Import[] {
  const text = sources.get(path) ?? '';
  const { module, program } = parse(path, text);
  // `import { type A }` still loads the module: only `import type` is gone at run time.
  const erased = new Set(program.body.filter(isErased).map(({ start }) => start));
  const found: Import[] = [];
  const add = (request: string, dynamic: boolean, typeOnly: boolean) =>
    void found.push({
      from: path,
      request,
      dynamic,
      typeOnly,
      ...resolve(sources, path, request, packages),
    });
  for (const { start, moduleRequest } of module.staticImports) {
    add(moduleRequest.value, false, erased.has(start));
  }
  for (const { start, entries } of module.staticExports) {
    const request = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest;
    if (request) add(request.value, false, erased.has(start));
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const source = text.slice(moduleRequest.start, moduleRequest.end);
    add(/^(['"]).*\1$/.test(source) ? source.slice(1, -1) : source, true, false);
  }
  return found;
}

/** Places that read `process.env`, in any spelling that names `process`. */
export function readsEnvironment(path: string, text: string): boolean {
  let reads = false;
  visit(parse(path, text).program, (node) => {
    const member = node.type === 'MemberExpression' && isNamed(node.object, 'process');
    if (member && (isNamed(node.property, 'env') || stringOf(node.property) === 'env'))
      reads = true;
    const fromProcess = node.type === 'VariableDeclarator' && isNamed(node.init, 'process');
    if (fromProcess && JSON.stringify(node.id).includes('"name":"env"')) reads = true;
    if (
      node.type === 'ImportDeclaration' &&
      /^(node:)?process$/.test(stringOf(node.source) ?? '')
    ) {
      if (JSON.stringify(node.specifiers).includes('"name":"env"')) reads = true;
    }
  });
  return reads;
}

function parse(path: string, text: string) {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error) throw new Error(`${path} does not parse: ${error.message}`);
  return parsed;
}

function resolve(
  sources: Sources,
  from: string,
  request: string,
  packages: ReadonlySet<string>,
): Pick<Import, 'to' | 'kind'> {
  if (request.startsWith('.')) {
    const to = posix.join(posix.dirname(from), request);
    const outside = to.startsWith('../') && /\.json$/.test(to);
    return { kind: 'file', to: sources.has(to) || outside ? to : undefined };
  }
  if (isBuiltin(request)) return { kind: 'node', to: request };
  const name = request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
  return { kind: 'package', to: packages.has(name) ? name : undefined };
}

function isErased(statement: object): boolean {
  const { importKind, exportKind } = statement as { importKind?: string; exportKind?: string };
  return importKind === 'type' || exportKind === 'type';
}

type Node = Readonly<Record<string, unknown>>;

function visit(node: unknown, see: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node) see(node as Node);
  for (const child of Object.values(node)) visit(child, see);
}

function isNamed(node: unknown, name: string): boolean {
  return (node as Node | null)?.type === 'Identifier' && (node as Node).name === name;
}

function stringOf(node: unknown): string | undefined {
  const value = (node as Node | null)?.value;
  return typeof value === 'string' ? value : undefined;
}
