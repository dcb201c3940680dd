// A DNS server over UDP on a free port: answers SRV, TXT and A questions from a table, or not at all.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const TYPES = { A: 1, TXT: 16, SRV: 33 } as const;
type Type = keyof typeof TYPES;
/** Codes of an answer's head. */
const CODES = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;

export interface SrvRecord {
  readonly name: string;
  readonly port: number;
}

/** Records by `TYPE name`; a code for an error; `silent` for no answer at all. What is not listed does not exist. */
export type Zone = Readonly<
  Record<
    `${Type} ${string}`,
    readonly SrvRecord[] | readonly string[] | keyof typeof CODES | 'silent'
  >
>;

/** Started on loopback; ends with the test. */
export async function startDns(zone: Zone): Promise<{ address: string; asked: string[] }> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question, from) => {
    const { name, type, end } = questionOf(question);
    const key = `${type} ${name}`;
    asked.push(key);
    const found = zone[key as keyof Zone] ?? 'NXDOMAIN';
    if (found === 'silent') return;
    socket.send(answerOf(question.subarray(0, end), type, found), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, asked };
}

function questionOf(message: Buffer): { name: string; type: Type; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let size = message[at]!; size > 0; size = message[at]!) {
    labels.push(message.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  const code = message.readUInt16BE(at + 1);
  const type = (Object.keys(TYPES) as Type[]).find((one) => TYPES[one] === code) ?? 'A';
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function answerOf(
  question: Buffer,
  type: Type,
  found: readonly SrvRecord[] | readonly string[] | keyof typeof CODES,
): Buffer {
  const records = typeof found === 'string' ? [] : found.map((one) => dataOf(type, one));
  const head = Buffer.from(question);
  head.writeUInt16BE(
    0x8180 | (typeof found === 'string' ? CODES[found as keyof typeof CODES] : 0),
    2,
  );
  head.writeUInt16BE(records.length, 6);
  // Whatever else the question carried (EDNS) is not answered.
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, ...records.map((data) => recordOf(type, data))]);
}

/** The name is a pointer to the question's. */
function recordOf(type: Type, data: Buffer): Buffer {
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(TYPES[type], 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function dataOf(type: Type, value: SrvRecord | string): Buffer {
  if (typeof value !== 'string') {
    const numbers = Buffer.alloc(6);
    numbers.writeUInt16BE(value.port, 4);
    return Buffer.concat([numbers, ...value.name.split('.').map(text), Buffer.alloc(1)]);
  }
  return type === 'A' ? Buffer.from(value.split('.').map(Number)) : text(value);
}

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
