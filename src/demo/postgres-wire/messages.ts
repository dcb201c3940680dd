// PostgreSQL's wire protocol as a server writes it: messages of version 3, values as text.

/** The types that answers have, with the numbers by which the protocol knows them. */
export const TYPES = { bool: 16, text: 25, float8: 701 } as const;
export type TypeName = keyof typeof TYPES;

export type Cell = string | number | boolean | null;

/** The rows of one SELECT. */
export interface Table {
  readonly columns: Readonly<Record<string, TypeName>>;
  readonly rows: readonly (readonly Cell[])[];
}

/** An error as the server reports it, by its SQLSTATE. */
export class Failure {
  readonly code: string;
  readonly text: string;
  readonly severity: 'ERROR' | 'FATAL';

  constructor(code: string, text: string, severity: 'ERROR' | 'FATAL' = 'ERROR') {
    this.code = code;
    this.text = text;
    this.severity = severity;
  }
}

/** One message: its kind, its length, its content. */
function message(kind: string, ...parts: readonly (string | number | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map(bytesOf));
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A text ends in a zero; a number is of four bytes. */
function bytesOf(part: string | number | Buffer): Buffer {
  if (typeof part === 'string') return Buffer.from(`${part}\0`);
  return typeof part === 'number' ? int32(part) : part;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export const wantsPassword = (): Buffer => message('R', 3);

/** What follows a log-in. */
export function welcome(version: string, pid: number): Buffer {
  return Buffer.concat([
    message('R', 0),
    message('S', 'server_version', version),
    message('S', 'client_encoding', 'UTF8'),
    message('K', pid, 4711),
  ]);
}

/** @param status `I` outside of a transaction, `T` inside, `E` inside a failed one */
export const ready = (status: 'I' | 'T' | 'E'): Buffer =>
  message('Z', Buffer.from(status, 'latin1'));

export const complete = (tag: string): Buffer => message('C', tag);

export function errorMessage({ severity, code, text }: Failure): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`];
  return message('E', ...fields, Buffer.from([0]));
}

/** The description of a table's columns, its rows, and how many there are. */
export function tableMessages({ columns, rows }: Table): Buffer {
  const names = Object.entries(columns);
  const described = names.flatMap(([name, type]) => [
    name,
    int32(0),
    int16(0),
    int32(TYPES[type]),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  return Buffer.concat([
    message('T', int16(names.length), ...described),
    ...rows.map((row) => message('D', int16(row.length), ...row.map(cell))),
    complete(`SELECT ${rows.length}`),
  ]);
}

function cell(value: Cell): Buffer {
  if (value === null) return int32(-1);
  const text = typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
  const bytes = Buffer.from(text);
  return Buffer.concat([int32(bytes.length), bytes]);
}
