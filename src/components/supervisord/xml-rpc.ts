// Reads an XML-RPC answer: a small strict reader of the elements that the protocol has, and no others.
import { ScrapeError } from '../../scrape/errors.ts';

export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlRpcValue[]
  | ReadonlyMap<string, XmlRpcValue>;

/** The method was refused: `code` is the server's own number. */
export class XmlRpcFault extends Error {
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.name = 'XmlRpcFault';
    this.code = code;
  }
}

const MAX_DEPTH = 32;
const PROLOG = /\s*(?:<\?xml[^<>]*\?>)?\s*/y;
const TAG = /<(\/?[A-Za-z][\w.]*)\s*(\/?)>/y;
const SPACE = /\s/;
const USUAL = ['string', 'int'].map((name) => ({ name, empty: false }));
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));|&/g;
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * The value of a `methodResponse`. Throws an {@link XmlRpcFault} for a fault, a ScrapeError `protocol` for
 * anything that is not such an answer, `truncated` for one that ends too soon.
 */
export function parseResponse(xml: string): XmlRpcValue {
  const reader = new Reader(xml);
  reader.prolog();
  reader.open('methodResponse');
  const kind = reader.openOne('params', 'fault');
  if (kind === 'params') reader.open('param');
  const value = reader.value(0);
  if (kind === 'params') reader.close('param');
  reader.close(kind);
  reader.close('methodResponse');
  reader.end();
  if (kind === 'fault')
    throw faultOf(value) ?? new ScrapeError('protocol', 'a fault without a code');
  return value;
}

/** The fault that a struct stands for, as in the results of `system.multicall`. */
export function faultOf(value: XmlRpcValue | undefined): XmlRpcFault | undefined {
  if (!(value instanceof Map)) return undefined;
  const code = value.get('faultCode');
  const text = value.get('faultString');
  if (typeof code !== 'number') return undefined;
  return new XmlRpcFault(code, typeof text === 'string' ? text.slice(0, 200) : '');
}

class Reader {
  readonly #xml: string;
  #pos = 0;

  constructor(xml: string) {
    this.#xml = xml;
  }

  prolog(): void {
    PROLOG.lastIndex = this.#pos;
    this.#pos += PROLOG.exec(this.#xml)?.[0].length ?? 0;
  }

