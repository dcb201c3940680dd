// XML-RPC as supervisord writes it: requests to method and parameters, values to answers.

export type XmlValue = number | string | readonly XmlValue[] | { readonly [key: string]: XmlValue };

/** A refusal, with supervisord's fault codes. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

export interface Call {
  readonly method: string;
  readonly params: readonly string[];
}

/** The method of a request and its scalar parameters. Throws a Fault for what is none. */
export function readCall(xml: string): Call {
  const method = /<methodName>\s*([^<\s]+)\s*<\/methodName>/.exec(xml)?.[1];
  if (!method) throw new Fault(1, 'UNKNOWN_METHOD');
  return { method, params: scalars(xml) };
}

/** The calls inside a `system.multicall`, by their `methodName` members. */
export function readMulticall(xml: string): Call[] {
  const member = /<name>\s*methodName\s*<\/name>\s*<value>\s*(?:<string>)?\s*([^<\s]+)/;
  const structs = xml.split(/<struct>/).slice(1);
  return structs.map((struct) => {
    const method = member.exec(struct)?.[1] ?? '';
    return { method, params: scalars(struct).filter((value) => value !== method) };
  });
}

/** An answer with one value. */
export function writeResponse(value: XmlValue): string {
  return envelope(`<params>\n<param>\n${write(value)}\n</param>\n</params>`);
}

export function writeFault(fault: Fault): string {
  return envelope(`<fault>\n${write(faultValue(fault))}\n</fault>`);
}

/** A fault inside a multicall's answer is a value like any other. */
export function faultValue({ code, message }: Fault): XmlValue {
  return { faultCode: code, faultString: message };
}

function scalars(xml: string): string[] {
  return [...xml.matchAll(/<(string|int|i4|boolean)>([^<]*)</g)].map((match) => match[2]!);
}

function envelope(inner: string): string {
  return `<?xml version='1.0'?>\n<methodResponse>\n${inner}\n</methodResponse>\n`;
}

function write(value: XmlValue): string {
  if (typeof value === 'number') return `<value><int>${value}</int></value>`;
  if (typeof value === 'string') return `<value><string>${escapeText(value)}</string></value>`;
  if (Array.isArray(value)) {
    return `<value><array><data>\n${value.map((item) => `${write(item)}\n`).join('')}</data></array></value>`;
  }
  const members = Object.entries(value).map(
    ([name, member]) => `<member>\n<name>${escapeText(name)}</name>\n${write(member)}\n</member>\n`,
  );
  return `<value><struct>\n${members.join('')}</struct></value>`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
