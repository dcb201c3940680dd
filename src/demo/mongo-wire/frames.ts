// The MongoDB wire protocol's messages: bytes to a command document, a document to bytes.
import type { BSON, Document } from 'mongodb';

type Bson = typeof BSON;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** What a real server accepts; anything larger is not this protocol. */
const MAX_MESSAGE = 48_000_000;

/** A command as it arrived, with what its answer must refer to. */
export interface Request {
  readonly id: number;
  /** The old handshake's opcode wants the old reply. */
  readonly legacy: boolean;
  /** The sender wants no answer (moreToCome). */
  readonly silent: boolean;
  readonly command: Document;
}

/** Cuts a byte stream into messages; throws if a header cannot be one (TLS on a plain port). */
export class Splitter {
  #pending = Buffer.alloc(0);

  /** Adds a chunk and returns the messages that are complete now, headers included. */
  push(chunk: Buffer): Buffer[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    while (this.#pending.length >= HEADER) {
      const length = this.#pending.readInt32LE(0);
      const opcode = this.#pending.readInt32LE(12);
      if (length < HEADER || length > MAX_MESSAGE || (opcode !== OP_MSG && opcode !== OP_QUERY)) {
        throw new Error(`no message: ${length} bytes, opcode ${opcode}`);
      }
      if (this.#pending.length < length) break;
      messages.push(this.#pending.subarray(0, length));
      this.#pending = this.#pending.subarray(length);
    }
    return messages;
  }
}

/** Reads OP_MSG, or OP_QUERY on `<db>.$cmd`. */
export function decode(bson: Bson, message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_QUERY) {
    const nameEnd = message.indexOf(0, HEADER + 4);
    const collection = message.toString('utf8', HEADER + 4, nameEnd);
    const command = bson.deserialize(message.subarray(nameEnd + 1 + 8));
    const $db = collection.slice(0, collection.indexOf('.'));
    return { id, legacy: true, silent: false, command: { ...command, $db } };
  }
  const flags = message.readUInt32LE(HEADER);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const command = sections(bson, message.subarray(HEADER + 4, end));
  return { id, legacy: false, silent: (flags & MORE_TO_COME) !== 0, command };
}

/** Section 0 is the command; a section 1 is an array of it that was sent beside it. */
function sections(bson: Bson, bytes: Buffer): Document {
  let command: Document = {};
  const arrays: Document = {};
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readInt32LE(at + 1);
    const body = bytes.subarray(at + 1, at + 1 + size);
    if (bytes[at] === 0) command = bson.deserialize(body);
    else {
      const nameEnd = body.indexOf(0, 4);
      arrays[body.toString('utf8', 4, nameEnd)] = documents(bson, body.subarray(nameEnd + 1));
    }
    at += 1 + size;
  }
  return { ...command, ...arrays };
}

function documents(bson: Bson, bytes: Buffer): Document[] {
  const found: Document[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    found.push(bson.deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))));
  }
  return found;
}

/** The answer to a request, in the protocol generation in which it was asked. */
export function encode(bson: Bson, request: Request, answer: Document): Buffer {
  const body = Buffer.from(bson.serialize(answer, { ignoreUndefined: true }));
  const head = request.legacy ? Buffer.alloc(20) : Buffer.alloc(5);
  // OP_REPLY: flags, cursor, position, then the number of documents; OP_MSG: flags, then section kind 0.
  if (request.legacy) head.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + head.length + body.length, 0);
  header.writeInt32LE(request.id, 8);
  header.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, head, body]);
}