  end(): void {
    if (this.#xml.slice(this.#pos).trim() !== '') this.#fail('something follows the answer');
  }

  open(name: string): void {
    if (!this.#takes(name)) this.openOne(name);
  }

  openOne<T extends string>(...names: T[]): T {
    const { name, empty } = this.#tag();
    const found = names.find((candidate) => candidate === name);
    if (found === undefined || empty) this.#fail(`expected <${names.join('> or <')}>`);
    return found;
  }

  close(name: string): void {
    if (this.#takes(name, 1)) return;
    const tag = this.#tag();
    if (tag.name !== `/${name}` || tag.empty) this.#fail(`expected </${name}>`);
  }

  /** `<value>…</value>`; without a type inside it is a string. */
  value(depth: number): XmlRpcValue {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH}`);
    if (!this.#opens('value')) return '';
    const end = this.#textEnd();
    if (this.#xml.startsWith('</value', end)) {
      const text = this.#text();
      this.close('value');
      return text;
    }
    const value = this.#typed(depth);
    this.close('value');
    return value;
  }

  #typed(depth: number): XmlRpcValue {
    const { name, empty } = USUAL.find((tag) => this.#takes(tag.name)) ?? this.#tag();
    if (name === 'nil') {
      if (!empty) this.close('nil');
      return null;
    }
    if (name === 'array' && !empty) return this.#array(depth);
    if (name === 'struct') return empty ? new Map() : this.#struct(depth);
    const text = empty ? '' : this.#text();
    if (!empty) this.close(name);
    return this.#scalar(name, text);
  }

  #scalar(type: string, text: string): XmlRpcValue {
    switch (type) {
      case 'string':
      case 'base64':
      case 'dateTime.iso8601':
        return text;
      case 'int':
      case 'i4':
      case 'i8':
        return this.#number(text, /^\s*[+-]?\d{1,19}\s*$/);
      case 'double':
        return this.#number(text, /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/);
      case 'boolean':
        return this.#number(text, /^\s*[01]\s*$/) === 1;
      default:
        return this.#fail('an element that XML-RPC does not have');
    }
  }

  #number(text: string, pattern: RegExp): number {
    if (!pattern.test(text)) this.#fail('a number that is none');
    return Number(text);
  }

  #array(depth: number): XmlRpcValue {
    const items: XmlRpcValue[] = [];
    if (this.#opens('data')) {
      while (this.#sees('value')) items.push(this.value(depth + 1));
      this.close('data');
    }
    this.close('array');
    return items;
  }

  #struct(depth: number): XmlRpcValue {
    const members = new Map<string, XmlRpcValue>();
    while (this.#sees('member')) {
      this.open('member');
      const named = this.#opens('name');
      const key = named ? this.#text() : '';
      if (named) this.close('name');
      members.set(key, this.value(depth + 1));
      this.close('member');
    }
    this.close('struct');
    return members;
  }

  #sees(name: string): boolean {
    const at = this.#pos;
    const seen = this.#takes(name) || this.#tag().name === name;
    this.#pos = at;
    return seen;
  }

  /** Reads `<name>`, or `<name/>`, of which it says that nothing is inside. */
  #opens(name: string): boolean {
    if (this.#takes(name)) return true;
    const tag = this.#tag();
    if (tag.name !== name) this.#fail(`expected <${name}>`);
    return !tag.empty;
  }

  /** Reads `<name>`, with one slash `</name>`, if it is spelt just so: an answer has a thousand of them. */
  #takes(name: string, slashes: 0 | 1 = 0): boolean {
    this.#skipSpace();
    const xml = this.#xml;
    const start = this.#pos + 1 + slashes;
    const end = start + name.length;
    if (xml.charCodeAt(this.#pos) !== LESS || xml.charCodeAt(end) !== GREATER) return false;
    if (slashes === 1 && xml.charCodeAt(start - 1) !== SLASH) return false;
    if (!xml.startsWith(name, start)) return false;
    this.#pos = end + 1;
    return true;
  }

  /** Any tag in any legal spelling. */
  #tag(): { name: string; empty: boolean } {
    this.#skipSpace();
    TAG.lastIndex = this.#pos;
    const match = TAG.exec(this.#xml);
    if (!match) this.#fail('expected an element');
    this.#pos = TAG.lastIndex;
    return { name: match[1]!, empty: match[2] === '/' };
  }

  #skipSpace(): void {
    while (SPACE.test(this.#xml.charAt(this.#pos))) this.#pos++;
  }

  #textEnd(): number {
    const end = this.#xml.indexOf('<', this.#pos);
    return end < 0 ? this.#xml.length : end;
  }

  /** What stands before the next tag. */
  #text(): string {
    const text = this.#xml.slice(this.#pos, this.#textEnd());
    this.#pos += text.length;
    return this.#decode(text);
  }

  #decode(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(ENTITY, (_, named, decimal, hex) => {
      if (named !== undefined) return NAMED[named]!;
      const code = Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10);
      if (!(code > 0 && code <= 0x10ffff)) this.#fail('an entity that is not known');
      return String.fromCodePoint(code);
    });
  }

  /** Says where, never what: the answer may hold what nobody should read in a log. */
  #fail(what: string): never {
    if (this.#xml.indexOf('>', this.#pos) < 0 && this.#xml.trimStart().startsWith('<')) {
      throw new ScrapeError('truncated', 'the XML-RPC answer ends in the middle');
    }
    throw new ScrapeError('protocol', `not an XML-RPC answer: ${what} at character ${this.#pos}`);
  }
}
