// The framing of what a PostgreSQL sends: the same verdict however the bytes are cut.
import { describe, expect, it } from 'vitest';
import { Frames } from '../../../src/components/postgres/frames.ts';

function message(kind: string, body: string, length = body.length + 4): Buffer {
  const head = Buffer.from(`${kind}\0\0\0\0`, 'latin1');
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
}

/** The verdict on the bytes, in pieces of a size. */
function verdict(bytes: Buffer, size: number): boolean {
  const frames = new Frames();
  for (let at = 0; at < bytes.length; at += size) {
    if (!frames.accepts(bytes.subarray(at, at + size))) return false;
  }
  return true;
}

const error = message('E', 'SFATAL\0C28P01\0Mno\0\0');
const ready = message('Z', 'I');
const SIZES = [1, 2, 3, 5, 7, 11, 1000];

describe('messages', () => {
  it.each([
    ['an error', [error]],
    ['a notice among others', [message('R', '\0\0\0\0'), message('N', 'Mhello\0\0'), ready]],
    ['bodies of nothing', [message('1', ''), message('I', ''), ready]],
    ['an error without fields', [message('E', '\0')]],
    ['bytes behind the last field', [message('E', 'Mno\0\0more'), ready]],
    ['a text without an end where none is read as fields', [message('S', 'abc'), ready]],
    ['one that is not complete yet', [ready, error.subarray(0, 9)]],
    ['a header that is not complete yet', [ready, error.subarray(0, 3)]],
  ])('are let through: %s', (_, parts) => {
    for (const size of SIZES) expect(verdict(Buffer.concat(parts), size)).toBe(true);
  });

  it.each([
    ['an error whose text does not end', [message('E', 'Sabc')]],
    ['an error whose fields do not end', [message('E', 'Sabc\0')]],
    ['an error with no body', [message('E', '')]],
    ['a notice, the end of which is the next message’s', [message('N', 'Mabc'), ready]],
    ['the second of two', [error, message('N', 'Mabc\0')]],
    ['a length that leaves its own bytes out', [message('Z', '', 3)]],
    ['a length of nothing', [message('S', '', 0)]],
  ])('are refused: %s', (_, parts) => {
    for (const size of SIZES) expect(verdict(Buffer.concat(parts), size)).toBe(false);
  });
});
