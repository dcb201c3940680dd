// The tiny protobuf reader and writer: what is written is read again, and no bytes break the reader.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueStateOf, versionOf } from '../../../src/components/temporal/calls.ts';
import { frame, unframe } from '../../../src/components/temporal/frames.ts';
import {
  bytesOf,
  fieldsOf,
  integerOf,
  MessageWriter,
} from '../../../src/components/temporal/protobuf.ts';
import { ScrapeError } from '../../../src/scrape/errors.ts';
import { recorded } from './recorded.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('writing', () => {
  it('is as the specification has it', () => {
    // Its own examples: field 1 = 150, field 2 = "testing".
    expect(new MessageWriter().integer(1, 150).finish().toString('hex')).toBe('089601');
    const text = new MessageWriter().string(2, 'testing').finish();
    expect(text.toString('hex')).toBe('120774657374696e67');
  });

  it('leaves out what a missing field means', () => {
    expect(new MessageWriter().string(1, '').integer(2, 0).integer(3, false).finish()).toHaveLength(
      0,
    );
  });

  it('is read again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 536_870_911 }),
        fc.maxSafeNat(),
        fc.string(),
        (field, value, text) => {
          const message = new MessageWriter()
            .integer(field, value)
            .string(field + 1, text)
            .finish();
          expect(integerOf(message, field) ?? 0).toBe(value);
          expect((bytesOf(message, field + 1) ?? Buffer.alloc(0)).equals(Buffer.from(text))).toBe(
            true,
          );
        },
      ),
    );
  });
});

describe('reading', () => {
  it('skips what it does not know, and takes the last of what comes twice', () => {
    // 1: 5 · 3: fixed64 · 4: fixed32 · 1: 7 · 2: bytes
    const message = hex('08051900000000000000002500000000080712020102');
    expect([...fieldsOf(message)].map(({ number }) => number)).toEqual([1, 3, 4, 1, 2]);
    expect(integerOf(message, 1)).toBe(7);
  });

  it('knows negative numbers', () => {
    expect(integerOf(hex('08ffffffffffffffffff01'), 1)).toBe(-1);
  });

  it.each([
    ['08', 'an integer that is missing'],
    ['08ff', 'an integer that is cut off'],
    ['08ffffffffffffffffffff01', 'an integer of more than 64 bits'],
    ['0a05616263', 'bytes that are cut off'],
    ['0affffffffffffffffff01', 'bytes of more than there can be'],
    ['1900', 'a fixed number that is cut off'],
    ['0001', 'field 0'],
    ['0b', 'a group'],
    ['0f', 'a type that does not exist'],
  ])('refuses %s: %s', (bytes) => {
    expect(() => [...fieldsOf(hex(bytes))]).toThrow(ScrapeError);
  });

  it('ends whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          for (const { number } of fieldsOf(Buffer.from(bytes))) expect(number).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ScrapeError);
        }
      }),
    );
  });
});

describe('recorded answers', () => {
  it('are understood', () => {
    expect(versionOf(hex(recorded('version').response))).toBe('1.32.0');
    const waiting = queueStateOf(hex(recorded('workflow tasks that wait').response));
    expect(waiting).toMatchObject({ pollers: 0, backlog: 3 });
    expect(waiting.age).toBeGreaterThan(1);
    const worked = queueStateOf(hex(recorded('workers of a queue of its own').response));
    expect(worked).toMatchObject({ pollers: 1, backlog: 0 });
  });

  it('that end too soon are refused or say less, and never throw anything else', () => {
    const whole = hex(recorded('workers of a queue of its own').response);
    for (let length = 0; length < whole.length; length++) {
      try {
        queueStateOf(whole.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(ScrapeError);
      }
    }
  });
});

describe('frames', () => {
  it('hold a message', () => {
    expect(frame(hex('0801')).toString('hex')).toBe('00000000020801');
    expect(unframe(frame(Buffer.alloc(70_000, 7)))).toHaveLength(70_000);
  });

  it('may be followed by others, which nobody asked for', () => {
    expect(unframe(Buffer.concat([frame(hex('0801')), frame(hex('0802'))]))).toEqual(hex('0801'));
  });
});
