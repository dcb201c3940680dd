// The little of protobuf's wire format that Temporal's questions and answers need.
import { ScrapeError } from '../../scrape/errors.ts';

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** One field of a message: its number, and its bytes (strings, messages) or its number (integers, booleans). */
export interface Field {
  readonly number: number;
  readonly bytes?: Buffer;
  readonly value?: number;
}

/** Builds a message field by field. Empty strings, 0 and false are what a missing field means: nothing is written. */
export class MessageWriter {
  readonly #parts: Buffer[] = [];

  string(field: number, text: string): this {
    return text === '' ? this : this.message(field, Buffer.from(text, 'utf8'));
  }

  /** An unsigned integer below 2^53, an enum or a boolean. */
  integer(field: number, value: number | boolean): this {
    const number = Number(value);
    if (number !== 0) this.#parts.push(varint(field * 8 + VARINT), varint(number));
    return this;
  }

  message(field: number, bytes: Buffer): this {
    this.#parts.push(varint(field * 8 + BYTES), varint(bytes.length), bytes);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/**
 * The fields of a message in their order; numbers of fixed width, which nobody here asks for, come without a value.
 * Integers are signed, and exact below 2^53. Throws `protocol` for bytes that are no message.
 */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const integer = (): bigint => {
    const [value, next] = readVarint(message, at);
    at = next;
    return value;
  };
  const skip = (length: number): Buffer => {
    if (length > message.length - at) throw broken();
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(integer());
    const number = Math.floor(tag / 8);
    if (number === 0) throw broken();
    const type = tag % 8;
    if (type === VARINT) yield { number, value: Number(BigInt.asIntN(64, integer())) };
    else if (type === BYTES) yield { number, bytes: skip(Number(integer())) };
    else if (type === FIXED64) yield { number, bytes: skip(8) };
    else if (type === FIXED32) yield { number, bytes: skip(4) };
    else throw broken();
  }
}

/** The last value of a field, as protobuf has it; undefined if the message lacks it. */
export function integerOf(message: Buffer, field: number): number | undefined {
  let found: number | undefined;
  for (const { number, value } of fieldsOf(message)) if (number === field) found = value ?? found;
  return found;
}

export function bytesOf(message: Buffer, field: number): Buffer | undefined {
  let found: Buffer | undefined;
  for (const { number, bytes } of fieldsOf(message)) if (number === field) found = bytes ?? found;
  return found;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Of 64 bits at most, which are ten bytes. */
function readVarint(bytes: Buffer, start: number): [value: bigint, next: number] {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw broken();
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return [BigInt.asUintN(64, value), start + i + 1];
  }
  throw broken();
}

function broken(): ScrapeError {
  return new ScrapeError('protocol', 'the answer is no protobuf message');
}
