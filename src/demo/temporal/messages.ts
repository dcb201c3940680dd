// The protobuf messages that the embedded Temporal reads and writes, and gRPC's frame around them.

const FRAME = 5;

/** A field that is an integer, and one that is bytes; small numbers only, as they occur here. */
export const integer = (field: number, value: number): Buffer =>
  Buffer.from([...varint(field * 8), ...varint(value)]);

export const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(value.length)]), value]);

export const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

export function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(FRAME);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export const unframed = (body: Buffer): Buffer => body.subarray(FRAME);

/** Integers and byte fields by number, the last of each; stops where it does not understand. */
export function read(message: Buffer): Map<number, number | Buffer> {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const next = () => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 0x80) {
      const byte = message[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = next();
    const value = next();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) fields.set(field, value);
    else if (tag % 8 === 2) {
      fields.set(field, message.subarray(at, at + value));
      at += value;
    } else break;
  }
  return fields;
}

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.push((rest % 0x80) + 0x80);
  return [...out, rest];
}
