// Redis's protocol on the server's side: requests out of bytes, replies into bytes, RESP2 and RESP3.
import { Failure, NO_ARRAY, type Reply, Simple, Verbatim } from './answers.ts';

const CRLF = '\r\n';

/** Takes requests out of a stream however it is cut: arrays of bulk strings, and inline commands. */
export class RequestReader {
  #buffer = Buffer.alloc(0);

  /** The requests that are complete with this chunk; throws where the bytes are no request. */
  push(chunk: Uint8Array): string[][] {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    const requests: string[][] = [];
    for (let request = this.#next(); request; request = this.#next()) {
      if (request.length > 0) requests.push(request);
    }
    return requests;
  }

  #next(): string[] | undefined {
    if (this.#buffer[0] !== 0x2a) return this.#inline();
    const reader = { at: 0 };
    const count = this.#header(reader, '*');
    const request: string[] = [];
    for (let i = 0; count !== undefined && i < count; i++) {
      const length = this.#header(reader, '$');
      const end = reader.at + (length ?? 0);
      if (length === undefined || this.#buffer.length < end + 2) return undefined;
      request.push(this.#buffer.toString('utf8', reader.at, end));
      reader.at = end + 2;
    }
    if (count === undefined) return undefined;
    this.#buffer = this.#buffer.subarray(reader.at);
    return request;
  }

  #inline(): string[] | undefined {
    const end = this.#buffer.indexOf('\n');
    if (end < 0) return undefined;
    const line = this.#buffer.toString('utf8', 0, end).trim();
    this.#buffer = this.#buffer.subarray(end + 1);
    return line === '' ? [] : line.split(/\s+/);
  }

  /** Reads `*3\r\n` or `$5\r\n`; undefined if it is not all there yet. */
  #header(reader: { at: number }, kind: string): number | undefined {
    const end = this.#buffer.indexOf(CRLF, reader.at);
    if (end < 0) return undefined;
    const line = this.#buffer.toString('latin1', reader.at, end);
    if (!line.startsWith(kind) || !/^\d{1,9}$/.test(line.slice(1))) {
      throw new Error(`Protocol error: expected '${kind}', got '${line[0]}'`);
    }
    reader.at = end + 2;
    return Number(line.slice(1));
  }
}

/** A reply as bytes of the protocol that the client has chosen. */
export function encodeReply(reply: Reply, protocol: 2 | 3): string {
  if (reply === null) return protocol === 3 ? `_${CRLF}` : `$-1${CRLF}`;
  if (reply === NO_ARRAY) return protocol === 3 ? `_${CRLF}` : `*-1${CRLF}`;
  if (typeof reply === 'string') return bulk('$', reply);
  if (typeof reply === 'number') return `:${Math.trunc(reply)}${CRLF}`;
  if (reply instanceof Simple) return `+${reply.text}${CRLF}`;
  if (reply instanceof Failure) return `-${reply.text}${CRLF}`;
  if (reply instanceof Verbatim) {
    return protocol === 3 ? bulk('=', `txt:${reply.text}`) : bulk('$', reply.text);
  }
  if (reply instanceof Map) {
    const head = protocol === 3 ? `%${reply.size}` : `*${reply.size * 2}`;
    return (
      head + CRLF + [...reply].map(([k, v]) => bulk('$', k) + encodeReply(v, protocol)).join('')
    );
  }
  const items = reply as readonly Reply[];
  return `*${items.length}${CRLF}${items.map((item) => encodeReply(item, protocol)).join('')}`;
}

function bulk(kind: '$' | '=', text: string): string {
  return `${kind}${Buffer.byteLength(text)}${CRLF}${text}${CRLF}`;
}
